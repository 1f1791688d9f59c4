"""Access tokens at the endpoint: who is let in, what they see, and that nobody else ever gets it."""

import datetime
import json
import re

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache as shared
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction, Site

from cms.accounts.roles import PROGRAMME_LEADS
from cms.base.restorations import Restoration
from cms.base.restorations import confirm as confirm_restoration
from cms.graphql import cache
from cms.models import AccessToken
from cms.tokens.models import is_well_formed, new_secret
from tests import factories
from tests.graphql.editors import person

NEWS = "{ news(first: 10) { totalCount nodes { title } } }"
ROUTE = '{ pages(first: 100) { totalCount nodes { title } } search(query: "badger") { totalCount } }'
READERS = "Readers"


@pytest.fixture(autouse=True)
def kept(settings):
    settings.GRAPHQL_CACHE = True
    cache.answers.forget()
    yield
    cache.answers.forget()


@pytest.fixture
def lead(roles):
    user = person("lead")
    user.groups.add(Group.objects.get(name=PROGRAMME_LEADS), Group.objects.get_or_create(name=READERS)[0])
    return user


@pytest.fixture
def make(lead):
    """Make a token and return it with its secret."""

    def made(*scopes, groups=(READERS,), **fields):
        fields = {"expires_at": timezone.now() + datetime.timedelta(days=1), "budget": 1_000} | fields
        groups = Group.objects.filter(name__in=groups)
        return AccessToken.make(lead, name="Website", scopes=list(scopes), groups=groups, **fields)

    return made


@pytest.fixture
def ask(client):
    def asked(secret=None, query=NEWS, header="Bearer {}", **headers):
        headers |= {"authorization": header.format(secret)} if secret is not None else {}
        return client.get("/graphql/", {"query": query}, headers=headers)

    return asked


@pytest.fixture
def site(roles, tree):
    """One public news item, and others that are restricted in each way."""
    for name in ("public", "login", "password", "groups", "others", "draft"):
        page = factories.NewsFactory(parent=tree.news, title=f"Badger {name}", slug=name, live=name != "draft")
        if name in ("login", "password", "groups"):
            restriction = PageViewRestriction.objects.create(page=page, restriction_type=name, password="let-me-in")
            restriction.groups.set([Group.objects.get_or_create(name=READERS)[0]] if name == "groups" else [])
        elif name == "others":
            restriction = PageViewRestriction.objects.create(page=page, restriction_type="groups")
            restriction.groups.add(Group.objects.create(name="Others"))
    return tree


def titles(response) -> set[str]:
    return {node["title"].removeprefix("Badger ") for node in response.json()["data"]["news"]["nodes"]}


def refusal(response) -> tuple[int, str]:
    assert response["Cache-Control"] == "private, no-store"
    assert "ETag" not in response
    assert set(response.json()) == {"errors"}
    (error,) = response.json()["errors"]
    return response.status_code, error["extensions"]["code"]


def revoke(token):
    AccessToken.objects.filter(pk=token.pk).update(revoked_at=timezone.now())


# Who is let in


def test_the_secret_is_kept_as_a_hash_alone_and_has_a_form_that_scanners_know(lead, make):
    token, secret = make("read")
    assert re.fullmatch(r"hub_[0-9A-Za-z]{49}", secret) and is_well_formed(secret)
    assert secret.startswith(token.prefix) and secret not in json.dumps(list(AccessToken.objects.values()), default=str)
    other = "A" if secret[10] != "A" else "B"
    assert not is_well_formed(secret[:10] + other + secret[11:])  # so a chance likeness is no alarm
    # As GitHub's: CRC-32 of the random part in base 62. Leading digits are kept.
    assert is_well_formed("hub_" + "0" * 43 + "2CZclj")
    assert len({new_secret() for _ in range(100)}) == 100


def test_a_token_that_isnt_good_gets_a_code_and_no_data(lead, make, ask, django_assert_num_queries):
    token, secret = make("read")
    assert ask(secret).status_code == 200
    strange = ("", "hub_", "x" * 10_000, secret[:-1], secret[:-1] + "é", f"{secret} {secret}", new_secret()[:-1] + "~")
    for one in strange:
        with django_assert_num_queries(0):
            response = ask(one)
        assert refusal(response) == (401, "TOKEN_UNKNOWN")
        assert response["WWW-Authenticate"].startswith('Bearer realm="hub", error="invalid_token"')
    assert refusal(ask(new_secret())) == (401, "TOKEN_UNKNOWN")
    assert refusal(ask(make("read", expires_at=timezone.now())[1])) == (401, "TOKEN_EXPIRED")
    # Other schemes belong to others, such as the password of a test server.
    assert ask("dXNlcjpwYXNz", header="Basic {}").status_code == ask(secret, header="bearer {}").status_code == 200
    revoke(token)
    assert refusal(ask(secret)) == (401, "TOKEN_REVOKED")


