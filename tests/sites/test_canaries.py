"""No list, search, feed, mail, file or form of one programme shows another: each has a word of its own, looked for in all."""

import json

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.core.serializers.json import DjangoJSONEncoder
from django.test import Client
from django.urls import set_script_prefix
from django.utils import timezone
from wagtail.models import GroupPagePermission

from cms.base.active_site import site_active
from cms.delivery import feeds
from cms.delivery.graphql.feed_formats import FORMATS
from cms.graphql.documents import stored_documents
from cms.graphql.schema import get_schema
from engagement.models import Feedback, FeedbackTheme
from newsletter.generator.editions import editions_of
from newsletter.models import IssuePage, Letter, MailingList, Snapshot, Subscription
from newsletter.people import agreements, letters, preferences, subscriptions, tokens
from newsletter.people.addresses import normalise
from newsletter.sending.errors import SendRefusedError
from newsletter.sending.messages import origin_of
from newsletter.sending.services import schedule
from programme.models import EventPage
from tests import factories
from tests.graphql.leaks.walker import Arguments, ask, documents
from tests.trees import Mould

from .canaries import COMMON, Programme, below, kinds_of_rows, lead_of, programme

WORDS = ("amberfinch", "birchgull", "cedarwren")


@pytest.fixture(scope="module")
def mould_of_three(moulds, django_db_blocker, tmp_path_factory) -> Mould:
    """The three programmes, built once for all tests of this module: that takes longer than most of the tests."""
    _, roles = moulds

    def make(tree) -> list[Programme]:
        roles.cast()
        sites = [tree.site, below(tree.site, "birch"), below(tree.site, "cedar")]
        return [programme(word, site) for word, site in zip(WORDS, sites, strict=True)]

    with django_db_blocker.unblock():
        return Mould.made(make, under=moulds[0], media=tmp_path_factory.mktemp("three"))


@pytest.fixture
def three(tree, mould_of_three) -> list[Programme]:
    """The default programme, and two below the first part of a path."""
    found = mould_of_three.cast()
    call_command("search", "rebuild", verbosity=0)
    return found


def others(word: str) -> list[str]:
    return [each for each in WORDS if each != word]


def leaks_in(text: str, word: str) -> list[str]:
    """Return the words of other programmes in a text, with what is around them."""
    return [text[max(0, text.index(each) - 80) : text.index(each) + 30] for each in others(word) if each in text]


def walk(client, found, paths, *, expects=True) -> dict[str, list[str]]:
    """Ask for every path on the programme's site. Return leaks by path; its own word must be somewhere."""
    leaks, own = {}, False
    for path in paths:
        answer = client.get(f"{found.prefix}{path}")
        text = answer.content.decode("utf-8", "replace") if not answer.streaming else ""
        own |= found.word in text
        if seen := leaks_in(text, found.word):
            leaks[path] = seen
    assert own is expects, "a walk that finds nothing of its own proves nothing"
    return leaks


def public_paths(found) -> list[str]:
    """Return the paths of pages and views for the public, without the part that names the programme."""
    top = found.site.root_page.url_path
    pages = ["/" + page.url_path[len(top) :] for page in found.pages]
    feed = [f"/feeds/{name}.atom" for name in feeds.kinds] + ["/feeds/all.atom", "/newsletter/issues.atom"]
    streams = [f"/feeds/work-streams/{page.slug}.atom" for page in found.pages if "stream" in page.slug]
    audiences = ["/feeds/audiences/everybody.atom", "/news/?audience=everybody"]
    files = [f"/graphql/{name}.{ending}" for name in stored_documents() for ending in FORMATS]
    views = ["/help/", "/feedback/", "/feeds/", "/robots.txt", "/sitemap.xml", "/site.webmanifest", "/nowhere/"]
    letters_ = ["/newsletter/subscribe/", "/newsletter/preferences/", "/newsletter/issues/1/1/print/"]
    calendars = ["/calendars/all.ics", "/calendars/events.ics", "/calendars/meetings.ics"]
    search = [
        f"/search/?query={COMMON}",
        f"/search/?query={COMMON[:-1]}a",
        *(f"/search/?query={word[:-2]}x" for word in WORDS),
        f"/search/suggest/?q={COMMON[:5]}",
        *(f"/search/suggest/?q={word[:4]}" for word in WORDS),
        "/search/opensearch.xml",
    ]
    return [*pages, *feed, *streams, *audiences, *files, *views, *letters_, *calendars, *search]


