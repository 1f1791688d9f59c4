"""Tags for the programme's own blocks and dates."""

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_noop as _
from wagtail.models import Page

from cms.base import words
from cms.base.dates import today
from cms.base.local_texts import LocalText, hub_text
from cms.base.partial_dates import PartialDate
from cms.pages.viewer import visibility_of
from cms.signposts.selection import signposts
from cms.templatetags.hub import announce_links
from programme.models import ContactPoint, DocumentCollectionPage, WorkStreamPage
from programme.site import contacts, follow_links, glossary, lists, patterns, progress, record, related

register = template.Library()


@register.simple_tag(takes_context=True)
def progress_table(context, work_stream) -> dict:
    """Return the commitments of one stream, or without one the totals of every stream, as of today."""
    request = context["request"]
    visibility, day = visibility_of(request), today()
    ended = record.ended(visibility)
    shown = {"day": ended.until if ended else PartialDate(day), "record": ended}
    if work_stream is not None:
        if not visibility.can_see(work_stream):
            return {}
        table = progress.rows(visibility, lists.commitments(visibility, work_stream=work_stream.pk), day)
        announce_links(request, [row.page.text for row in table])
        sentences = progress.sentences([row.ledger for row in table], day)
        return {"rows": table, "sentences": sentences, **shown}
    ledgers = progress.ledgers(visibility)
    return {
        "totals": progress.table_by_stream(ledgers, lists.streams_of_record(visibility), day),
        "sentences": progress.sentences(ledgers, day),
        **shown,
    }


@register.simple_tag(takes_context=True)
def team_contact(context) -> ContactPoint | None:
    """Return the team's public contact point; None if the programme's settings name none. No query."""
    request = context.get("request")
    return contacts.team(visibility_of(request)) if request else None


@register.simple_tag(takes_context=True)
def programme_end(context) -> dict:
    """Return the end of an archived programme, and that of its record if it ended before. No query."""
    visibility = visibility_of(context["request"])
    return {"end": visibility.end, "record": record.ended(visibility)} if visibility.end else {}


@register.simple_tag
def own_patterns(counts, prefix: str) -> SafeString:
    """Return the patterns of the programme's own statuses among the counts."""
    return patterns.own_patterns([status for status, _ in counts], prefix)


@register.simple_tag(takes_context=True)
def collections_with(context, page) -> list[DocumentCollectionPage]:
    """Return the public collections that a page is in; no query but for a translation."""
    return related.part_of(page, visibility_of(context["request"])) if isinstance(page, Page) else []


@register.simple_tag(takes_context=True)
def accepted(context) -> LocalText:
    """Return the words for an acceptance, before its date: “Accepted by the council”. No query."""
    body = record.accepted_by(visibility_of(context["request"]))
    return hub_text(_("Accepted by %(body)s"), body=body) if body else hub_text(_("Accepted"))


@register.simple_tag(takes_context=True)
def accepted_on(context) -> LocalText:
    """Return the same in a sentence that goes on with the date: “Accepted by the council on”."""
    body = record.accepted_by(visibility_of(context["request"]))
    return hub_text(_("Accepted by %(body)s on"), body=body) if body else hub_text(_("Accepted on"))


@register.filter
def worded(rows) -> list[progress.CommitmentRow]:
    """Return the rows that have wording or an entry."""
    return [row for row in rows if not row.is_bare]


@register.filter
def unworded(rows) -> list[progress.Unworded]:
    """Return the other rows, grouped by the publication of their wording."""
    return progress.unworded(rows)


@register.filter
def known_date(thing) -> str:
    """Return an object's date as precisely as it is known: “22 June 2017”, “June 2017”, “2017”."""
    return words.day(thing.date, thing.date_precision)


@register.filter
def dated(thing, name: str) -> str:
    """Return the date in the object's field with its preposition: “on 2 March 2017”, “in May 2017”."""
    known = PartialDate.of(thing, name)
    return known.when if known else ""


@register.filter
def says_its_date(page) -> bool:
    """Say whether the page's title includes its date, as in “Meeting of 22 June 2017”."""
    return words.says(page.title, known_date(page))


@register.filter
def in_words(date) -> str:
    """Return a date as “22 June 2017”."""
    return words.day(date)


@register.filter
def explained(html: str, request) -> SafeString:
    """Expand each abbreviation at its first use in the text: `{% filter explained:request %}…{% endfilter %}`."""
    return mark_safe(glossary.explain(html, request))  # noqa: S308  the template's own output, and escaped words


@register.simple_tag(takes_context=True)
def ways_to_follow(context) -> dict[str, list[follow_links.FollowLink]]:
    """Return the feeds and calendars of the page, those about future dates separately. No query."""
    page = context.get("page")
    ways = follow_links.links_from(page, visibility_of(context["request"])) if page else []
    return {
        "coming": [way for way in ways if way.is_coming],
        "others": [way for way in ways if not way.is_coming],
        "feeds": [way for way in ways if way.is_feed],
    }


@register.simple_tag(takes_context=True)
def offers_hiding(context) -> bool:
    """Say whether readers of the page may have to leave it quickly.

    This is set by `offers_hiding` of the page or of a work stream that it shows, or by its view (`hides`), which matters
    only on a hub with signposts to help. No query: the view has already read everything shown.
    """
    if context.get("hides") and signposts(visibility_of(context["request"])):
        return True
    if getattr(context.get("page"), "offers_hiding", False):
        return True
    shown = [context.get("page"), context.get("work_stream"), *(context.get("work_streams") or [])]
    streams = [thing.page if isinstance(thing, lists.ListEntry) else thing for thing in shown]
    return any(stream.offers_hiding for stream in streams if isinstance(stream, WorkStreamPage))
