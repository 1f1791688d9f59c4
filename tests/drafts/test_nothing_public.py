"""No sequence of requests by a token changes one byte that the public sees: until a person publishes, all is as before."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Revision

from cms.graphql.ids import encode, id_of
from cms.models import ContentVersion, WritingSettings
from programme.models import NewsPage
from tests import factories
from tests.admin.conftest import sign_in

pytestmark = pytest.mark.django_db
# Ids of requests on pages of failures, and secrets of forms.
VARIES = re.compile(rb'\b[0-9a-f]{32}\b|nonce="[^"]*"|csrfmiddlewaretoken" value="[^"]*"')
PATHS = (
    *("/", "/news/", "/news/there/", "/news/written/", "/about/", "/search/?q=written", "/search/suggest/?q=writ"),
    *("/feeds/all.atom", "/feeds/news.atom", "/calendars/all.ics", "/sitemap.xml", "/feeds/"),
)
QUERY = """{ pages(first: 100) { totalCount nodes { title path url } } news(first: 50) { nodes { title summary lastPublishedAt
  sources { title } body { __typename } workStreams { totalCount } } } search(query: "written") { totalCount }
  changes(since: "2016-01-01T00:00:00Z") { totalCount } suggest(prefix: "writ") { text }
  route(path: "/news/written/") { page { id } } }"""
WORDS = st.sampled_from(["Written", "There", "", "written " * 60])
NEWS = st.fixed_dictionaries(
    {},
    optional={
        "title": WORDS,
        "slug": st.sampled_from(["written", "there", ""]),
        "summary": WORDS,
        "date": st.sampled_from(["2026-11-02", "soonish", None]),
        "kind": st.sampled_from(["announcement", "nonsense"]),
        "showInMenus": st.booleans(),
        "searchWords": WORDS,
        "changeSignificance": st.sampled_from(["major", "minor"]),
        "sources": st.lists(st.fixed_dictionaries({"title": WORDS}), max_size=2),
        "body": st.lists(st.builds(lambda text: {"richText": {"text": {"markdown": text}}}, WORDS), max_size=3),
    },
)
GOOD = {"title": "Written", "summary": "Words.", "date": "2026-11-02", "kind": "announcement"}
WRITES = ("create", "change", "about", "home")
ACTS = ("submitDraft", "movePage", "copyPage", "commentOnDraft", "addToBundle")
STEPS = st.lists(st.tuples(st.sampled_from([*WRITES, *ACTS]), NEWS, st.booleans(), st.integers(0, 9)))


def shown(client, path: str) -> bytes:
    response = client.get(path)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return str(response.status_code).encode() + VARIES.sub(b"", body)


def public_side(client) -> dict[str, bytes]:
    sides = {path: shown(client, path) for path in PATHS}
    answer = client.post("/graphql/", {"query": QUERY}, content_type="application/json").content
    assert b'"errors"' not in answer, answer
    return sides | {"api": answer, "token": str(ContentVersion.objects.values().get()).encode()}


def acted(program, action, page, which, tree, bundles, **given):
    """Do something with a page that isn't writing its content, and return the payload."""
    if action == "copyPage":
        title = {"title": "Written", "slug": "written"} if which % 3 else {"title": "There"}
        return program.send(action, {"id": id_of(page), "parent": id_of(page.get_parent()), **title, **given})
    if action == "movePage":
        parents = [tree.news, tree.home, page.get_parent()]
        given |= {"parent": id_of(parents[which % 3])} | ({"position": which} if which % 2 else {})
    elif action == "commentOnDraft":
        given |= {"field": "title", "text": "Written"}
    elif action == "addToBundle":
        given |= {"bundle": encode("Bundle", bundles[which % len(bundles)].pk)}
    return program.act(action, page, **given)


@pytest.mark.parametrize("examples", [8, pytest.param(100, marks=pytest.mark.long)])
def test_what_the_public_sees_stays_byte_for_byte(examples, tree, roles, client, program_of):
    bundles = [factories.BundleFactory(state=state, site=tree.site) for state in ("writing", "approved", "scheduled")]
    page = factories.NewsFactory(parent=tree.news, title="There", slug="there")
    about = factories.StandardPageFactory(parent=tree.home, title="About", slug="about")
    for one in (page, about):
        one.save_revision().publish()
    WritingSettings.for_site(tree.site)  # made when it is first asked for
    program = program_of(sign_in("boss", superuser=True).user, budget=10_000_000)
    before = public_side(client)
    assert public_side(client) == before and b"There" in before["api"]
    counts = {"accepted": 0, "refused": 0}

    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(STEPS)
    def write(steps):
        for what, values, is_trial, which in steps:
            pages = list(NewsPage.objects.order_by("pk"))
            if what in ACTS:
                chosen = [*pages, about][which % (len(pages) + 1)]
                payload = acted(program, what, chosen, which, tree, bundles, dryRun=is_trial)
            elif what == "create":
                payload = program.create(tree.news, newsPage=values, dryRun=is_trial)
            elif what == "change":
                payload = program.change(pages[which % len(pages)], newsPage=values, dryRun=is_trial)
            else:
                target, kind = (about, "standardPage") if what == "about" else (tree.home, "homePage")
                values = {name: values[name] for name in ("title", "showInMenus", "sources") if name in values}
                payload = program.change(target, **{kind: values}, dryRun=is_trial)
            counts["refused" if payload["userErrors"] else "accepted"] += 1
        assert public_side(client) == before

    write()
    assert counts["accepted"] > 5 and counts["refused"] > 2, counts
    # Each of the others was accepted at least once as well, if only now.
    for action in ACTS:
        made = program.create(tree.news, newsPage=GOOD | {"slug": ""})
        drafted = NewsPage.objects.get(latest_revision=made["draft"]["version"]["id"])
        payload = acted(program, action, drafted, 3, tree, bundles[:1])
        assert payload["userErrors"] == [], (action, payload)
    assert public_side(client) == before
    assert NewsPage.objects.filter(live=True).count() == 1
    # The comparison sees a publication.
    NewsPage.objects.filter(slug="written").delete()
    made = program.create(tree.news, newsPage=GOOD)
    assert made["userErrors"] == [] and public_side(client) == before
    Revision.objects.get(pk=made["draft"]["version"]["id"]).publish()
    after = public_side(client)
    assert {name for name in after if after[name] == before[name]} <= {
        "/news/there/",
        "/about/",
        "/calendars/all.ics",
        "/feeds/",
    }
