"""What is withheld from past days is read nowhere, and what isn't meant stays as it was."""

import datetime
import json

import pytest
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction

from cms.history import spans, withheld
from cms.history.models import Withholding, WithholdingReason
from cms.history.past import as_of
from cms.history.tables import histories
from cms.visibility.content_version import ContentVersion
from programme.models import NewsPage, Topic
from tests import factories

from .clock import moment

pytestmark = pytest.mark.django_db

SECRET = "Quixotic"
NEWS = """query News($at: String) @asOf(at: $at) {
    news(first: 20) { totalCount nodes { title topics(first: 5) { nodes { name } } } } }"""


def of(thing, **more) -> Withholding:
    """Return a withholding of a thing, not yet carried out."""
    now = moment()
    given = {"until": now, "at": now, "reason": WithholdingReason.PRIVACY, "title": str(thing)} | more
    model = Page if isinstance(thing, Page) else type(thing)
    return Withholding(model=model._meta.label_lower, key=str(thing.pk), **given)


def titles(data, at) -> list[str]:
    return sorted(one["title"] for one in data(NEWS, at=at.isoformat())["news"]["nodes"])


def kept_texts(until: datetime.datetime) -> str:
    """Return all that the history may show of days before a moment, as one text."""
    found = []
    for one in histories().values():
        columns = ", ".join(f'"{column}"' for column in one.columns)
        shown = f'SELECT {columns} FROM "{one.name}" WHERE NOT history_withheld AND history_since < %s'  # noqa: S608
        found += spans.selected(shown, [until])
    return json.dumps(found, default=str)


def test_a_withdrawn_page_is_gone_from_every_day_and_others_stay(tree, data):
    page = factories.NewsFactory(parent=tree.news, title=f"{SECRET} affair", slug="quixotic-affair")
    factories.NewsFactory(parent=tree.news, title="Another")
    page.topics.add(Topic.objects.create(name="A topic", slug="a-topic"))
    page.save_revision().publish()
    before = moment()
    page.unpublish()
    between = moment()
    assert titles(data, before) == ["Another", f"{SECRET} affair"]
    token = ContentVersion.current()

    withheld.withhold(of(page))

    assert ContentVersion.current() != token, "kept answers of past days go"
    assert titles(data, before) == titles(data, between) == ["Another"]
    with as_of(before):
        assert not NewsPage.objects.filter(pk=page.pk).exists()


def test_the_words_of_a_deleted_page_are_nowhere_in_what_may_be_shown(tree):
    page = factories.NewsFactory(parent=tree.news, title=f"{SECRET} affair", slug="quixotic-affair", summary=SECRET)
    Redirect.objects.create(old_path="/quixotic", redirect_page=page, site=tree.site)
    page.change_note = f"About the {SECRET} affair"
    page.save_revision().publish()
    pk = page.pk
    assert SECRET in kept_texts(moment())
    assert "/quixotic" in kept_texts(moment())
    page.delete()
    gone = of(Page(pk=pk, title="x"))

    withheld.withhold(gone)

    shown = kept_texts(gone.until)
    assert SECRET not in shown
    assert "quixotic" not in shown


def test_what_is_published_again_later_is_shown_from_then_on(tree, data):
    page = factories.NewsFactory(parent=tree.news, title="Once")
    page.topics.add(Topic.objects.create(name="A topic", slug="a-topic"))
    page.save_revision().publish()
    before = moment()
    page.unpublish()
    withheld.withhold(of(page))

    Page.objects.get(pk=page.pk).specific.save_revision().publish()

    assert titles(data, before) == []
    (news,) = data(NEWS, at=timezone.now().isoformat())["news"]["nodes"]
    assert news["title"] == "Once"
    assert [topic["name"] for topic in news["topics"]["nodes"]] == ["A topic"], (
        "rows that didn't change are shown again too"
    )


def test_what_is_public_has_to_be_unpublished_first(tree, data):
    page = factories.NewsFactory(parent=tree.news, title="Public")
    topic = Topic.objects.create(name="A topic", slug="a-topic")

    with pytest.raises(withheld.NotWithheldError, match="It is public now. Unpublish it first"):
        withheld.withhold(of(page))
    with pytest.raises(withheld.NotWithheldError, match="It is public now. Unpublish it first"):
        withheld.withhold(of(topic))

    assert titles(data, timezone.now()) == ["Public"]
    assert not Withholding.objects.exists()


