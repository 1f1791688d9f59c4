"""The content supplied with the hub gives the known facts of the programme, number by number, and no more."""

import datetime
import re
from collections import Counter
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.models import HelpGroup, HubSettings, Signpost, SocialChannel
from cms.signposts.at_once import pointers
from cms.signposts.choices import HelpAudience, HelpTopic
from cms.signposts.groups import usual_groups
from cms.signposts.selection import fitting
from home.models import HomePage, Principle, StandardPage
from newsletter.models import IssueIndexPage, IssuePage, NewsletterSettings
from programme.choices import ContactKind, DutyKind, Origin, StreamState
from programme.management.commands.load_programme import CONTENT
from programme.models import (
    Audience,
    AudiencePage,
    CommitmentPage,
    ContactPoint,
    Duty,
    GlossaryTerm,
    KeyMessagePage,
    NewsPage,
    Organisation,
    Phase,
    ProgrammeSettings,
    ProgressEntry,
    PublicationPage,
    StatedCount,
    SubjectArea,
    Theme,
    WorkStreamPage,
)
from programme.social import LIMIT, weighted_length
from search.models import Synonym

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]

REPORTS_PUBLISHED = datetime.date(2017, 3, 2)
STREAMS = [
    ("systems-review", Origin.REVIEW),
    ("neglect", Origin.STARTED),
    ("child-sexual-exploitation", Origin.CONTINUED),
    ("child-trafficking", Origin.CONTINUED),
    ("internet-safety", Origin.CONTINUED),
    ("childrens-hearings", Origin.STARTED),
    ("inspections", Origin.STARTED),
    ("leadership", Origin.STARTED),
    ("data-and-evidence", Origin.STARTED),
]
UPDATES = {
    1: datetime.date(2016, 10, 12),
    2: datetime.date(2016, 11, 24),
    7: datetime.date(2018, 1, 25),
    8: datetime.date(2018, 4, 5),
    9: datetime.date(2018, 6, 25),
    10: datetime.date(2018, 12, 13),
    12: datetime.date(2019, 6, 18),
    14: datetime.date(2020, 3, 16),
    16: datetime.date(2020, 10, 8),
    19: datetime.date(2021, 7, 13),
    20: datetime.date(2021, 11, 9),
    21: datetime.date(2022, 4, 12),
}


def stream(slug: str) -> WorkStreamPage:
    return WorkStreamPage.objects.get(slug=slug)


def slugs(queryset) -> list[str]:
    return list(queryset.values_list("slug", flat=True))


# Programme, vision, phases


def test_programme():
    programme = ProgrammeSettings.objects.get()
    assert programme.short_name == "CPIP"
    assert programme.get_started_on_display() == "February 2016"
    assert programme.purpose


def test_two_phases_and_exactly_one_current():
    assert list(Phase.objects.values_list("name", "is_current")) == [("Phase one", False), ("Phase two", True)]


def test_stated_counts_stand_beside_what_is_counted():
    stated = {count.thing: count for count in StatedCount.objects.all()}
    assert {thing: count.number for thing, count in stated.items()} == {
        "recommendations": 12,
        "actions": 35,
        "other_streams": 8,
    }
    assert all(count.source for count in stated.values())
    assert "could not check" in stated["actions"].note


def test_vision_is_one_paragraph_with_seven_principles():
    assert HomePage.objects.get().vision.count("<p>") == 1
    assert Principle.objects.count() == 7
    assert all(principle.title and principle.text for principle in Principle.objects.all())


# Work streams and key messages


def test_nine_work_streams_in_the_order_of_the_report():
    pages = WorkStreamPage.objects.order_by("path")
    assert [(page.slug, page.origin) for page in pages] == STREAMS
    for page in pages:
        assert page.state == StreamState.ACTIVE
        assert page.summary
        assert page.background
        assert page.other_name_list


