"""Programmes in one hub, each with a word of its own in every page and row: what shows another's word has a leak."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.fields import RichTextField
from wagtail.models import Page, Site, get_page_models

from bundles.models import Bundle
from cms.base.active_site import site_active
from cms.models import HubSettings, ProgrammeSite, ProgramProposal, SocialChannel
from cms.pages.kinds import has_field
from cms.sites.models import NO_HOST
from cms.sites.rows import SiteRow
from engagement.models import CommitmentOwner, FeedbackTheme, OwnerReport, Promise
from home.models import HomePage
from measures.models import MeetingPack
from newsletter.models import FollowerNotice, LastMessage, Letter, NewsletterSettings
from programme.models import Audience, AudiencePage, CommitmentPage, EventPage, MeetingPage, Organisation, Topic
from programme.models.intake import Intake, IntakeKind
from search.models import AskedOnSite
from tests import factories
from webhooks.models import Webhook

# On every page, so that a search finds those of all programmes, if it looks in all.
COMMON = "lighthouse"
# The fields of pages that get the word, besides the title.
TEXTS = ("summary", "introduction", "vision", "subject", "text", "search_description", "social_text")


@dataclass(frozen=True)
class Programme:
    """A programme with its word. `prefix` is the beginning of its paths."""

    word: str
    site: Site
    prefix: str

    @property
    def pages(self):
        """Its pages, the topmost first."""
        return Page.objects.filter(path__startswith=self.site.root_page.path).order_by("path")


def below(host: Site, key: str, *, spans: bool = False) -> Site:
    """Make the site of a programme below the first part of a path, with an empty front page."""
    home = factories.HomeFactory(parent=Page.objects.get(depth=1), title=key.title(), slug=f"{key}-home")
    site = Site.objects.create(hostname=f"{key}.{NO_HOST}", root_page=home, site_name=key.title())
    ProgrammeSite.objects.create(site=site, key=key, path=key, host=host, spans_programmes=spans)
    return site


def programme(word: str, site: Site) -> Programme:
    """Fill the site with pages of every type and rows of every kind, all with the word."""
    with site_active(site):
        _pages(site.root_page, word)
        _settings(site, word)
        rows_of(site, word)
    record = ProgrammeSite.objects.filter(site=site).first()
    return Programme(word, site, f"/{record.path}" if record and record.path else "")


def _pages(home: Page, word: str) -> None:
    for model in get_page_models():
        # Nobody can make a plain page.
        if model not in (Page, HomePage) and model.allowed_parent_page_models():
            _place(model, home)
    # All programmes share it, and each shows its own pages for it alone.
    everybody, _ = Audience.objects.get_or_create(slug="everybody", defaults={"name": "Everybody"})
    for page in Page.objects.filter(path__startswith=home.path).specific():
        if has_field(type(page), "audiences"):
            page.audiences = [everybody]
        if isinstance(page, AudiencePage):
            page.audience = everybody
        for field in page._meta.concrete_fields:
            if field.name in TEXTS:
                is_rich = isinstance(field, RichTextField)
                setattr(page, field.name, f"<p>{COMMON} {word}</p>" if is_rich else f"{COMMON} {word}")
        page.title, page.draft_title = (f"{page.title} {COMMON} {word}",) * 2
        page.save()
        page.save_revision().publish()


def _place(model: type[Page], home: Page) -> Page:
    """Return a page of the type below the front page, made if there is none, with those above it."""
    if model is HomePage:
        return home
    found = model.objects.descendant_of(home).first()
    if found is None:
        above = next(each for each in model.allowed_parent_page_models() if each is not Page)
        found = factories.factory_of(model)(parent=_place(above, home))
    return found


def _settings(site: Site, word: str) -> None:
    hub, _ = HubSettings.objects.update_or_create(
        site=site,
        defaults={"site_name": f"Hub {word}", "organisation": f"Body {word}", "sender_email": f"{word}@example.org"},
    )
    SocialChannel.objects.create(
        settings=hub, platform="X (Twitter)", handle=f"@{word}", address=f"https://x.com/{word}"
    )
    NewsletterSettings.objects.update_or_create(site=site, defaults={"name": f"Letter {word}"})


def rows_of(site: Site, word: str) -> None:
    mailing_list = factories.MailingListFactory(name=f"List {word}", slug=f"list-{word}", description=f"About {word}")
    subscriber = factories.SubscriberFactory(address=f"{word}@readers.example")
    factories.SubscriptionFactory(subscriber=subscriber, mailing_list=mailing_list)
    Letter.objects.create(subscriber=subscriber, kind="already", due_at=timezone.now())
    # A page whose title has the word, so that a list with another programme's shows it.
    followed = Page.objects.descendant_of(site.root_page).filter(title__contains=word).first()
    factories.FollowingFactory(subscriber=subscriber, page=followed, site=site)
    FollowerNotice.objects.create(due_at=timezone.now())
    LastMessage.objects.create(subject=f"The end of {word}", text=f"It is over with {word}.")
    Intake.objects.create(kind=IntakeKind.NEWS, file_name=f"{word}.csv", text=f"Title\nNews of {word}\n")
    kind = ContentType.objects.get_for_model(Topic)
    ProgramProposal.objects.create(content_type=kind, title=f"Topic {word}", values={"name": f"{COMMON} {word}"})
    theme = FeedbackTheme.objects.create(name=f"Theme {word}")
    feedback = factories.FeedbackFactory(message=f"{COMMON} {word}", name=word, email=f"{word}@example.org")
    feedback.themes.add(theme)
    factories.FeedbackFactory(message=f"{COMMON} {word}", email=f"{word}@example.org", unconfirmed=True)
    contact = factories.ContactFactory(name=f"{COMMON} {word}")
    body = Organisation.objects.get_or_create(site=site, slug=f"body-{word}", defaults={"name": f"Body {word}"})[0]
    Promise.objects.create(organisation=body, text=f"{COMMON} {word}")
    commitment, day = CommitmentPage.objects.descendant_of(site.root_page).last(), timezone.localdate()
    CommitmentOwner.objects.create(commitment=commitment, contact=contact)
    said = {"state": "answered", "note": f"{COMMON} {word}", "answered_by": word, "answered_at": timezone.now()}
    OwnerReport.objects.create(
        commitment=commitment, contact=contact, reason="due", for_day=day, answer_by=day, date=day, **said
    )
    event = EventPage.objects.descendant_of(site.root_page).last()
    registration = factories.EventRegistrationFactory(event=event, learned=f"{COMMON} {word}")
    factories.RegistrantFactory(registration=registration, name=f"{COMMON} {word}", email=f"guest@{word}.example")
    for is_public, day in ((True, datetime.date(2026, 3, 2)), (False, timezone.localdate())):
        factories.EngagementFactory(
            title=f"Talk {word}", summary=f"{COMMON} {word}", public_summary=word, is_public=is_public, date=day
        )
    channel = SocialChannel.objects.get(settings__site=site)
    factories.SocialPostFactory(text=f"{COMMON} {word}", channel=channel, planned_for=timezone.localdate())
    factories.PlanItemFactory(title=f"Plan {word}", note=f"{COMMON} {word}", date=timezone.localdate())
    factories.QuietPeriodFactory(name=f"Quiet {word}", first=timezone.localdate(), last=timezone.localdate())
    objective = factories.ObjectiveFactory(title=f"Objective {word}", description=f"{COMMON} {word}")
    measure = factories.MeasureFactory(objective=objective, label=f"Measure {word}")
    factories.FigureFactory(measure=measure, source=f"Source {word}")
    engagement = factories.EngagementFactory(title=f"Visit {word}")
    factories.ItemFigureFactory(post=None, engagement=engagement, kind="attended", source=f"Source {word}")
    factories.SurveyFactory(text=f"Survey {word}", labels=(f"Yes {word}", "No"))
    factories.ReportFactory(title=f"Report {word}", introduction=f"{COMMON} {word}")
    Bundle.objects.create(name=f"{COMMON} {word}", state="review")
    meeting = MeetingPage.objects.descendant_of(site.root_page).last()
    said = {"heading": f"{COMMON} {word}", "said": [], "tables": []}
    MeetingPack.objects.create(meeting=meeting, day=timezone.localdate(), content={"sections": [said]})
    Webhook.objects.create(name=f"Hook {word}", address=f"https://{word}.example", events=["page.changed"])
    factories.SignpostFactory(name=f"Helpline {word}", site=site)
    if not site.is_default_site:
        AskedOnSite.objects.create(site=site, text=word, day=timezone.localdate(), found=0)


def kinds_of_rows() -> set[str]:
    """Return the names of all kinds of rows of one programme."""
    found, waiting = set(), [SiteRow]
    while waiting:
        one = waiting.pop()
        waiting += one.__subclasses__()
        found |= {one.__name__} if not one._meta.abstract else set()
    return found


def lead_of(found: Programme, group) -> User:
    """Return somebody who has every right to records, and rights to the pages of one programme alone."""
    user = User.objects.create_user(f"lead-of-{found.word}", password="secret")
    user.groups.add(group)
    return user