def test_versions_before_the_present_one_can_be_withheld_of_a_public_page(tree, data):
    page = factories.NewsFactory(parent=tree.news, title="First")
    first = moment()
    page.title = f"{SECRET} second"
    page.save_revision().publish()
    start = NewsPage.objects.get(pk=page.pk).last_published_at
    second = moment()
    page.title = "Third"
    page.save_revision().publish()
    end = withheld.present_since(page.pk)

    with pytest.raises(withheld.NotWithheldError, match="The present version is public since"):
        withheld.withhold(of(page, since=start))
    withheld.withhold(of(page, since=start, until=end))

    assert titles(data, first) == ["First"]
    assert titles(data, second) == []
    for _, since, _, _ in spans.states(NewsPage._meta.db_table, {page.pk}):
        for moved in (-1, 0):  # the former version isn't shown in the instant of a publication either
            assert f"{SECRET} second" not in titles(data, max(since + datetime.timedelta(milliseconds=moved), first))
    assert titles(data, timezone.now()) == ["Third"]


def test_a_branch_goes_with_its_page_and_a_page_that_left_it_stays(tree, data):
    top = factories.StandardPageFactory(parent=tree.home, title="Top")
    below = factories.StandardPageFactory(parent=top, title=f"{SECRET} below")
    left = factories.StandardPageFactory(parent=top, title="Left")
    together = moment()
    left.move(tree.home, pos="last-child")
    apart = moment()
    Page.objects.get(pk=top.pk).delete()

    withheld.withhold(of(top))

    def there(at):
        with as_of(at):
            return set(Page.objects.filter(pk__in=(top.pk, below.pk, left.pk)).values_list("pk", flat=True))

    assert there(together) == set()
    assert there(apart) == {left.pk}
    assert there(timezone.now()) == {left.pk}


def test_a_term_goes_from_the_pages_that_had_it(tree, data):
    page = factories.NewsFactory(parent=tree.news, title="News")
    topic = Topic.objects.create(name=SECRET, slug="a-topic")
    page.topics.add(topic)
    page.save()
    before = moment()
    gone = of(topic)
    topic.delete()

    withheld.withhold(gone)

    (news,) = data(NEWS, at=before.isoformat())["news"]["nodes"]
    assert news == {"title": "News", "topics": {"nodes": []}}


def test_a_picture_goes_and_the_page_that_showed_it_stays(tree, data):
    """The page has no picture then, as if that had been deleted; and has it again when it is shown again."""
    image = factories.ImageFactory(title=SECRET, description="A boat")
    page = factories.NewsFactory(parent=tree.news, title="News", image=image)
    before = moment()
    gone = of(image)
    NewsPage.objects.filter(pk=page.pk).update(image=None)
    image.delete()

    withheld.withhold(gone)

    query = "query Q($at: String) @asOf(at: $at) { news(first: 5) { nodes { title image { title } } } }"
    assert data(query, at=before.isoformat())["news"]["nodes"] == [{"title": "News", "image": None}]
    with as_of(before):
        assert NewsPage.objects.get(pk=page.pk).image is None
    withheld.lift(gone, None)
    assert data(query, at=before.isoformat())["news"]["nodes"] == [{"title": "News", "image": {"title": SECRET}}]


def test_a_withholding_is_lifted_unless_another_holds_the_same(tree, data):
    page = factories.NewsFactory(parent=tree.news, title="News")
    before = moment()
    page.unpublish()
    first, second = of(page), of(page, reason=WithholdingReason.LAW)
    withheld.withhold(first)
    withheld.withhold(second)

    withheld.lift(first, None)
    assert titles(data, before) == []
    withheld.lift(second, None)
    assert titles(data, before) == ["News"]
    with pytest.raises(withheld.NotWithheldError, match="lifted this meanwhile"):
        withheld.lift(second, None)


