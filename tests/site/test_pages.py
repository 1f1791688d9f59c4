"""Every page type works, and its page is sound: one main heading, nothing empty, nothing from third parties."""

import datetime
import re

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from wagtail.models import Page, Site, get_page_models

from cms.base.choices import ChangeKind, DatePrecision, Significance
from cms.delivery.seo import introducing
from cms.models import Change
from programme.choices import CountedThing, MeetingState, ProgressStatus, TextStatus
from programme.models import (
    CommitmentPage,
    Duty,
    GroupPage,
    MeetingPage,
    ProgrammeSettings,
    ProgressEntry,
    StatedCount,
    TeamProfilePage,
    WorkStreamPage,
)
from tests import factories

PAGES = {model.__name__: model for model in get_page_models() if model is not Page}


def words(soup) -> str:
    return " ".join(soup.get_text(" ").split())


def test_every_page_type_is_looked_at(hub):
    assert {type(page) for page in hub.values()} == set(PAGES.values())


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_sound(name, hub, read):
    page = next(page for page in hub.values() if type(page) is PAGES[name])
    soup = read(page)

    assert [h1.get_text(strip=True) for h1 in soup.find_all("h1")] == [page.title]
    # Two groups may meet on one day.
    title = {"HomePage": "Home", "MeetingPage": "First meeting – Leaders"}.get(name, page.title)
    assert " ".join(soup.title.get_text().split()) == f"{title} – The hub"
    assert soup.html["lang"] == "en-GB"
    assert soup.find("link", rel="canonical")["href"].endswith(page.url)
    assert soup.find("a", class_="ds_skip-links__link")["href"] == "#main-content"
    assert "Need help?" in words(soup)
    assert bool(soup.find("ol", class_="ds_breadcrumbs")) == (name != "HomePage")
    for heading in soup.find_all(re.compile("^h[1-6]$")):
        assert heading.get_text(strip=True)
    ids = [element["id"] for element in soup.find_all(id=True)]
    assert len(ids) == len(set(ids))
    for link in soup.find_all("a"):
        assert link.get_text(strip=True) or link.find("img"), link
        assert "click here" not in link.get_text().lower()
    for anchor in soup.find_all("a", href=re.compile("^#")):
        assert soup.find(id=anchor["href"][1:]), anchor
    # Nothing from third parties; `test_policy` checks that nothing is inline.
    assert all(link["href"].startswith("/static/") for link in soup.find_all("link", rel=["stylesheet", "icon"]))
    assert all(image["src"].startswith("/") for image in soup.find_all("img"))


def test_sections_that_have_nothing_are_not_there(tree, read):
    """A stream may have no lead, message, commitment or news; an announced list may be empty."""
    stream = factories.WorkStreamFactory(parent=tree.streams)
    soup = read(stream)
    assert [h2.get_text(strip=True) for h2 in soup.main.find_all("h2")] == [
        *("Who leads this work", "Follow this page")
    ]
    assert "Lead to be confirmed" in words(soup)


def test_a_stream_names_its_leads_with_the_day_that_is_true_for(hub, read):
    second = factories.TeamProfileFactory(parent=hub["team"], given_name="Eve", family_name="Fox")
    former = factories.TeamProfileFactory(parent=hub["team"], given_name="Gil", family_name="Hay")
    Duty.objects.create(page=second, kind="support", work_stream=hub["stream"])
    Duty.objects.create(page=former, kind="policy_lead", work_stream=hub["stream"], end=datetime.date(2017, 1, 1))
    # Who leads isn't named again with the others.
    Duty.objects.create(page=hub["profile"], kind="support", work_stream=hub["stream"])
    seen = words(read(hub["stream"]).main)
    assert "Ada Bell , policy lead (as at 1 May 2017)" in seen
    assert "Others who work on this: Eve Fox , support (as at 1 May 2017)" in seen
    assert "Gil Hay" not in seen
    facts = words(read(hub["stream"]).select_one(".ds_page-header__metadata"))
    assert "Lead Ada Bell" in facts
    assert "Eve Fox" not in facts


