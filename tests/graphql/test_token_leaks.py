"""What the scopes of access tokens open: exactly the pages that are restricted to a token's groups, and nothing else.

`test_leaks` walks every path as the public. A view by groups differs in one part of the rule, the paths of restricted pages, so
here the rule is compared for every object, and the lists of the schema are walked once.
"""

import json
import re

import pytest
from django.contrib.auth.models import Group
from django.core.serializers.json import DjangoJSONEncoder
from grapple.registry import registry
from wagtail.models import Page
from wagtail.signal_handlers import disable_reference_index_auto_update

from cms.graphql.schema import get_schema
from cms.visibility.groups import GroupVisibility
from cms.visibility.period import current_period
from cms.visibility.rule import Visibility, has_rule
from programme.models import CollectionItem
from tests.graphql.leaks.asked import arguments
from tests.graphql.leaks.marks import MARK
from tests.graphql.leaks.secret_site import SecretSite
from tests.graphql.leaks.walker import ask, documents

# One way of each kind: closed to everybody, and open to a group. `test_access_tokens` has the other restrictions.
WAYS = ("draft", "group")


@pytest.fixture
def restricted_site(tree, settings, secret_sites, each_text_once) -> SecretSite:
    settings.WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database", "AUTO_UPDATE": False}}
    with disable_reference_index_auto_update():
        return secret_sites.of("restricted", tree, WAYS)


def seen(visibility: Visibility) -> set[tuple[str, int]]:
    """Return the objects of every model in the API that the view has, by both locks of the rule."""
    found = set()
    for model in registry.class_models:
        if not has_rule(model):
            continue
        filtered = set(visibility.filter(model._default_manager.all()).values_list("pk", flat=True))
        checked = {thing.pk for thing in model._default_manager.all() if visibility.can_see(thing)}
        assert filtered == checked, model
        found |= {(model._meta.label, pk) for pk in filtered}
    return found


def test_a_token_opens_exactly_the_pages_of_its_groups(restricted_site):
    site, period = restricted_site.tree.site, current_period()
    readers = frozenset(Group.objects.filter(name="Readers").values_list("pk", flat=True))
    public = seen(Visibility(site, period=period))
    for groups in (frozenset(), frozenset({10**6}), readers):
        more = seen(GroupVisibility(site, groups, period=period)) - public
        pages = {pk for label, pk in more if issubclass(registry_model(label), Page)}
        assert pages == {page.pk for page in restricted_site.hidden["group"].of(Page) if groups == readers}
        # Rows of these pages, such as their duties, and those of collections that lead to one of them, and nothing of any
        # other kind: no term, picture or document.
        for label, pk in more:
            model = registry_model(label)
            if not issubclass(model, Page):
                row = model._default_manager.get(pk=pk)
                leads_to = row.target_id if isinstance(row, CollectionItem) else None
                assert {owner_of(row), leads_to} & pages, label
    assert seen(Visibility(site, period=period)) == public  # asked after the others


def registry_model(label: str):
    return next(model for model in registry.class_models if model._meta.label == label)


def owner_of(thing) -> int | None:
    """Return the key of the page that a row belongs to."""
    while not isinstance(thing, Page):
        name = getattr(thing, "visibility_parent", None) or "page"
        thing = getattr(thing, name)
    return thing.pk


@pytest.mark.long
def test_a_walk_with_a_token_shows_these_pages_and_no_other_hidden_word(restricted_site):
    readers = frozenset(Group.objects.filter(name="Readers").values_list("pk", flat=True))
    schema, site, texts = get_schema(), restricted_site.tree.site, []
    for name, document in documents(schema, arguments()):
        if "/" not in name and "(" not in name:  # the lists and single pages at the root, with all that is in them
            view = GroupVisibility(site, readers, period=current_period())
            texts.append(json.dumps(ask(schema, document, site, visibility=view).data, cls=DjangoJSONEncoder))
    answers = "\n".join(texts)
    assert len(texts) > 20
    opened = {page.title for page in restricted_site.hidden["group"].of(Page)}
    assert {title for title in opened if title not in answers} == set()
    assert re.findall(rf'"[^"]*{MARK}[^"]*draft[^"]*"', answers) == []