def test_leads_of_the_streams():
    leads = {slug: [] for slug, _ in STREAMS}
    for duty in Duty.objects.filter(kind__in=(DutyKind.LEADS, DutyKind.POLICY_LEAD), work_stream__isnull=False):
        leads[duty.work_stream.slug].append(duty.page.title)
    assert leads["childrens-hearings"] == []
    assert leads["systems-review"] == []
    assert all(len(names) == 1 for slug, names in leads.items() if slug not in ("childrens-hearings", "systems-review"))
    trafficking = Duty.objects.filter(work_stream__slug="child-trafficking")
    assert {(duty.page.title, duty.kind) for duty in trafficking} == {
        ("Belinda McEwan", "policy_lead"),
        ("Katrina McDonald", "support"),
    }


def test_six_key_messages():
    messages = KeyMessagePage.objects.order_by("path")
    assert len(messages) == 6
    for message in messages:
        assert message.summary
        assert message.body
        assert 0 < weighted_length(message.social_text) <= LIMIT


def test_messages_and_streams_do_not_pair_up():
    by_message = {message.slug: set(slugs(message.work_streams)) for message in KeyMessagePage.objects.all()}
    assert by_message == {
        "joined-up": {"childrens-hearings"},
        "helpful-structures": {"systems-review"},
        "workforce": {"leadership"},
        "families-and-neglect": {"neglect"},
        "open-and-learning": {"data-and-evidence", "inspections"},
        "listening": set(),
    }
    without = {slug for slug, _ in STREAMS if not stream(slug).key_messages.exists()}
    assert without == {"child-sexual-exploitation", "child-trafficking", "internet-safety"}


# Commitments


def test_twelve_recommendations_say_how_much_of_them_is_held():
    found = CommitmentPage.objects.filter(kind="recommendation").order_by("number")
    status = {page.number: page.text_status for page in found}
    assert status == {1: "held", 2: "partly_held", 3: "held"} | dict.fromkeys(range(4, 13), "not_held")
    for page in found:
        assert page.get_parent().slug == "systems-review"
        assert page.accepted_on == REPORTS_PUBLISHED
        assert page.source.isbn == "9781786528285"
        assert page.source_page == "page 69"
        assert bool(page.text) == (page.text_status != "not_held")


def test_known_recommendations_have_theme_and_area():
    found = CommitmentPage.objects.filter(kind="recommendation", theme__isnull=False).order_by("number")
    assert [(page.number, page.theme.slug, slugs(page.areas)) for page in found] == [
        (1, "leadership", ["whole-system"]),
        (2, "leadership", ["child-protection-committees"]),
        (3, "leadership", ["whole-system"]),
    ]
    assert slugs(Theme.objects) == ["leadership", "learning-culture", "shared-values"]
    assert slugs(SubjectArea.objects) == [
        "whole-system",
        "child-protection-committees",
        "registers-and-case-conferences",
        "case-reviews",
    ]


def test_only_actions_with_a_known_number_are_records():
    actions = CommitmentPage.objects.filter(kind="action")
    assert Counter(page.work_stream.slug for page in actions) == {
        "systems-review": 2,
        "neglect": 4,
        "child-sexual-exploitation": 1,
    }
    for slug, count in (("systems-review", 2), ("neglect", 4), ("child-sexual-exploitation", 1)):
        numbers = actions.filter(work_stream__slug=slug).order_by("number").values_list("number", flat=True)
        assert list(numbers) == list(range(1, count + 1)), "numbers start again in every stream"
    assert actions.get(work_stream__slug="child-sexual-exploitation").text_status == "partly_held"
    assert all(page.text for page in actions)


def test_progress_entries_are_dated_facts():
    entries = ProgressEntry.objects.order_by("date")
    assert entries.first().date == REPORTS_PUBLISHED
    assert not entries.filter(page__text_status="not_held").exists()
    assert all(entry.note for entry in entries)
    consultation = entries.get(page__work_stream__slug="neglect", status="complete")
    assert (consultation.page.number, consultation.date) == (4, datetime.date(2018, 11, 14))
    assert "221" in consultation.note
    assert entries.filter(page__kind="recommendation", page__number=1).last().date == datetime.date(2017, 6, 22)