def test_a_commitment_has_the_status_of_its_newest_entry_up_to_today(hub, read, in_a_week):
    commitment = hub["commitment"]
    ProgressEntry.objects.create(page=commitment, date=datetime.date(2018, 2, 1), status="complete", note="Done.")
    ProgressEntry.objects.create(page=commitment, date=in_a_week.date(), status="stopped", note="Not yet true.")
    seen = words(read(commitment).main)
    assert seen.count("Complete since 1 February 2018") == 1, "under the title alone"
    assert "Report (2017) , page 69" in seen
    assert "Not yet true." not in seen
    table = read(hub["stream"]).find("table", class_="hub_commitments")
    assert "What was promised Complete 1 February 2018 Done." in words(table)
    assert words(table.find("th", scope="row")) == "Action 1"


@pytest.mark.parametrize("status", ProgressStatus)
def test_every_status_is_said_in_words(status, hub, read):
    ProgressEntry.objects.create(page=hub["commitment"], date=datetime.date(2018, 2, 1), status=status, note="A note.")
    assert f"{status.label} since 1 February 2018" in words(read(hub["commitment"]).main)
    assert status.label in words(read(hub["stream"]).find("table", class_="hub_commitments"))


def test_wording_that_is_not_held_is_said_to_be_missing(hub, read):
    missing = factories.CommitmentFactory(parent=hub["stream"], number=2, text="", text_status=TextStatus.NOT_HELD)
    assert "We don't have the wording of this yet." in words(read(missing).main)
    assert "Nothing about progress is recorded here." in words(read(missing).main)
    assert "We don't have the wording of this yet." in words(read(hub["stream"]).main)


def test_a_date_known_to_the_month_has_no_day(hub, read):
    meeting = factories.MeetingFactory(
        parent=hub["group"],
        title="Winter meeting",
        date=datetime.date(2017, 12, 1),
        date_precision=DatePrecision.MONTH,
        state=MeetingState.HELD,
    )
    report = factories.PublicationFactory(
        parent=hub["publications"],
        title="Winter report",
        date=datetime.date(2017, 12, 1),
        date_precision=DatePrecision.MONTH,
    )
    for page in (meeting, report, hub["group"], hub["publications"]):
        seen = words(read(page).main)
        assert "December 2017" in seen
        assert "1 December 2017" not in seen
    assert "Winter meeting (December 2017): no published minutes known to us" in words(read(hub["group"]).main)


def test_a_group_shows_its_next_meeting_and_a_closed_one_says_so(hub, read, in_a_week):
    group = hub["group"]
    factories.MeetingFactory(parent=group, title="Next one", date=in_a_week.date(), state=MeetingState.PLANNED)
    later = in_a_week.date() + datetime.timedelta(days=30)
    factories.MeetingFactory(parent=group, title="The one after", date=later, state=MeetingState.PLANNED)
    soup = read(group)
    assert soup.find(id="section-next-meeting").find_next("a").get_text() == "Next one"
    assert "The one after" in words(soup.main)
    closed = factories.GroupFactory(
        parent=hub["groups"],
        title="Old group",
        closed_on=datetime.date(2016, 12, 31),
        closing_reason="Its report is out.",
    )
    assert "This group was closed on 31 December 2016. Its report is out." in words(read(closed).main)
    index = read(hub["groups"])
    assert index.find(id="section-closed").find_next("a").get_text() == "Old group"


def test_every_page_has_a_description_even_if_nothing_introduces_it(hub, read):
    for page in hub.values():
        type(page).objects.filter(pk=page.pk).update(**dict.fromkeys(introducing(type(page)), ""))
    for name, page in hub.items():
        found = read(page).head.find_all("meta", attrs={"name": "description"})
        assert [bool(tag["content"].strip()) for tag in found] == [True], name


def test_words_of_the_system_are_not_shown(hub, read):
    hub["stream"].other_names = "Child neglect"
    hub["stream"].save()
    for name, page in hub.items():
        seen = words(read(page).main)
        assert not re.search(r"\bOrigin\b|Also called", seen), name


