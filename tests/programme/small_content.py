"""A small folder of content files, and everything that loading it may change."""

import textwrap
from pathlib import Path

from django.apps import apps
from django.core import serializers

from programme.content_loader import load
from programme.models import NewsPage

OURS = ("cms", "programme", "home", "search", "newsletter")
SMALL = {
    "settings/site.toml": """
        type = "wagtailcore.Site"
        site_name = "Small hub"
    """,
    "settings/hub.toml": """
        type = "cms.HubSettings"
        site_name = "Small hub"

        [[social_channels]]
        platform = "Example"
        handle = "@small"
        address = "https://example.org/small"
    """,
    "snippets/topics.toml": """
        type = "programme.Topic"

        [records.law]
        name = "Law"

        [records.neglect]
        name = "Neglect"
    """,
    "pages/index.md": """
        +++
        type = "home.HomePage"
        title = "Small hub"
        summary = "A hub for tests."

        [[featured]]
        target = "/news/first/"

        [[featured]]
        target = "/work-streams/neglect/"
        +++

        See [the stream](/work-streams/neglect/).
    """,
    "pages/news/index.md": """
        +++
        type = "programme.NewsIndexPage"
        title = "News"
        +++
    """,
    "pages/news/first.md": """
        +++
        type = "programme.NewsPage"
        title = "First news"
        date = 2018-11-14
        kind = "consultation"
        summary = "Something happened."
        topics = ["law", "neglect"]
        commitments = ["/work-streams/neglect/action-1/"]
        +++

        ## What happened

        A *little*, says [the stream](/work-streams/neglect/). [Tell us](/feedback/).

        > It is so.
        > — Somebody
    """,
    "pages/work-streams/index.md": """
        +++
        type = "programme.WorkStreamIndexPage"
        title = "Work streams"
        +++
    """,
    "pages/work-streams/neglect/index.md": """
        +++
        type = "programme.WorkStreamPage"
        title = "Neglect"
        summary = "About neglect."
        origin = "started"
        +++
    """,
    "pages/work-streams/neglect/action-1.md": """
        +++
        type = "programme.CommitmentPage"
        title = "Action 1"
        kind = "action"
        number = 1

        [[progress_entries]]
        date = 2018-01-01
        status = "in_progress"
        note = "Begun."

        [[progress_entries]]
        date = 2018-11-14
        status = "complete"
        note = "Done."
        evidence_page = "/news/first/"
        +++

        What was promised.
    """,
}


class Folder:
    """A folder of content files that a test may change."""

    def __init__(self, root: Path):
        self.root = root
        for name, text in SMALL.items():
            self.write(name, text)

    def write(self, name: str, text: str) -> None:
        file = self.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")

    def replace(self, name: str, old: str, new: str) -> None:
        file = self.root / name
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")

    def load(self, **options):
        return load(self.root, **options)


def everything() -> dict[str, list]:
    """Every row of the content models, of the page tree, of the revisions and of the history."""
    models = [model for label in (*OURS, "wagtailcore") for model in apps.get_app_config(label).get_models()]
    return {model._meta.label: serializers.serialize("python", model._base_manager.order_by("pk")) for model in models}


def files_in(folder: Path) -> dict[str, bytes]:
    """Return the bytes of each file of a folder, by its path in it."""
    return {f.relative_to(folder).as_posix(): f.read_bytes() for f in sorted(folder.rglob("*")) if f.is_file()}


def news() -> NewsPage:
    return NewsPage.objects.get(slug="first")


def edit(page):
    page.title = "What an editor wrote"
    page.save_revision().publish()
