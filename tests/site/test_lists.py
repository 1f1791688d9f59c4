"""Lists with filters, the team by area and on a day, groups with open actions, the front page."""

import datetime

import pytest

from cms.base.choices import ChangeKind, Significance
from cms.models import Change
from programme.models import Attachment, Duty, MeetingAction
from tests import factories


def words(soup) -> str:
    return " ".join(soup.get_text(" ").split())


def titles(soup) -> list[str]:
    return [words(title) for title in soup.main.select(".hub_entries__title")]


@pytest.fixture
def items(hub):
    """Two items in addition to “It began” of the present year, which belongs to Neglect."""
    other = factories.WorkStreamFactory(parent=hub["streams"], title="Hearings")
    topic = factories.TopicFactory(name="Research")
    old = {"parent": hub["news_index"], "date": datetime.date(2017, 3, 2)}
    factories.NewsFactory(title="Old report", kind="report", work_streams=[other], topics=[topic], **old)
    factories.NewsFactory(title="Old campaign", kind="campaign", work_streams=[other], **old)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["It began", "Old campaign", "Old report"]),
        ("stream=hearings", ["Old campaign", "Old report"]),
        ("stream=hearings&kind=report", ["Old report"]),
        ("topic=research", ["Old report"]),
        ("year=2017", ["Old campaign", "Old report"]),
        ("stream=neglect", ["It began"]),
        ("stream=&kind=", ["It began", "Old campaign", "Old report"]),
    ],
)
def test_news_is_filtered_by_address(items, read, query, found):
    assert titles(read(f"/news/?{query}")) == found


def test_a_filtered_list_says_what_is_set_and_how_to_take_it_away(items, read):
    soup = read("/news/?stream=hearings&kind=report")
    removing = {words(link): link["href"] for link in soup.select(".ds_facets a")}
    assert removing == {
        "Remove the filter “Work stream: Hearings”": "/news/?kind=report",
        "Remove the filter “Kind: Report published”": "/news/?stream=hearings",
        "Clear all filters": "/news/",
    }
    assert soup.find("details", class_="hub_filters").has_attr("open")
    assert soup.find("link", rel="canonical")["href"].endswith("/news/")


def options(soup, name: str) -> list[str]:
    return [words(option) for option in soup.find(id=f"filter-{name}").find_all("option")]


def test_a_list_is_filtered_by_what_something_public_has(items, hub, read):
    topic = factories.TopicFactory(name="Unused")
    hidden = {"parent": hub["news_index"], "live": False, "topics": [topic], "kind": "consultation"}
    factories.NewsFactory(**hidden, date=datetime.date(2011, 1, 1))
    soup = read("/news/")
    assert options(soup, "year") == ["All years", str(hub["news"].date.year), "2017"]
    assert "Research" in options(soup, "topic")
    assert "Unused" not in options(soup, "topic")
    assert options(soup, "kind") == ["All kinds", "Blog round-up", "Report published", "Campaign"]
    assert options(soup, "stream") == ["All work streams", "Neglect", "Hearings"]


@pytest.mark.parametrize("value", ["nonsense", "x" * 10_000, "<script>", "\x00", "’; DROP TABLE"])
@pytest.mark.parametrize("name", ["stream", "topic", "kind", "year"])
def test_what_a_list_does_not_know_is_left_out_with_a_sentence(items, client, name, value):
    response = client.get("/news/", {name: value})
    assert response.status_code == 200
    text = response.content.decode()
    assert "so we ignored it" in text
    assert "It began" in text
    assert "\x00" not in text
    assert "<script>”" not in text
    assert "x" * 100 not in text


def test_nothing_that_fits_is_said(items, read):
    assert "Nothing matches these filters" in words(read("/news/?stream=neglect&year=2017").main)


def test_pages_of_a_filtered_list_keep_the_filter(items, hub, read):
    for _ in range(21):
        factories.NewsFactory(parent=hub["news_index"], kind="campaign")
    soup = read("/news/?kind=campaign")
    assert "22 news items, 1 to 20 on this page" in words(soup.main)
    assert "?kind=campaign&page=2" in [link["href"] for link in soup.select(".ds_pagination a")]
    assert len(titles(read("/news/?kind=campaign&page=2"))) == 2


def test_a_year_that_nobody_meant_keeps_no_list_from_being_shown(hub, read):
    """One that bypassed the forms, in a loaded file for example. PostgreSQL allows 1 664 columns in a statement."""
    factories.NewsFactory(parent=hub["news_index"], title="Of long ago", date=datetime.date(218, 3, 1))
    assert "Of long ago" in read(hub["news_index"]).main.get_text()


def test_publications_name_their_files_with_type_size_and_pages(hub, read):
    Attachment.objects.create(page=hub["publication"], document=factories.DocumentFactory(pages=3), title="The table")
    seen = words(read("/publications/?kind=report").main)
    assert "The table (TXT, 13 bytes, 3 pages)" in seen
    assert "another format" in seen


def test_events_are_filtered_whether_past_or_to_come(hub, read, in_a_week):
    hour = datetime.timedelta(hours=1)
    factories.EventFactory(parent=hub["events"], title="Ahead", start=in_a_week, end=in_a_week + hour)
    soup = read("/events/?stream=neglect")
    assert "A day" in titles(soup)
    assert "Ahead" not in titles(soup)
    assert "Ahead" in titles(read("/events/"))