def test_the_team_is_listed_by_seniority_without_those_who_left(hub, read):
    TeamProfilePage.objects.filter(pk=hub["profile"].pk).update(left_on=datetime.date(2018, 1, 1))
    factories.TeamProfileFactory(parent=hub["team"], given_name="Zoe", family_name="Young")
    factories.TeamProfileFactory(parent=hub["team"], given_name="Amy", family_name="Ash")
    hub["team"].as_at = datetime.date(2017, 5, 1)
    hub["team"].save()
    soup = read(hub["team"])
    assert [link.get_text() for link in soup.select("tbody td:first-child a")] == ["Zoe Young", "Amy Ash"]
    assert "The team, as at 1 May 2017" in words(soup.caption)
    assert "Left the team 1 January 2018" in words(read(hub["profile"]).main)


def test_a_document_says_type_size_and_pages_in_its_link(hub, read):
    link = read(hub["publication"]).find("a", class_="ds_file-download__title")
    assert re.fullmatch(r"Document \d+ \(TXT, 13 bytes, 24 pages\)", link.get_text(strip=True))


def test_events_are_listed_by_what_is_still_to_come(hub, read, in_a_week):
    factories.EventFactory(
        parent=hub["events"], title="Next week", start=in_a_week, end=in_a_week + datetime.timedelta(hours=3)
    )
    soup = read(hub["events"])
    assert soup.find(id="section-coming").find_next("a").get_text() == "Next week"
    assert soup.find(id="section-past").find_next("a").get_text() == "A day"
    assert "Next week" in words(read(hub["home"]).find(id="section-coming-up").find_next("ul"))
    assert "This event has ended." in words(read(hub["event"]).main)


def test_a_day_is_that_of_the_place(hub, read):
    """In summer, 23:30 UTC is already tomorrow in the UK."""
    Change.objects.create(
        page=hub["group"],
        site=Site.objects.get(),
        kind=ChangeKind.CHANGED,
        significance=Significance.MAJOR,
        at=datetime.datetime(2024, 7, 1, 23, 30, tzinfo=datetime.UTC),
        note="Two members joined.",
        path="/",
    )
    assert "2 July 2024" in words(read(hub["home"]).find(string="Two members joined.").find_parent("li"))


def test_a_group_that_will_be_closed_is_still_followed(hub, read, in_a_week):
    GroupPage.objects.update(closed_on=in_a_week)
    assert read("/feeds/").find("a", href=f"/calendars/groups/{hub['group'].slug}.ics")


def test_long_lists_come_in_pages(hub, read):
    for number in range(25):
        factories.NewsFactory(parent=hub["news_index"], title=f"Item {number}")
    first, second = read("/news/"), read("/news/?page=2")
    assert len(first.select(".hub_entries__item")) == 20
    assert len(second.select(".hub_entries__item")) == 6
    assert second.find("link", rel="canonical")["href"].endswith("/news/?page=2")
    assert len(read("/news/?page=99").select(".hub_entries__item")) == 6
    assert len(read("/news/?page=zzz").select(".hub_entries__item")) == 20


def test_the_home_page_says_in_words_how_far_the_programme_is(hub, read):
    factories.CommitmentFactory(parent=hub["stream"], number=2)
    programme = ProgrammeSettings.objects.create(site=Site.objects.get())
    StatedCount.objects.create(programme=programme, thing=CountedThing.ACTIONS, number=35, source=hub["publication"])
    soup = read(hub["home"])

    def sums(soup) -> list[str]:
        return [" ".join(sentence.get_text().split()) for sentence in soup.main.select("span[data-sums]")]

    assert sums(soup) == [
        "Recorded so far for actions: 1 in progress; nothing is recorded for 1 of 2.",
        "Recorded so far: 1 in progress; nothing for 1 of 2",
    ]
    assert "Report refers to 35 actions; 2 of them are recorded here." in words(soup.main)
    assert "The latest entry is dated 1 May 2017." in words(soup.main)
    assert soup.find(id="rooted").h3
    for number in (1, 2):
        done = CommitmentPage.objects.get(number=number)
        ProgressEntry.objects.create(page=done, date=datetime.date(2018, 2, 1), status="complete", note="Done.")
    assert "Recorded so far for 2 actions: 2 complete." in sums(read(hub["home"]))


