"""A token reveals nothing that its editor may not see, on any path from the draft."""

import json

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.serializers.json import DjangoJSONEncoder
from wagtail.models import GroupPagePermission, Page
from wagtail.signal_handlers import disable_reference_index_auto_update

from cms.graphql.schema import get_schema
from cms.pages.previews import keep_draft
from programme.models import GlossaryPage
from tests.graphql.leaks.secret_site import MARK, SecretSite
from tests.graphql.leaks.walker import Arguments, Selections, ask

# One way on the page itself, and one by a restriction.
WAYS = ("draft", "login")
ARGUMENTS = Arguments({"date": ["2016-01-01"], "locales": ["EN"], "quality": [70]})


@pytest.fixture
def secret_site(tree, settings, secret_sites) -> SecretSite:
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


def walk(site: SecretSite, user) -> tuple[set[str], list[str]]:
    """Query everything in each draft, two levels deep. Return leaking page types and unexpected errors."""
    schema, leaks, errors = get_schema(), set(), []
    selections = Selections(schema, ARGUMENTS)
    for page in pages_naming_secrets(site):
        token, name = keep_draft(type(page).objects.get(pk=page.pk), user), type(page).__name__
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


@pytest.mark.long
def test_the_walk_finds_secrets_that_the_editor_may_see(secret_site):
    """If it found nothing here, the test above would prove nothing."""
    user = get_user_model().objects.create_superuser("administrator")
    leaks, errors = walk(secret_site, user)
    assert errors == []
    assert leaks == {type(page).__name__ for page in pages_naming_secrets(secret_site)}
