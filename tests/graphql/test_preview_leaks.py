"""A token reveals nothing that its editor may not see, on any path from the draft."""

import datetime
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from wagtail.models import GroupPagePermission, Page
from wagtail.signal_handlers import disable_reference_index_auto_update

from cms.graphql.schema import get_schema
from cms.pages import preview_links
from cms.pages.previews import keep_draft
from programme.models import GlossaryPage
from tests.graphql.leaks.marks import MARK
from tests.graphql.leaks.secret_site import SecretSite
from tests.graphql.leaks.walker import Arguments, Selections, ask

# One way on the page itself, and one by a restriction.
WAYS = ("draft", "login")
ARGUMENTS = Arguments({"date": ["2016-01-01"], "locales": ["EN"], "quality": [70]})


@pytest.fixture
def secret_site(tree, settings, secret_sites, each_text_once) -> SecretSite:
    settings.WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database", "AUTO_UPDATE": False}}
    with disable_reference_index_auto_update():
        yield secret_sites.of("two ways", tree, WAYS)


def pages_naming_secrets(site: SecretSite) -> list[Page]:
    """Return public pages of every type whose relations, blocks and texts lead to hidden objects."""
    naming = tuple(f"to-{way}" for way in WAYS)
    # The glossary's page has only a plain sentence, without relations.
    return [page for page in site.public.of(Page) if page.title.endswith(naming) and not isinstance(page, GlossaryPage)]


def editor_of(pages: list[Page]):
    """Return a user who may change these pages and nothing else."""
    user = get_user_model().objects.create_user("editor")
    group = Group.objects.create(name="Editors of a few pages")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for page in pages:
        GroupPagePermission.objects.create(
            group=group, page=page, permission=Permission.objects.get(codename="change_page")
        )
    user.groups.add(group)
    return user


def of_editor(page: Page, user) -> str:
    """Return the token of an editor who previews the page."""
    return keep_draft(type(page).objects.get(pk=page.pk), user)


def of_link(page: Page, user) -> str:
    """Return a token for anybody who has a preview link that the user made."""
    # The secret site's own draft of the page is a secret; the link's is what the page's editors then save.
    type(page).objects.get(pk=page.pk).save_revision(clean=False)
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    link, _ = preview_links.make(page, name="Ann", email="", expires_at=tomorrow, mode="", user=user)
    return preview_links.frontend_token(link)


def walk(site: SecretSite, user, token_of: Callable[[Page, Any], str] = of_editor) -> tuple[set[str], list[str]]:
    """Query everything in each draft, two levels deep. Return leaking page types and unexpected errors."""
    schema, leaks, errors = get_schema(), set(), []
    selections = Selections(schema, ARGUMENTS)
    for page in pages_naming_secrets(site):
        token, name = token_of(page, user), type(page).__name__
        everything = selections.of(schema.type_map[name], 2)
        text = f"query ($token: String!) {{ page(by: {{previewToken: $token}}) {{ ... on {name} {everything} }} }}"
        result = ask(schema, selections.document(text), site.tree.site, token)
        errors += [f"{name}: {error.message}" for error in result.errors or ()]
        assert result.data["page"]
        if MARK in json.dumps(result.data, cls=DjangoJSONEncoder):
            leaks.add(name)
    return leaks, errors


def test_an_editor_s_token_opens_no_secret_of_others(secret_site):
    user = editor_of(pages_naming_secrets(secret_site))
    assert walk(secret_site, user) == (set(), [])


def test_a_link_opens_no_secret_even_if_its_maker_may_see_it(secret_site):
    user = get_user_model().objects.create_superuser("administrator")
    assert walk(secret_site, user, of_link) == (set(), [])


@pytest.mark.long
def test_the_walk_finds_secrets_that_the_editor_may_see(secret_site):
    """If it found nothing here, the test above would prove nothing."""
    user = get_user_model().objects.create_superuser("administrator")
    leaks, errors = walk(secret_site, user)
    assert errors == []
    assert leaks == {type(page).__name__ for page in pages_naming_secrets(secret_site)}