# News and publications


def test_updates_that_are_known():
    found = {
        int(re.match(r"update-(\d+)$", page.slug)[1]): page.date
        for page in NewsPage.objects.filter(slug__startswith="update-", kind="update")
    }
    assert found == UPDATES
    assert not IssuePage.objects.exists(), "the newsletter archive begins empty"
    assert IssueIndexPage.objects.get().url_path == "/home/updates/"


@pytest.mark.parametrize(
    ("slug", "date", "kind"),
    [
        ("programme-announced", datetime.date(2016, 2, 25), "announcement"),
        ("reports-published", REPORTS_PUBLISHED, "report"),
        ("leadership-group-meets", datetime.date(2017, 6, 22), "announcement"),
        ("age-assessment-guidance", datetime.date(2018, 3, 22), "report"),
        ("section-12-consultation-closes", datetime.date(2018, 11, 14), "consultation"),
        ("eyes-open", datetime.date(2018, 6, 22), "campaign"),
    ],
)
def test_dated_news(slug, date, kind):
    page = NewsPage.objects.get(slug=slug)
    assert (page.date, page.kind) == (date, kind)


def test_publications():
    by_slug = {page.slug: page for page in PublicationPage.objects.all()}
    assert by_slug["still-everyones-job"].date == by_slug["programme-report"].date == REPORTS_PUBLISHED
    assert by_slug["still-everyones-job"].isbn == "9781786528285"
    strategy = by_slug["phase-two-communication-strategy"]
    assert (strategy.date, strategy.date_precision) == (datetime.date(2017, 5, 1), "month")
    assert all(page.official_address.startswith("https://") for page in by_slug.values())


# Terms, settings, plain pages


def test_abbreviations_are_explained():
    names = set(GlossaryTerm.objects.exclude(long_form="").values_list("name", flat=True))
    assert {"CPIP", "GIRFEC", "MACR", "COSLA", "SCRA", "CPC", "COG", "ICR", "SCR", "CSE", "CELCIS"} <= names
    assert GlossaryTerm.objects.filter(description="").count() == 0


def test_audiences_synonyms_and_organisations():
    assert {audience.slug for audience in Audience.objects.all()} == {
        *("leaders", "practitioners", "academics", "third-sector", "children-and-young-people", "parents-and-families"),
        "press",
        *(f"practitioners-in-{place}" for place in ("education", "health", "social-work", "the-police")),
    }
    assert "CSE" in Synonym.objects.get(slug="child-sexual-exploitation").words.splitlines()
    assert {"care-inspectorate", "education-scotland"} <= set(slugs(Organisation.objects))


def test_the_press_has_a_page_with_whom_to_ask_facts_and_news(client):
    page = AudiencePage.objects.get(slug="for-the-press")
    assert page.contact_point.kind == ContactKind.PRESS
    assert page.contact_point.address.startswith("https://www.gov.scot/")
    shown = BeautifulSoup(client.get("/for-the-press/").content, "html.parser").main
    assert [heading.get_text(strip=True) for heading in shown.select("h2[id]")][:3] == [
        "What to do",
        "Key facts",
        "What changed for you",
    ]
    assert shown.find("a", href="/news/reports-published/", string=re.compile("^Both reports published"))
    assert shown.find("a", href=page.contact_point.address)
    assert "For the press" in client.get("/contact/").content.decode()


def test_each_audience_but_professions_has_a_page_with_whom_to_ask():
    pages = {page.audience.slug: page for page in AudiencePage.objects.all()}
    assert set(pages) == {slug for slug in slugs(Audience.objects) if not slug.startswith("practitioners-in-")}
    assert all(page.body and (page.whom_to_ask or page.contact_point) for page in pages.values())