def test_pages_of_the_footer_are_linked_once_they_are_public(hub, read):
    def linked() -> list[str]:
        return [link.get_text(strip=True) for link in read(hub["home"]).footer.select(".ds_site-items a")]

    factories.GlossaryTermFactory()
    always = ["Feeds and calendars", "Past days of this site", "Give feedback"]
    assert linked() == ["Get help", "Glossary", "Contact", "You said, we did", *always]
    Page.objects.filter(pk__in=[hub["plain"].pk, hub["said"].pk]).update(live=False)
    assert linked() == ["Get help", "Glossary", *always]


def test_an_address_without_a_page_gets_help(hub, read):
    soup = read("/no-such-page/", status=404)
    assert soup.h1.get_text(strip=True) == "Page not found"
    assert "Need help?" in words(soup)
    assert soup.main.find("a", href="/feedback/")
    assert soup.find("meta", attrs={"name": "robots"})["content"] == "noindex"


def test_nobody_is_sent_to_subscribe_where_there_is_no_list(hub, read):
    for path in ("/", "/updates/"):
        assert not read(path).main.find("a", href="/newsletter/subscribe/")
    factories.MailingListFactory()
    for path in ("/", "/updates/"):
        assert read(path).main.find("a", href="/newsletter/subscribe/")


def test_a_password_page_tells_nothing_of_what_it_guards(hub, client):
    hub["news"].view_restrictions.create(restriction_type="password", password="let-me-in")
    content = client.get(hub["news"].url).content.decode()
    assert "Password needed" in content
    assert "It began" not in content


def test_a_page_that_was_never_saved_can_be_previewed(hub):
    """For a page without a key, rows without a target aren't taken for rows of the page."""
    Duty.objects.create(page=hub["profile"], kind="leads", title="Leads the programme")
    stream = WorkStreamPage(title="New", slug="new", summary="Not saved", origin="started")
    meeting = MeetingPage(title="New", slug="new-meeting", date=datetime.date(2017, 1, 1), state="held")
    for page, parent in ((stream, hub["streams"]), (meeting, hub["group"])):
        page.path, page.depth = Page._get_children_path_interval(parent.path)[1], parent.depth + 1
        page.set_url_path(parent)
        request = RequestFactory().get("/", headers={"host": "localhost"})
        response = page.serve_preview(request, "")
        content = response.render().content.decode()
        assert "<h1" in content
        assert "Ada Bell" not in content
        assert "It began" not in content


def test_an_editor_who_is_signed_in_gets_the_userbar_and_nobody_else(hub, client, admin_user):
    assert "wagtail-userbar" not in client.get("/").content.decode()
    client.force_login(admin_user)
    assert "wagtail-userbar" in client.get("/").content.decode()


def test_the_page_for_faults_needs_nothing():
    """It is shown when the database or the request may have failed."""
    assert "Something went wrong" in render_to_string("500.html")


def shares(page) -> dict[str, str]:
    return {meta["property"]: meta["content"] for meta in page.find_all("meta", property=True)}


def test_a_page_tells_social_networks_what_it_is(hub, read):
    image = factories.ImageFactory()
    image.make_renditions()
    news = factories.NewsFactory(parent=hub["news_index"], title="A “day”", summary="In short.", image=image)
    size = image.renditions.get(filter_spec="fill-1200x630")
    assert shares(read(news)) == {
        "og:title": "A “day”",
        "og:description": "In short.",
        "og:type": "article",
        "og:url": f"http://localhost{news.url}",
        "og:site_name": "The hub",
        "og:locale": "en_GB",
        "og:image": f"http://localhost{size.file.url}",
        "og:image:width": str(size.width),
        "og:image:height": str(size.height),
        "og:image:alt": image.description,
    }
    assert shares(read("/nowhere/", status=404)) == {}
