"""`HUB_CONTENT`: with what a new hub begins, and that no demonstration is mixed with other content."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from wagtail.models import ModelLogEntry, Page, PageLogEntry

from cms.models import HubSettings
from home.models import HomePage
from programme.content_loader import ContentError, folder_of
from programme.content_loader.memory import ACTION
from programme.management.commands.load_programme import CONTENT

from .small_content import everything

pytestmark = pytest.mark.django_db


def demonstrate(folder):
    folder.replace("settings/hub.toml", 'site_name = "Small hub"', 'site_name = "Small hub"\ndemonstration = true')


def load_first(capsys) -> str:
    call_command("load_programme")
    return "".join(capsys.readouterr())


def test_a_hub_begins_with_the_example_unless_something_else_is_named(settings):
    assert settings.HUB_CONTENT == "example"
    assert folder_of("example") == CONTENT
    assert folder_of("demo").name == "demo"


def test_none_leaves_wagtail_s_page_and_makes_the_roles(settings, capsys):
    settings.HUB_CONTENT = "none"
    Group.objects.all().delete()
    load_first(capsys)
    assert not HomePage.objects.exists()
    assert Page.objects.filter(depth=2).count() == 1
    assert Group.objects.filter(name="Editors").exists()


def test_a_folder_is_loaded_and_loaded_again(folder, settings, capsys):
    settings.HUB_CONTENT = str(folder.root)
    assert "created" in load_first(capsys)
    assert HomePage.objects.get().title == "Small hub"
    assert "0 created, 0 updated" in load_first(capsys)


def test_anything_else_is_refused_with_a_sentence(settings):
    settings.HUB_CONTENT = "exampel"
    with pytest.raises(CommandError, match="must be none, example, demo or a folder of content files"):
        call_command("load_programme")


@pytest.mark.parametrize("chosen", ["example", "demo", "none"])
def test_another_choice_loads_nothing_over_the_content_of_a_hub(loaded, settings, capsys, chosen):
    settings.HUB_CONTENT = chosen
    call_command("set_up_roles", verbosity=0)
    before = everything()
    said = load_first(capsys)
    assert everything() == before
    if chosen != "none":
        assert (
            f"The hub has content already, {loaded.root}, and keeps it. HUB_CONTENT={chosen} is for a new hub" in said
        )


def test_a_demonstration_is_named_if_the_next_start_does_not_ask_for_it(loaded, settings, capsys):
    entry = ModelLogEntry.objects.filter(action=ACTION).first()
    ModelLogEntry.objects.filter(action=ACTION).exclude(pk=entry.pk).delete()
    PageLogEntry.objects.filter(action=ACTION).delete()
    entry.data["source"] = "programme/demo"
    entry.save()
    assert "already, the demonstration (HUB_CONTENT=demo), and keeps it" in load_first(capsys)


def test_nothing_is_loaded_over_what_editors_made(tree, folder, settings, capsys):
    settings.HUB_CONTENT = str(folder.root)
    call_command("set_up_roles", verbosity=0)
    before = everything()
    assert "The hub has content already, made by its editors, and keeps it." in load_first(capsys)
    assert everything() == before


def test_a_demonstration_is_not_loaded_beside_other_content(loaded):
    demonstrate(loaded)
    before = everything()
    with pytest.raises(ContentError, match="hub.toml:3: A demonstration can't be mixed with other content"):
        loaded.load(overwrite=True)
    assert everything() == before


def test_other_content_is_not_loaded_into_a_demonstration(folder):
    demonstrate(folder)
    folder.load()
    assert HubSettings.objects.get().demonstration
    folder.load()
    folder.replace("settings/hub.toml", "demonstration = true\n", "")
    before = everything()
    with pytest.raises(ContentError, match="This programme is a demonstration"):
        folder.load()
    assert everything() == before