def test_every_kind_of_row_has_a_canary():
    expected = {"Bundle", "Contact", "Engagement", "Feedback", "FeedbackTheme", "LastMessage", "Letter", "MailingList"}
    expected |= {"ItemFigure", "TypedFigure", "Measure", "MeetingPack", "Objective", "PeriodReport", "SurveyQuestion"}
    expected |= {"FollowerNotice", "Following", "Intake", "ProgramProposal", "PlanItem", "Promise", "QuietPeriod"}
    expected |= {"SocialPost", "Webhook"}
    assert kinds_of_rows() == expected, "add the new kind to `canaries.rows_of`, and here"


def test_public_pages_feeds_searches_and_files(three, client):
    found = {each.word: walk(client, each, public_paths(each)) for each in three}
    assert found == {word: {} for word in WORDS}


def test_the_api(three):
    """Everything that the schema leads to, from each programme."""
    keys = [str(page.pk) for each in three for page in each.pages]
    arguments = Arguments(
        {
            "slug": sorted({page.slug for each in three for page in each.pages})[::4],
            "markdown": [COMMON],
            "query": [COMMON, *(f"{word[:-2]}x" for word in WORDS)],
            "prefix": [COMMON[:4], *(word[:4] for word in WORDS)],
            "path": ["/news/", "/birch/news/", "/cedar/news/"],
            "id": keys[::10],
            "event": [page.get_url() for page in EventPage.objects.all()],
            "ids": [keys[:20]],
            "number": [1],
            "kind": ["action"],
            "workStream": sorted({page.slug for each in three for page in each.pages})[::9],
            "group": sorted({page.slug for each in three for page in each.pages if "group" in page.url_path}),
            "date": ["2016-01-01"],
            "since": ["2016-01-01T00:00:00Z"],
        }
    )
    leaks = {}
    for each in three:
        own = False
        for name, document in documents(get_schema(), arguments):
            text = json.dumps(ask(get_schema(), document, each.site).data, cls=DjangoJSONEncoder)
            own |= each.word in text
            if seen := leaks_in(text, each.word):
                leaks[each.word, name] = seen
        assert own
    assert leaks == {}


LISTS = (
    *("", "feedback/", "feedback-themes/", "engagements/", "contacts/", "social-posts/"),
    *("promises/", "stakeholders/", "newsletter-lists/", "newsletter-subscribers/", "newsletter-subscriptions/"),
    *("newsletter-letters/", "newsletter-issues/", "newsletter-import/", "bundles/", "webhooks/", "news/", "calendar/"),
    *("newsletter-followings/", "surveys/"),
    *("events/", "work-streams/", "commitments/", "reports/broken-links/", "search-queries/", "reports/search/"),
    *("owner-reports/", "owner-reports/?show=all"),
    *("plan/", "plan/?by=message&unit=month", "plan-items/?export=csv"),
    *("plan-items/", "plan-items/new/", "quiet-periods/", "item-figures/"),
    *("objectives/", "measures/", "figures/", "period-reports/", "measures/new/", "figures/new/"),
    *("objectives/rows/news/", "objectives/rows/feedback/", "objectives/rows/engagements/"),
    *("engagements/new/", "social-posts/new/", "bundles/new/", f"search/?q={COMMON}", "record/", "reminders/"),
    *("feedback/?export=csv", "engagements/?export=csv", "social-posts/?export=xlsx", "snippets/cms/signpost/"),
)


def test_lists_and_forms_of_the_admin(three, admin_client):
    found = {each.word: walk(admin_client, each, [f"/admin/{path}" for path in LISTS]) for each in three}
    assert found == {word: {} for word in WORDS}


def test_records_of_another_programme_have_no_address(three, admin_client):
    birch, cedar = three[1:]
    with site_active(birch.site):
        strange = factories.FeedbackFactory(message="Of birch", email="ada@example.org")
        contact = factories.ContactFactory()
    for path in (f"feedback/edit/{strange.pk}/", f"feedback/answer/{strange.pk}/", f"contacts/edit/{contact.pk}/"):
        assert admin_client.get(f"{birch.prefix}/admin/{path}").status_code == 200
        assert admin_client.get(f"{cedar.prefix}/admin/{path}").status_code == 404


def test_a_lead_of_one_programme_sees_no_rows_of_another(three):
    """Rights to records hold at every address: those to pages decide."""
    birch = three[1]
    group = Group.objects.create(name="Leads of birch")
    group.permissions.set(Permission.objects.all())
    GroupPagePermission.objects.create(
        group=group, page=birch.site.root_page, permission=Permission.objects.get(codename="change_page")
    )
    client = Client()
    client.force_login(lead_of(birch, group))
    paths = [f"/admin/{path}" for path in LISTS]
    assert walk(client, birch, paths) == {}
    for each in (three[0], three[2]):
        for path in paths:
            text = client.get(f"{each.prefix}{path}").content.decode("utf-8", "replace")
            # The name of the site is on every page of the admin there.
            text = text.replace(f"Hub {each.word}", "")
            assert leaks_in(text, birch.word) == [], (each.prefix, path)