# The team


def test_the_team_is_shown_by_area_in_the_order_of_the_streams(hub, read):
    area = factories.PolicyAreaFactory(name="Participation")
    Duty.objects.create(page=hub["profile"], kind="adviser", policy_area=area)
    soup = read("/team/?by=area")
    assert [words(h2) for h2 in soup.main.find_all("h2")] == ["Neglect", "Participation", "How to contact the team"]
    assert "Ada Bell : Policy lead" in words(soup.main)


def test_the_team_of_another_day_is_who_had_what_then(hub, read):
    gone = factories.TeamProfileFactory(
        parent=hub["team"], given_name="Gil", family_name="Hay", left_on=datetime.date(2018, 1, 1)
    )
    came = factories.TeamProfileFactory(parent=hub["team"], given_name="Eve", family_name="Fox")
    Duty.objects.create(page=gone, kind="support", work_stream=hub["stream"], end=datetime.date(2018, 1, 1))
    Duty.objects.create(page=came, kind="adviser", work_stream=hub["stream"], start=datetime.date(2019, 1, 1))
    then = words(read("/team/?as-at=1/6/2017").find("table"))
    assert "as at 1 June 2017" in then
    assert "Gil Hay" in then
    assert "Eve Fox" not in then
    now = words(read("/team/").find("table"))
    assert "Gil Hay" not in now
    assert "Eve Fox" in now


def test_a_bad_day_of_the_team_is_explained(hub, read):
    soup = read("/team/?as-at=soon&by=area")
    assert "“soon” can’t be read as a date" in words(soup.find(id="as-at-error"))
    assert soup.find("input", attrs={"name": "by"})["value"] == "area"
    assert "Ada Bell" in words(soup.main)


# Groups


def test_open_actions_of_all_meetings_stand_at_the_group(hub, read):
    second = factories.MeetingFactory(parent=hub["group"], date=datetime.date(2017, 9, 21))
    MeetingAction.objects.create(page=second, number=1, text="Ask the committees", state="open")
    MeetingAction.objects.create(page=second, number=2, text="Already done", state="done")
    table = words(read(hub["group"]).find("h2", id="section-open-actions").find_next("table"))
    assert table.index("Ask the committees") < table.index("Write it down")
    assert "Already done" not in table
    factories.MeetingFactory(parent=hub["group"], live=False)
    second.live = False
    second.save()
    assert "Ask the committees" not in words(read(hub["group"]).main)


# The front page


def test_the_front_page_names_pages_that_changed(hub, read):
    for page, note, significance in (
        (hub["stream"], "Says who leads it.", Significance.MAJOR),
        (hub["group"], "A comma.", Significance.MINOR),
        (hub["news"], "Is among the news already.", Significance.MAJOR),
    ):
        Change.objects.create(
            page=page,
            site=page.get_site(),
            kind=ChangeKind.CHANGED,
            significance=significance,
            note=note,
            at=datetime.datetime(2018, 1, 1, tzinfo=datetime.UTC),
            path=page.url,
            page_type="x",
        )
    seen = words(read(hub["home"]).main)
    assert "Neglect 1 January 2018 Says who leads it." in seen
    assert "A comma." not in seen
    assert "Is among the news already." not in seen


def test_all_change_notes_stand_at_the_foot(hub, read):
    page = hub["stream"]
    page.save_revision().publish()
    for day, note in ((1, "First."), (2, "Second.")):
        Change.objects.create(
            page=page,
            site=page.get_site(),
            kind=ChangeKind.CHANGED,
            significance=Significance.MAJOR,
            note=note,
            at=datetime.datetime(2018, 1, day, tzinfo=datetime.UTC),
            path=page.url,
            page_type="x",
        )
    foot = read(page).find("div", class_="hub_changes")
    assert "What changed on 2 January 2018: Second." in words(foot)
    assert [words(note) for note in foot.find_all("dd")] == ["Second.", "First."]
    assert "Show all 2 changes" in words(foot.summary)


# A work stream


def test_a_stream_shows_its_next_events_soonest_first_and_its_last_ones_latest_first(hub, read, in_a_week):
    hour = datetime.timedelta(hours=1)
    for number in range(1, 8):
        for title, start in (
            (f"Ahead {number}", in_a_week + number * hour),
            (f"Over {number}", datetime.datetime(2018, 1, number, tzinfo=datetime.UTC)),
        ):
            factories.EventFactory(
                parent=hub["events"], title=title, start=start, end=start + hour, work_streams=[hub["stream"]]
            )
    found = [title for title in titles(read(hub["stream"])) if title.startswith(("Ahead", "Over"))]
    # The hub has another event, which ended later than these.
    assert found == [f"Ahead {number}" for number in range(1, 6)] + [f"Over {number}" for number in range(7, 3, -1)]


def test_a_stream_leads_to_all_that_belongs_to_it(hub, read):
    addresses = [link["href"] for link in read(hub["stream"]).main.find_all("a")]
    assert {"/news/?stream=neglect", "/publications/?stream=neglect", "/progress/?stream=neglect"} <= set(addresses)