def test_the_team_is_a_contact_point_without_an_address_that_nobody_published():
    team = ContactPoint.objects.get(kind=ContactKind.TEAM)
    assert (team.name, team.kind, team.is_reached_directly) == ("Child Protection Team", "team", False)
    assert ProgrammeSettings.objects.get().team_contact == team


def test_signposts_say_whom_they_are_for_and_where_that_is_from():
    found = list(Signpost.objects.all())
    assert {"emergency-services", "childline", "police-scotland", "council-social-work"} <= {one.slug for one in found}
    for one in found:
        one.full_clean()
        assert one.source.startswith("https://"), one
        assert len(one.description) <= 300, one
    helped = {topic for one in found for topic in one.topics}
    assert helped == set(HelpTopic.values) - {HelpTopic.OTHER}
    for audience in set(HelpAudience) - {HelpAudience.ANYONE, HelpAudience.OTHER}:
        assert fitting(found, [audience]), audience
    known = [*usual_groups(), *HelpGroup.objects.all()]
    assert [f"{pointer.words}: {pointer.text}" for pointer in pointers(found, known)] == [
        "In danger now: 999",
        "Children and young people: Childline 0800 1111",
        "Worried about a child: Police Scotland 101",
    ]


def test_hub_settings_hold_no_invented_contact():
    hub = HubSettings.objects.get()
    assert (hub.contact_email, hub.contact_phone, hub.sender_email) == ("", "", "")
    assert hub.contact_name
    assert NewsletterSettings.objects.get().rhythm == 0
    assert SocialChannel.objects.get().handle == "@girfec"


def test_plain_pages():
    assert {"about", "accessibility", "privacy", "contact"} == set(slugs(StandardPage.objects))


def test_every_page_is_published_and_has_its_place():
    pages = Page.objects.filter(depth__gte=2)
    assert pages.exclude(live=True).count() == 0
    assert pages.filter(has_unpublished_changes=True).count() == 0
    home = pages.get(depth=2)
    in_menu = slugs(home.get_children().in_menu())
    assert in_menu == [
        "key-messages",
        "work-streams",
        "progress",
        "news",
        "publications",
        "groups",
        "events",
        "team",
        "updates",
        "for-practitioners",
    ]


# Things that must not be there


def test_no_furniture_of_another_site_in_the_text():
    for file in CONTENT.rglob("*.*"):
        assert "back to top" not in file.read_text(encoding="utf-8").lower(), file


def test_no_heading_without_text_below_it():
    for page in Page.objects.filter(depth__gte=2).specific():
        for field in (f for f in page._meta.get_fields() if isinstance(f, StreamField)):
            # A heading may be followed by a deeper one, but not by one of the same level or the end.
            levels = [
                block.value["level"] if block.block_type == "heading" else "" for block in getattr(page, field.name)
            ]
            for level, following in pairwise([*levels, "h2"]):
                assert not (level and following and following <= level), page


def test_no_mail_address_in_any_file_but_those_of_helplines():
    for file in set(CONTENT.rglob("*.*")) - {CONTENT / "snippets" / "signposts.toml"}:
        assert not re.search(r"[\w.]+@[\w-]+\.\w", file.read_text(encoding="utf-8")), file


def test_all_outside_links_are_secure():
    for file in CONTENT.rglob("*.*"):
        assert "http://" not in file.read_text(encoding="utf-8"), file


def test_all_models_of_the_programme_have_content_or_are_known_to_have_none():
    empty = {
        model.__name__
        for label in ("programme", "home")
        for model in apps.get_app_config(label).get_models()
        if not model.objects.exists()
    }
    # The programme calls everything by the product's usual words.
    usual = {"ProgrammeWords", "ReminderSettings"}
    imports = {"Intake", "IntakePage", "IntakeFile", "IntakeDocument", "IntakeProposal"}
    # The strategy states neither what proves the messages nor questions about them.
    unstated = {"ProofPoint", "MessageQuestion"}
    pages = {"EventPage", "EventMaterial", "Attachment", "MeetingPaper", "MeetingAction"}
    assert empty == pages | usual | imports | unstated
