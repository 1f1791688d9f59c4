"""What a perspective opens: exactly the drafts that the token's maker may see, and nothing else that is hidden.

`test_leaks` walks every path as the public, `test_token_leaks` with the scopes. Here the rule is compared for every object, and
the lists of the schema are walked once.
"""

import copy
import datetime
import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.serializers.json import DjangoJSONEncoder
from django.test import RequestFactory
from django.utils import timezone
from grapple.registry import registry
from wagtail.models import DraftStateMixin, GroupPagePermission, Page, Site
from wagtail.signal_handlers import disable_reference_index_auto_update

from cms.accounts.roles import PROGRAMME_LEADS
from cms.graphql.schema import get_schema
from cms.models import AccessToken, HubDocument, HubImage
from cms.pages.viewer import visibility_of
from cms.perspectives import versions
from cms.perspectives.requests import perspective_of
from cms.tokens.scopes import READ_DRAFTS, READ_RESTRICTED
from cms.visibility.period import current_period
from cms.visibility.rule import Visibility
from tests import factories
from tests.admin.conftest import sign_in
from tests.graphql.leaks.asked import arguments
from tests.graphql.leaks.marks import MARK
from tests.graphql.leaks.secret_site import WAYS, SecretSite, hide
from tests.graphql.leaks.walker import ask, documents
from tests.graphql.test_token_leaks import owner_of, registry_model, seen

# As drafts. The others are hidden for another reason, so a draft of them is, too.
DRAFTED = {"draft", "scheduled", "early"}


@pytest.fixture
def site(tree, roles, settings, secret_sites, each_text_once) -> SecretSite:
    settings.WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database", "AUTO_UPDATE": False}}
    with disable_reference_index_auto_update():
        return secret_sites.of("restricted", tree, ("draft", "group"))


@pytest.fixture
def singles(site) -> dict[str, Page]:
    """A news item with a draft for each way of hiding, and one of another site."""
    found = {}
    for way in WAYS:
        page = factories.NewsFactory(parent=site.tree.news, title=f"{MARK} single {way}")
        hide(page, way)
        page.title = f"{MARK} single {way} changed"
        page.save_revision(clean=False)
        found[way] = page
    home = factories.StandardPageFactory(parent=Page.get_first_root_node(), title=f"{MARK} elsewhere", live=False)
    Site.objects.create(hostname="elsewhere.example.org", root_page=home)
    home.save_revision(clean=False)
    return found | {"elsewhere": home}


@pytest.fixture
def lead(roles):
    user = sign_in("lead", group=PROGRAMME_LEADS).user
    user.groups.add(Group.objects.get_or_create(name="Readers")[0])
    return user


@pytest.fixture
def writer(site):
    """Somebody who may edit the news, and no terms."""
    group = Group.objects.create(name="Writers")
    change = Permission.objects.get(content_type__app_label="wagtailcore", codename="change_page")
    GroupPagePermission.objects.create(group=group, page=site.tree.news, permission=change)
    return sign_in("writer", group="Writers").user


@contextmanager
def drafts_for(user, *scopes) -> Iterator[Visibility]:
    """Show the drafts as a request with a token of the user gets them."""
    later = timezone.now() + datetime.timedelta(days=1)
    groups = Group.objects.filter(name="Readers")
    _, secret = AccessToken.make(
        user,
        name="Site",
        scopes=list(scopes),
        groups=groups,
        sites=Site.objects.filter(is_default_site=True),
        expires_at=later,
        budget=1,
    )
    request, token = RequestFactory().get("/graphql/"), AccessToken.of_secret(secret)
    with perspective_of(request, token, "drafts"):
        yield visibility_of(request, token=token)


def opened(site: SecretSite, user, *scopes) -> tuple[set[int], set[tuple[str, int]]]:
    """Return the pages and the terms that a token of the user opens, after checking that it opens nothing else."""
    public = seen(Visibility(site.tree.site, period=current_period()))
    known = {pk for label, pk in public if issubclass(registry_model(label), Page)}
    pages, terms = set(), set()
    with drafts_for(user, *scopes) as view:
        more = seen(view) - public
        for label, pk in more:
            if issubclass(registry_model(label), Page):
                pages.add(pk)
            elif issubclass(registry_model(label), DraftStateMixin):
                terms.add((label, pk))
        for label, pk in more - terms:
            model = registry_model(label)
            if not issubclass(model, Page):  # a row of a page, and no picture, document or settings
                owner = owner_of(model._default_manager.get(pk=pk))
                assert owner in pages | known, label
    assert seen(Visibility(site.tree.site, period=current_period())) == public  # asked after the others
    return pages, terms


def drafts_among(site: SecretSite, singles: dict[str, Page], ways: set[str]) -> set[int]:
    found = {page.pk for way in ways & set(site.hidden) for page in site.hidden[way].of(Page)}
    return found | {page.pk for way, page in singles.items() if way in ways}


def hidden_terms(site: SecretSite) -> set[tuple[str, int]]:
    models = [model for model in registry.class_models if issubclass(model, DraftStateMixin)]
    return {
        (model._meta.label, pk)
        for model in models
        if not issubclass(model, Page)
        for pk in model._default_manager.filter(live=False).values_list("pk", flat=True)
    }


def test_a_perspective_opens_the_drafts_that_its_maker_may_see(site, singles, lead):
    assert opened(site, lead, READ_DRAFTS) == (drafts_among(site, singles, DRAFTED), hidden_terms(site))
    both = drafts_among(site, singles, DRAFTED | {"group", "login"})
    assert opened(site, lead, READ_DRAFTS, READ_RESTRICTED) == (both, hidden_terms(site))


def test_drafts_that_its_maker_may_not_see_stay_hidden(site, singles, writer, monkeypatch):
    news = set(Page.objects.descendant_of(site.tree.news).values_list("pk", flat=True))
    expected = drafts_among(site, singles, DRAFTED) & news
    login = {singles["login"].pk}  # as it is published: for everybody with an account
    assert opened(site, writer, READ_DRAFTS, READ_RESTRICTED) == (expected | login, set())
    # If the rights weren't asked, the walk would find it.
    monkeypatch.setattr(versions, "pages_for", lambda user, visibility: Page.objects.order_by())
    assert opened(site, writer, READ_DRAFTS)[0] == drafts_among(site, singles, DRAFTED) > expected


@pytest.mark.long
def test_a_walk_in_a_perspective_shows_drafts_and_no_other_hidden_word(site, singles, lead):
    schema, texts = get_schema(), []
    with drafts_for(lead, READ_DRAFTS) as view:
        for name, document in documents(schema, arguments()):
            if "/" not in name and "(" not in name:
                answer = ask(schema, document, site.tree.site, visibility=copy.copy(view))
                texts.append(json.dumps(answer.data, cls=DjangoJSONEncoder))
    answers = "\n".join(texts)
    assert len(texts) > 20
    shown = {page.title for page in site.hidden["draft"].of(Page)} | {singles[way].title for way in DRAFTED}
    assert {title for title in shown if f'"{title}"' not in answers} == set()
    hidden = [*site.hidden["group"].of(Page), *(page for way, page in singles.items() if way not in DRAFTED)]
    hidden += [one for things in site.hidden.values() for kind in (HubImage, HubDocument) for one in things.of(kind)]
    assert {one.title for one in hidden if f'"{one.title}"' in answers} == set()
    for of_the_team in ("title", "contact", "not public", "internal"):
        assert f'"{MARK} {of_the_team}"' not in answers
