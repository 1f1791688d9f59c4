"""A site with objects of every type hidden in every way, and with everything pointing at them.

Everything hidden has `MARK` in its title, address and texts, so that one search in an answer finds any of it.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings as django_settings
from django.contrib.auth.models import Group
from django.db import models
from django.utils import timezone
from wagtail.fields import StreamField
from wagtail.models import Collection, CollectionViewRestriction, Locale, Page, PageViewRestriction, Site
from wagtail.snippets.models import get_snippet_models

from cms.models import HelpGroup, HubSettings, LastUpdate, LookSettings, Signpost, Snippet
from cms.pages.kinds import page_types
from cms.signposts.choices import HelpAudience, HelpTopic
from engagement.models import YouSaidWeDidPage
from home.models import StandardPage
from measures.models import CountsSettings
from programme.choices import RecordState
from programme.models import ContactPoint, OutsideRecord, Phase, ProgrammeSettings
from search.models import Trouble
from search.models.help import Urgency
from tests import factories
from tests.graphql.leaks import secret_records
from tests.graphql.leaks.marks import DISTRESS, MARK
from tests.graphql.leaks.pointing import OURS, Things, fill, point

# Ways of hiding. The first four are on the page itself, the others are restrictions.
WAYS = ("draft", "scheduled", "early", "expired", "login", "group", "password")
# One that a column says, one that the clock says, one that a restriction says: three conditions of the rule.
SOME_WAYS = ("draft", "expired", "login")

PAGE_FACTORIES = {
    "message": (factories.KeyMessageFactory, "messages"),
    "stream": (factories.WorkStreamFactory, "streams"),
    "profile": (factories.TeamProfileFactory, "team"),
    "news": (factories.NewsFactory, "news"),
    "publication": (factories.PublicationFactory, "publications"),
    "group": (factories.GroupFactory, "groups"),
    "event": (factories.EventFactory, "events"),
    "plain": (factories.StandardPageFactory, "home"),
    "progress": (factories.ProgressPageFactory, "home"),
    "glossary": (factories.GlossaryPageFactory, "home"),
    "issue": (factories.IssueFactory, "updates"),
    "said": (factories.YouSaidWeDidFactory, "home"),
}


@dataclass
class SecretSite:
    """The site: public objects, and hidden objects by the way of hiding."""

    tree: Any
    public: Things
    hidden: dict[str, Things]


def ask_readers(site: Site) -> None:
    """Let readers be asked a question; others have closed, or are yet to open."""
    CountsSettings.objects.create(site=site, counts_readers=True)
    factories.SurveyFactory(site=site)
    for days in (-30, 30):
        opens = timezone.localdate() + datetime.timedelta(days=days)
        closes = opens + datetime.timedelta(days=1)
        factories.SurveyFactory(site=site, text=MARK, labels=(MARK, "No"), opens_on=opens, closes_on=closes)


def build(tree, ways: Sequence[str]) -> SecretSite:
    """Return a site in which every relation points at objects hidden in each way."""
    public = make_pages(tree, "open", mark=False)
    for model in terms():
        public.add(make_snippet(model, "open", live=True))
    focus = dict.fromkeys(("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height"), 100)
    public.add(factories.ImageFactory(**focus)).make_renditions()
    public.add(factories.DocumentFactory(pages=3, accessible=True))
    ask_readers(tree.site)
    hidden = {}
    private = make_private_collections()
    for number, way in enumerate(ways):
        things = hidden[way] = make_pages(tree, way, mark=True, number=100 * (number + 1))
        for model in terms():
            things.add(make_snippet(model, way, live=False))
        for collection in private:
            things.add(factories.ImageFactory(**media_options(f"{MARK} {way}", collection))).make_renditions()
            things.add(factories.DocumentFactory(**media_options(f"{MARK} {way}", collection)))
        # From the hidden to the public: the public side's lists must leave the hidden out.
        for page in things.of(Page):
            point(page, public, MARK)
        for page in things.of(Page):
            hide(page, way)
        add_children(things, way)
        # From the public to the hidden: references must come out empty.
        referring = make_pages(tree, f"to-{way}", mark=False, number=1000 + 100 * number)
        for page in referring.of(Page):
            point(page, things, "fine")
        for page in things.of(Page):
            secret_records.add_redirects(tree.site, page)
        for kind, found in referring.objects.items():
            public.objects.setdefault(kind, []).extend(found)
    everything_hidden = Things()
    for things in hidden.values():
        for found in things.objects.values():
            for thing in found:
                everything_hidden.add(thing)
    told = public.of(YouSaidWeDidPage)[0]  # the one with a root field of its own
    for page in (tree.home, told):
        point(page, everything_hidden, "fine")
    for model in (HubSettings, ProgrammeSettings):
        settings = model.objects.create(site=tree.site)
        point(settings, everything_hidden, "fine")
    look = LookSettings.objects.create(site=tree.site, dark_mode=True, footer_links="fine /fine/")
    point(look, everything_hidden, "fine")
    add_phases([*public.of(Page), *everything_hidden.of(Page)])
    secret_records.add_redirects(tree.site, public.of(Page)[0])
    full = make_pages(tree, "full", mark=False, number=5000)
    for page in full.of(Page):
        complete(page, public)
    for record in (tree.home, told, look, *(model.objects.get() for model in (HubSettings, ProgrammeSettings))):
        point(record, public, "fine")
    type(tree.home).objects.filter(pk=tree.home.pk).update(agreed_text="fine", agreed_source="fine")
    archive = {"record": RecordState.ARCHIVE, "record_until": datetime.date(2023, 2, 1)}
    ProgrammeSettings.objects.update(started_on=datetime.date(2016, 2, 25), **archive)
    tree.team.as_at = datetime.date(2017, 5, 1)
    tree.team.save()
    Page.objects.filter(depth=3).update(first_published_at=timezone.now(), last_published_at=timezone.now())
    dated = [LastUpdate(page=page, day=datetime.date(2017, 5, 1)) for page in Page.objects.filter(depth__gt=1)]
    LastUpdate.objects.bulk_create(dated, ignore_conflicts=True)
    HubSettings.objects.update(names_programs=True)
    secret_records.add_writing()
    add_unpublished_changes(tree, public)
    secret_records.add_changes(public, hidden)
    secret_records.add_archive(public, hidden)
    if django_settings.WAGTAIL_I18N_ENABLED:
        add_translations(tree, public, ways)
    secret_records.add_engagements(public, hidden)
    secret_records.add_owner_reports(public, hidden)
    secret_records.add_registrations(public, hidden)
    secret_records.add_search(tree, public, hidden)
    return SecretSite(tree, public, hidden)


def add_phases(pages: Sequence[Page]) -> None:
    """Put the pages into every phase, the hidden ones too."""
    phases = Phase.objects.values_list("pk", flat=True)
    for page in pages:
        for f in page._meta.many_to_many:
            if f.related_model is Phase:
                names = f.m2m_column_name(), f.m2m_reverse_name()
                through = f.remote_field.through
                through.objects.filter(**{names[0]: page.pk}).delete()
                through.objects.bulk_create(through(**dict(zip(names, (page.pk, key), strict=True))) for key in phases)


def complete(page: Page, targets: Things) -> None:
    """Give every empty field of the page a value, and make its relations point at the targets."""
    for plain in page._meta.concrete_fields:
        if plain.name == "left_on":
            continue  # the team's list leaves out people who have left
        if plain.model.__module__.startswith(OURS) and plain.editable and getattr(page, plain.attname) in (None, ""):
            fill(plain, page, "fine")
    point(page, targets, "fine")


def make_pages(tree, label: str, *, mark: bool, number: int = 1) -> Things:
    """Return one page of every type. With `mark`, all their texts have the mark."""
    things = Things()
    for name, (factory, parent) in PAGE_FACTORIES.items():
        options = {"title": f"{MARK} {name} {label}" if mark else f"{name} {label}"}
        if name == "issue":
            options["number"] = number
        things.add(factory(parent=getattr(tree, parent), **options))
    stream, group = things.objects[_model("stream")][0], things.objects[_model("group")][0]
    title = f"{MARK} {label}" if mark else label
    # The evidence of acceptance, one of the texts with the mark, requires the date.
    commitment = {"title": f"{title} commitment", "number": number, "accepted_on": datetime.date(2016, 3, 1)}
    things.add(factories.CommitmentFactory(parent=stream, **commitment))
    hours = {"start_time": datetime.time(10), "end_time": datetime.time(12)}
    things.add(
        factories.MeetingFactory(parent=group, title=f"{title} meeting", date=datetime.date(2017, 6, 22), **hours)
    )
    for name, model in page_types.items():
        if model not in things.objects:
            things.add(factories.page_of(model, title=f"{title} {name}"))
    if mark:
        for page in things.of(Page):
            write_mark(page)
            page.save()
    return things


def _model(name: str) -> type[models.Model]:
    return PAGE_FACTORIES[name][0]._meta.model


def write_mark(thing: models.Model) -> None:
    """Write the mark into every free text of the object."""
    for f in thing._meta.concrete_fields:
        free = isinstance(f, models.CharField | models.TextField) and not f.choices and f.editable
        if (
            free
            and f.name not in ("slug", "path", "url_path", "title")
            and not isinstance(f, models.URLField | StreamField)
        ):
            setattr(thing, f.name, f"{MARK} {f.name}"[: f.max_length])
        elif isinstance(f, models.URLField):
            setattr(thing, f.name, f"https://example.org/{MARK}")


def terms() -> list[type[models.Model]]:
    """Return the models of snippets that have a name."""
    return [model for model in get_snippet_models() if issubclass(model, Snippet)]


def make_snippet(model: type[models.Model], label: str, *, live: bool) -> models.Model:
    """Return a term of the model; hidden ones have the mark."""
    snippet = model(live=live, name=f"{label} {model.__name__}", slug=f"{label}-{model.__name__.lower()}")
    choose(snippet)
    if live:
        fill_help(snippet)
    else:
        write_mark(snippet)
        if model is Trouble:
            snippet.phrases = DISTRESS  # with order 0, so that it comes before a public one
        snippet.name, snippet.slug = (
            f"{MARK} {snippet.name or label}{label}",
            f"{MARK}-{label}-{model.__name__.lower()}",
        )
    snippet.save()
    return snippet


def fill_help(snippet: models.Model) -> None:
    """Fill in every field of a public signpost, of its group and of a record, and give a kind of trouble a phrase."""
    if isinstance(snippet, Signpost):
        snippet.audiences, snippet.topics = [HelpAudience.CHILD], [HelpTopic.SUICIDE, HelpTopic.ANY]
        snippet.telephone, snippet.text_number, snippet.text_keyword = "0800 1111", "85258", "SHOUT"
        snippet.description = snippet.gaelic = snippet.hours = "fine"
        snippet.address = snippet.chat_address = snippet.source = "https://example.org/fine"
        snippet.email = "fine@example.org"
    elif isinstance(snippet, HelpGroup):
        # The group of the public signpost, which the banner names.
        snippet.slug, snippet.heading, snippet.banner = HelpAudience.CHILD, "fine", "fine"
    elif isinstance(snippet, ContactPoint):
        snippet.description = snippet.hours = "fine"
        snippet.email, snippet.phone, snippet.address = "fine@example.org", "0131 496 0000", "https://example.org/fine"
    elif isinstance(snippet, OutsideRecord):
        snippet.date, snippet.date_precision = datetime.date(2017, 1, 1), "day"
    elif isinstance(snippet, Trouble):
        snippet.order, snippet.phrases = 1, DISTRESS
        snippet.topic, snippet.urgency = HelpTopic.SUICIDE, Urgency.TALK
        snippet.sentence_young = snippet.sentence_parent = snippet.sentence_adult = "fine"


def choose(snippet: models.Model) -> None:
    """Give every field that requires a choice the first one, as a form would."""
    for f in snippet._meta.concrete_fields:
        if f.choices and not f.blank and getattr(snippet, f.attname) == "":
            setattr(snippet, f.attname, f.choices[0][0])


def make_private_collections() -> list[Collection]:
    """Return a restricted collection and one below it that is not restricted itself."""
    private = Collection.get_first_root_node().add_child(name=f"{MARK} private")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    return [private, private.add_child(name=f"{MARK} nested")]


def media_options(title: str, collection: Collection) -> dict[str, Any]:
    return {"title": title, "collection": collection}


def hide(page: Page, way: str) -> None:
    """Hide the page."""
    now = timezone.now()
    hour = datetime.timedelta(hours=1)
    rows = Page.objects.filter(pk=page.pk)
    if way == "draft":
        rows.update(live=False)
    elif way == "scheduled":
        rows.update(live=False, go_live_at=now + hour)
    elif way == "early":
        rows.update(go_live_at=now + hour)
    elif way == "expired":
        rows.update(expire_at=now - hour)
    elif way == "group":
        restriction = PageViewRestriction.objects.create(page=page, restriction_type="groups")
        restriction.groups.add(Group.objects.get_or_create(name="Readers")[0])
    else:
        PageViewRestriction.objects.create(page=page, restriction_type=way, password="let-me-in")
    page.refresh_from_db()


def add_children(things: Things, way: str) -> None:
    """Put a live page without any restriction of its own under every hidden page."""
    for page in list(things.of(Page)):
        child = factories.StandardPageFactory(parent=page, title=f"{MARK} child {way} {page.pk}")
        things.add(child)


def add_translations(tree, public: Things, ways: Sequence[str]) -> None:
    """Add plain pages in another language: one public, and one hidden in each way."""
    locale = Locale.objects.get(language_code="gd")
    plain = public.of(StandardPage)
    for page, way in zip(plain, ("", *ways), strict=False):
        title = f"{MARK} translated {way}" if way else "Translated"
        translation = factories.translate(page, locale, title=title)
        translation.save_revision().publish()
        if way:
            hide(translation, way)


def add_unpublished_changes(tree, public: Things) -> None:
    """Give live pages a draft with the mark."""
    for page in [*public.of(Page), tree.home]:
        page = type(page).objects.get(pk=page.pk)
        page.title = f"{MARK} unpublished {page.pk}"
        write_mark(page)
        page.save_revision(clean=False)