def test_the_scope_and_the_site_must_fit(site, make, ask, settings):
    settings.ALLOWED_HOSTS = ["*"]
    response = ask(make("documents")[1])
    assert refusal(response) == (403, "WRONG_SCOPE")
    assert response["WWW-Authenticate"].endswith('error="insufficient_scope", '
        'error_description="This access token lacks the scope read.", scope="read"')  # fmt: skip
    token, secret = make("read:restricted", sites=[Site.objects.get()])
    assert "groups" in titles(ask(secret))
    other = Site.objects.create(hostname="other.example", root_page=site.news)
    token.sites.set([other])
    assert refusal(ask(secret)) == (403, "WRONG_SITE")
    # By the other's host the tree of the other alone is answered.
    assert ask(secret, ROUTE, host="other.example").json()["data"]["pages"]["totalCount"] == 4


def test_a_token_is_as_good_as_its_makers_rights(site, lead, make, ask):
    _, secret = make("read:restricted")
    assert titles(ask(secret)) == {"public", "login", "groups"}
    lead.groups.remove(Group.objects.get(name=READERS))
    assert titles(ask(secret)) == {"public", "login"}
    lead.groups.clear()
    assert refusal(ask(secret)) == (401, "TOKEN_REVOKED")
    type(lead).objects.update(is_superuser=True)
    assert titles(ask(secret)) == {"public", "login", "groups"}
    type(lead).objects.update(is_active=False)
    assert refusal(ask(secret)) == (401, "TOKEN_REVOKED")
    lead.delete()
    assert refusal(ask(secret)) == (401, "TOKEN_REVOKED")


def test_on_a_restored_hub_no_token_is_good_until_somebody_confirms(site, lead, make, ask):
    _, secret = make("read")
    Restoration.objects.create(restored_at=timezone.now(), backed_up_at=timezone.now())
    assert refusal(ask(secret)) == (401, "TOKEN_HELD")
    confirm_restoration(lead)
    assert ask(secret).status_code == 200


# What it costs


def test_a_token_costs_one_statement_and_its_use_is_noted_once_an_hour(site, make, ask):
    def statements(one=None):
        with CaptureQueriesContext(connection) as asked:
            assert ask(one).status_code == 200
        return len(asked)

    token, secret = make("read")
    _, more = make("read:restricted", sites=[Site.objects.get()])
    assert token.last_used_at is None
    for one in (None, secret, more):
        ask(one)
    token.refresh_from_db()
    used = token.last_used_at
    assert used is not None
    cache.answers.forget()
    uncached = statements()
    assert (statements(), statements(secret), statements(more)) == (1, 2, uncached + 1)
    cache.answers.forget()
    assert statements(secret) == uncached + 1
    token.refresh_from_db()
    assert token.last_used_at == used
    AccessToken.objects.update(last_used_at=used - datetime.timedelta(hours=1))
    assert statements(secret) == 3
    token.refresh_from_db()
    assert token.last_used_at > used


def test_a_budget_is_counted_by_token_not_by_network(site, make, ask, settings):
    settings.GRAPHQL_BUDGET = 30
    _, small = make("read:restricted", budget=30)
    _, large = make("read:restricted", budget=10_000)
    assert [ask(small).status_code for _ in range(3)] == [200, 200, 429]  # nothing of it is kept
    assert refusal(ask(small)) == (429, "OVER_BUDGET")
    assert "This access token asked for more than 30 objects" in ask(small).json()["errors"][0]["message"]
    assert {ask(large).status_code for _ in range(5)} == {200}
    # The network's own budget is untouched, and spent apart.
    assert [ask(None, f"{NEWS}# {n}").status_code for n in range(3)] == [200, 200, 429]
    assert ask(large).status_code == 200


# What it sees, and that nobody else gets it


def test_a_token_sees_what_its_groups_may_see_and_no_more(site, make, ask):
    assert titles(ask()) == titles(ask(make("read")[1])) == {"public"}
    assert titles(ask(make("read:restricted")[1])) == {"public", "login", "groups"}
    # A group to which the maker doesn't belong opens nothing.
    assert titles(ask(make("read:restricted", groups=["Others"])[1])) == {"public", "login"}
    PageViewRestriction.objects.create(page=site.news, restriction_type="password", password="let-me-in")
    assert titles(ask(make("read:restricted")[1])) == set()