def test_what_is_erased_leaves_no_row_and_no_name(tree, data):
    page = factories.NewsFactory(parent=tree.news, title=f"{SECRET} affair", slug="quixotic")
    before = moment()
    page.delete()
    erasure = of(page, is_erasure=True)

    withheld.withhold(erasure)

    assert titles(data, before) == []
    table = histories()[Page._meta.db_table]
    assert not spans.states(table.table, {page.pk})
    assert SECRET not in str(Withholding.objects.values().get())
    with pytest.raises(withheld.NotWithheldError, match="can't be restored"):
        withheld.lift(erasure, None)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"until": datetime.datetime(2500, 1, 1, tzinfo=datetime.UTC)}, "The end is still to come"),
        ({"since": datetime.datetime(2500, 1, 1, tzinfo=datetime.UTC)}, "The end must come after the beginning"),
        ({"key": "999999"}, "Nothing is kept of it"),
    ],
)
def test_what_makes_no_sense_gets_a_sentence(tree, more, said):
    page = factories.NewsFactory(parent=tree.news)
    page.unpublish()
    wrong = of(page)
    for name, value in more.items():
        setattr(wrong, name, value)

    with pytest.raises(withheld.NotWithheldError, match=said):
        withheld.withhold(wrong)


def test_a_backup_from_before_does_not_bring_it_back(tree, data):
    """The restored database knows nothing of the withholding, and its history has the rows unmarked."""
    page = factories.NewsFactory(parent=tree.news, title="News")
    before = moment()
    page.unpublish()
    withheld.withhold(of(page))
    kept = withheld.remembered()
    Withholding.objects.all().delete()
    for one in histories().values():
        spans.run(f'UPDATE "{one.name}" SET history_withheld = false', [])  # noqa: S608  our names
    ContentVersion.renew()
    assert titles(data, before) == ["News"]

    assert withheld.remember(kept) == 1
    assert withheld.remember(kept) == 0

    assert titles(data, before) == []


@pytest.mark.parametrize("is_erasure", [False, True])
@pytest.mark.parametrize("how", ["unpublished", "restricted"])
def test_pages_below_are_as_public_as_they_were_when_versions_of_a_page_go(tree, data, client, how, is_erasure):
    below = factories.NewsFactory(parent=tree.news, title="Below")
    page = tree.news
    begin = moment()
    if how == "restricted":
        restriction = PageViewRestriction.objects.create(page=page, restriction_type="login")
        hidden = moment()
        restriction.delete()
    else:
        page.unpublish()
        hidden = moment()
        page.save_revision().publish()
    public = moment()
    type(page).objects.get(pk=page.pk).save_revision().publish()
    address = below.get_url()

    withheld.withhold(of(page, since=begin, until=public, is_erasure=is_erasure))

    found = {
        at: client.get(f"/as-at/{at.isoformat().replace('+00:00', 'Z')}{address}").status_code
        for at in (hidden, public)
    }
    assert found == {hidden: 404, public: 200}
    assert (titles(data, hidden), titles(data, public)) == ([], ["Below"])
    route = "query R($at: String, $path: String!) @asOf(at: $at) { route(path: $path) { page { title } } }"
    assert data(route, at=hidden.isoformat(), path=address)["route"] is None
    assert data(route, at=public.isoformat(), path=address)["route"]["page"]["title"] == "Below"


def test_versions_of_a_page_go_with_the_same_words_of_its_aliases(tree, data):
    page = factories.NewsFactory(parent=tree.news, title=f"{SECRET} affair", slug="affair")
    page.create_alias(parent=tree.news, update_slug="copy")
    before = moment()
    page.title = "Another"
    page.save_revision().publish()
    assert titles(data, before) == [f"{SECRET} affair"] * 2

    until = withheld.present_since(page.pk)
    withheld.withhold(of(page, since=before - datetime.timedelta(days=1), until=until))

    assert (titles(data, before), titles(data, moment())) == ([], ["Another", "Another"])
    assert SECRET not in kept_texts(until)


@pytest.mark.parametrize("is_erasure", [False, True])
def test_without_the_front_page_nothing_is_read_and_nothing_untrue_said(tree, gql, client, is_erasure):
    factories.NewsFactory(parent=tree.news, title="Below")
    begin = moment()
    page = tree.home.specific
    page.save_revision().publish()

    until = withheld.present_since(page.pk)
    withheld.withhold(of(page, since=begin, until=until, is_erasure=is_erasure))

    asked = {"query": NEWS, "variables": {"at": begin.isoformat()}}
    refused = client.post("/graphql/", json.dumps(asked), content_type="application/json")
    (error,) = refused.json()["errors"]
    assert error["message"] == "No programme can be read here as of that moment."
    for path in ("/", "/news/"):
        response = client.get(f"/as-at/{begin.isoformat().replace('+00:00', 'Z')}{path}")
        assert response.status_code == 404 and "set up" not in response.content.decode()
    assert "errors" not in gql(NEWS, at=moment().isoformat())
