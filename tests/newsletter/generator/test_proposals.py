"""Proposals for the next issue: all news of a period, in a fixed order, each once, and nothing from earlier issues."""

import datetime

import pytest
from django.utils import timezone

from cms.base.choices import Significance
from newsletter.generator.content import CEILING
from newsletter.generator.proposals import fill, propose, since_last_sent
from newsletter.models import IssuePage
from programme.choices import ProgressStatus
from programme.models import ProgressEntry
from tests import factories

from .conftest import DAY, SCOTLAND, SINCE, UNTIL, heading, section, sent

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


def titles(sections) -> dict[str, list[str]]:
    return {section.heading: [item.page.title for item in section.items] for section in sections}


def of_now(**keywords):
    """What was published within the last hour."""
    now = timezone.now()
    return propose(now - HOUR, now + HOUR, **keywords)


def publish(page, note="", significance=Significance.MAJOR):
    page.change_note, page.change_significance = note, significance
    page.save_revision().publish()


def test_groups_come_first_then_streams_in_their_order_then_the_rest_then_events_and_each_page_once(happened):
    assert titles(propose(SINCE, UNTIL)) == {
        "Leaders": ["Second meeting"],
        "Neglect": ["In both"],
        "Trafficking": ["A report", "Action 1"],
        "Also new": ["In neither"],
        "Coming events": ["A day"],
    }
    assert list(titles(propose(SINCE, UNTIL))) == ["Leaders", "Neglect", "Trafficking", "Also new", "Coming events"]


def test_a_period_is_half_open(tree, hub):
    before = datetime.date(2017, 12, 31)
    for day in (before, SINCE.date(), before.replace(2018, 2, 28), UNTIL.date()):
        factories.NewsFactory(parent=tree.news, title=str(day), date=day)
    assert titles(propose(SINCE, UNTIL)) == {"Also new": ["2018-02-28", "2018-01-01"]}


def test_a_progress_entry_is_told_by_its_sentence(happened):
    (item,) = [
        item for section in propose(SINCE, UNTIL) for item in section.items if item.page.kind == "CommitmentPage"
    ]
    assert item.text == "Complete since 1 February 2018. It is done."


def test_major_changes_are_told_with_their_note_and_minor_ones_are_not(tree, hub):
    news = factories.NewsFactory(parent=tree.news, title="Old news", date=datetime.date(2017, 1, 1))
    page = factories.StandardPageFactory(parent=tree.home, title="Contact")
    assert of_now() == []
    publish(news, "We got it wrong.", Significance.MINOR)
    assert of_now() == []
    publish(page, "The team has moved.")
    publish(page, "The team has moved again.")
    assert titles(of_now()) == {"Also new": ["Contact"]}
    assert [item.text for section in of_now() for item in section.items] == ["The team has moved again."]


def test_what_is_hidden_is_not_proposed(happened):
    happened["neither"].unpublish()
    assert "Also new" not in titles(propose(SINCE, UNTIL))


def test_what_an_issue_has_told_is_left_out_until_there_is_something_new(happened, tree):
    publish(happened["meeting"])
    issue = factories.IssueFactory(
        parent=tree.updates,
        sections=[section("Reported", happened["both"], happened["commitment"], happened["meeting"])],
    )
    send = sent(issue)
    rest = {"Trafficking": ["A report"], "Also new": ["In neither"], "Coming events": ["A day"]}
    assert titles(propose(SINCE, UNTIL)) == rest
    ProgressEntry.objects.create(
        page=happened["commitment"], date=DAY, status=ProgressStatus.STOPPED, note="After all, no."
    )
    publish(happened["meeting"], "The minutes are here.")
    now = timezone.now()
    assert titles(propose(SINCE, UNTIL))["Trafficking"] == ["A report", "Action 1"]
    (leaders,) = [each for each in propose(now - HOUR, now + HOUR) if each.heading == "Leaders"]
    assert [item.text for item in leaders.items] == ["The minutes are here."]
    send.started_at = None
    send.save()
    assert titles(propose(SINCE, UNTIL))["Neglect"] == ["In both"]


def test_all_is_read_however_much_there_is(tree, hub):
    number = CEILING + 5
    for each in range(number):
        factories.NewsFactory(parent=tree.news, title=f"News {each:03}", date=DAY)
    assert len(titles(propose(SINCE, UNTIL))["Also new"]) == number


def test_reading_costs_the_same_for_few_and_for_many(happened, tree, django_assert_num_queries):
    propose(SINCE, UNTIL)
    for number in (0, 54):
        for _ in range(number):
            factories.NewsFactory(parent=tree.news, date=DAY, work_streams=[happened["first"]])
            # Mentions in earlier issues; restrictions; streams, groups; changes; news and their streams; meetings and their
            # groups; publications and theirs; commitments, their streams and entries; events and theirs.
        with django_assert_num_queries(16):
            found = propose(SINCE, UNTIL, site=tree.site)
    assert sum(len(section.items) for section in found) == 60


def test_a_proposal_fills_a_draft_beside_what_the_editor_has_written(happened, tree):
    page = factories.IssueFactory(parent=tree.updates, sections=[heading("Mine"), section("Mine", happened["both"])])
    assert fill(page, propose(SINCE, UNTIL)) == 5
    page.save_revision()
    draft = IssuePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert [block.block_type for block in draft.sections] == ["heading", *["section"] * 5]
    assert [item["page"].title for block in draft.sections if block.block_type == "section" for item in block.value["items"]] == [
        "In both",
        "Second meeting",
        "A report",
        "Action 1",
        "In neither",
        "A day",
    ]  # fmt: skip
    texts = [item["text"] for block in list(draft.sections)[3:4] for item in block.value["items"]]
    assert texts == ["", "Complete since 1 February 2018. It is done."]
    assert fill(page, propose(SINCE, UNTIL)) == 0


def test_the_next_issue_looks_back_to_when_work_on_the_last_began(happened, tree, hub):
    now = datetime.datetime(2018, 3, 1, 12, tzinfo=SCOTLAND)
    assert now - since_last_sent(now) == datetime.timedelta(weeks=6)
    page = factories.IssueFactory(parent=tree.updates)
    due = timezone.now() + HOUR  # the page is published before
    sent(page, due)
    assert since_last_sent() == due
    begun = page.save_revision().created_at
    page.save_revision()
    assert since_last_sent() == begun


def test_a_period_that_ends_before_it_begins_is_refused(tree):
    with pytest.raises(ValueError, match="must end after"):
        propose(UNTIL, SINCE)