@pytest.mark.parametrize("first", ["token", "anonymous"])
def test_nothing_that_a_token_saw_is_answered_to_anybody_else(site, make, ask, first):
    """In both orders: the kept answers, the client's ETag, and what caches on the way are allowed."""
    _, secret = make("read:restricted")
    order = [secret, None] if first == "token" else [None, secret]
    answers = {one: ask(one) for one in order}
    private, public = answers[secret], answers[None]
    assert (titles(public), titles(private)) == ({"public"}, {"public", "login", "groups"})
    # CDNs and browsers
    assert (private["Cache-Control"], private["Vary"]) == (
        "private, no-store",
        "Accept, Accept-Encoding, Authorization",
    )
    assert not {"ETag", "Surrogate-Key", "Last-Modified", "Expires"} & set(private.headers)
    assert (
        public["Cache-Control"].startswith("public, max-age=")
        and public["Vary"] == "Accept, Accept-Encoding, Authorization"
    )
    # The ETag of the public opens nothing to a token, and a token gets none of its own.
    assert titles(ask(secret, **{"if-none-match": public["ETag"]})) == {"public", "login", "groups"}
    assert titles(ask(secret, **{"if-none-match": "*"})) == {"public", "login", "groups"}
    assert ask(None, **{"if-none-match": public["ETag"]}).status_code == 304
    # The same bytes as before, from the kept answers, no matter who asked in between.
    again = ask()
    assert (again.content, again["ETag"]) == (public.content, public["ETag"])
    assert b"Badger groups" not in repr([cache.answers._own._kept, cache.answers._strangers._kept]).encode()
    assert b"Badger groups" not in repr(vars(shared)).encode()
    # Other tokens, and a POST.
    assert titles(ask(make("read")[1])) == {"public"}
    assert titles(ask(make("read:restricted", groups=[])[1])) == {"public", "login"}
    assert titles(ask(secret)) == {"public", "login", "groups"}


def test_a_token_that_only_reads_gets_the_publics_bytes(site, make, ask):
    _, secret = make("read", "documents")
    own = ask(secret)
    public = ask()
    assert (own.content, own["ETag"], own["Cache-Control"]) == (public.content, public["ETag"], public["Cache-Control"])
    assert ask(secret, **{"if-none-match": public["ETag"]}).status_code == 304


def test_lists_totals_and_the_search_of_the_public_stay_as_they_are(site, make, ask):
    """Facts are kept for a period: those of a token, with its groups, apart from the public's."""
    _, secret = make("read:restricted")

    def totals(one):
        answer = ask(one, ROUTE).json()["data"]
        return answer["pages"]["totalCount"], answer["search"]["totalCount"]

    before = totals(secret)
    public = totals(None)
    assert (before[0] - public[0], before[1] - public[1]) == (2, 2)
    assert (totals(secret), totals(None)) == (before, public)


def test_a_token_lifts_no_limit_and_gets_no_other_errors(site, make, ask, client, settings):
    secret = make("read:restricted", "read:drafts", budget=10**6)[1]
    settings.GRAPHQL_MAX_COST = 500
    too_much = "{ news(first: 100) { nodes { workStreams(first: 100) { nodes { title } } } } }"
    header = {"authorization": f"Bearer {secret}"}
    for query, code in (
        (too_much, "TOO_COSTLY"),
        ("{ nothing }", "INVALID_DOCUMENT"),
        ("{" * 1_000, "INVALID_DOCUMENT"),
    ):
        assert refusal(ask(secret, query))[1] == refusal(ask(None, query))[1] == code
    for body in (b"\0", b"[]", b'{"query": "\xff"}', b"[" * 200_000):
        answers = [client.post("/graphql/", body, "application/json", headers=one) for one in (header, {})]
        assert {refusal(one) for one in answers} == {(400, "BAD_REQUEST")}
    settings.GRAPHQL_STORED_ONLY = True
    assert refusal(ask(secret)) == (403, "STORED_ONLY")


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER\t", "Bearer  ", "Token", "Bearer,", "Bearer Bearer"])
def test_any_header_is_answered_with_a_code_or_ignored(site, make, ask, scheme):
    """A token in a form that RFC 6750 doesn't know is no token: never an error of the hub, and never the token's rights."""
    response = ask(make("read:restricted")[1], header=scheme + " {}")
    if scheme.strip().lower() == "bearer" and "\t" not in scheme:
        assert titles(response) == {"public", "login", "groups"}
    elif scheme.startswith("Bearer "):
        assert refusal(response) == (401, "TOKEN_UNKNOWN")
    else:
        assert response.status_code in (200, 401) and b"groups" not in response.content