def test_the_organisations_own_site_has_a_column_with_the_programme(three, tree, admin_client):
    below(tree.site, "whole", spans=True)
    text = admin_client.get("/whole/admin/feedback/").content.decode()
    assert all(word in text for word in WORDS)
    assert "Birch" in text
    assert "Programme" in text


def test_new_rows_are_of_the_programme_at_whose_address_they_are_made(three, admin_client, client):
    birch = three[1]
    client.post("/birch/feedback/", {"message": "It blows", "page": "/birch/news/"})
    assert Feedback.objects.get(message="It blows").site == birch.site
    admin_client.post("/birch/admin/feedback-themes/new/", {"name": "Weather", "description": ""})
    assert FeedbackTheme.objects.get(name="Weather").site == birch.site


def test_letters_are_those_of_one_programme(three):
    """Somebody on lists of all gets letters with the names, links and lists of the one they wrote to."""
    address = normalise("everywhere@example.org")
    for each in three:
        with site_active(each.site):
            lists = list(MailingList.objects.filter(site=each.site))
            subscriptions.ask_to_join(address, lists, source="form", words=f"Words of {each.word}")
    for letter in Letter.objects.filter(kind="confirm").select_related("site__root_page"):
        each = next(one for one in three if one.site == letter.site)
        with site_active(letter.site):
            text = letters.compose(letter, letters.hub_settings(letter.site), timezone.now()).decode()
        plain = text.replace("=\r\n", "")
        assert each.word in plain
        assert leaks_in(plain, each.word) == []
        assert f"http://localhost{each.prefix}/newsletter/confirm/" in plain


def test_confirming_and_leaving_concern_one_programme(three):
    address = normalise("everywhere@example.org")
    for each in three:
        with site_active(each.site):
            subscriptions.ask_to_join(
                address, MailingList.objects.filter(site=each.site), source="form", words=f"Words of {each.word}"
            )
    person = Subscription.objects.filter(subscriber__normalised=address.normalised).first().subscriber
    with site_active(three[1].site):
        active = agreements.confirm(person.key)
    assert [one.mailing_list.site for one in active] == [three[1].site]
    with site_active(three[2].site):
        agreements.confirm(person.key)
        assert [one.site for one in preferences.lists_for(person)] == [three[2].site]
        agreements.end_all(person, "preferences")
    with site_active(three[1].site):
        assert [one.mailing_list.site for one in preferences.active_of(person)] == [three[1].site]


def test_the_preference_page_has_the_lists_of_its_programme(three, client):
    person = factories.SubscriberFactory()
    for mailing_list in MailingList.objects.all():
        factories.SubscriptionFactory(subscriber=person, mailing_list=mailing_list)
    for each in three:
        path = f"/newsletter/preferences/{tokens.PREFERENCES.token(person.key)}/"
        text = client.get(f"{each.prefix}{path}").content.decode()
        assert f"List {each.word}" in text
        assert [word for word in others(each.word) if f"List {word}" in text] == []


def test_issues_are_made_of_their_programme(three):
    for each in three:
        issue = IssuePage.objects.descendant_of(each.site.root_page).first()
        news = each.pages.filter(slug__contains="news", depth=4).first()
        issue.sections = [("section", {"heading": "News", "items": [{"page": news, "text": ""}]})]
        for edition in editions_of(issue).values():
            text = f"{edition.html}{edition.text}{edition.subject}"
            assert each.word in text
            assert leaks_in(text, each.word) == []
        origin = origin_of(issue, timezone.now())
        assert origin.sender_address == f"{each.word}@example.org"
        assert origin.subscribe_url == f"http://localhost{each.prefix}/newsletter/subscribe/"


def test_numbers_of_issues_are_counted_for_each_programme(three):
    first, birch, _ = three
    index = IssuePage.objects.descendant_of(first.site.root_page).first().get_parent()
    factories.IssueFactory(parent=index, number=9_000)
    assert IssuePage.next_number(first.site) == 9_001
    assert IssuePage.next_number(birch.site) < 9_000


def test_an_issue_goes_to_no_list_of_another_programme(three, admin_user):
    birch, cedar = three[1:]
    issue = IssuePage.objects.descendant_of(birch.site.root_page).first()
    snapshot = Snapshot.objects.create(issue=issue, revision_id=issue.latest_revision_id, approved_by=admin_user)
    with pytest.raises(SendRefusedError, match="a list of another programme"):
        schedule(snapshot, MailingList.objects.filter(site=cedar.site))


@pytest.fixture(autouse=True)
def no_prefix_left():
    yield
    set_script_prefix("/")
