"""The table of roles and rights in the documents is made of what `set_up_roles` grants.

After a change of rights, `HUB_WRITE_DOCS=1 make test ARGS=tests/project/test_role_table.py` writes it anew.
"""

import os
import re
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupCollectionPermission, GroupPagePermission

from cms.roles import EDITORS, MODERATORS, PROGRAMME_LEADS, VIEWERS
from newsletter.rights import NEWSLETTER_SENDERS

pytestmark = pytest.mark.any_database

GUIDE = Path(__file__).resolve().parent.parent.parent / "docs" / "roles.md"
COLUMNS = (EDITORS, MODERATORS, PROGRAMME_LEADS, NEWSLETTER_SENDERS, VIEWERS)
TABLE = re.compile(r"<!-- roles -->\n(?:\n\|.*?\n(?=\n|\Z))?", re.S)
# In the order of their names they would be hard to find.
FIRST = ("page", "image", "document", "collection")
# Who may change one may delete it; Wagtail never asks for the right to delete, which two of its groups have all the same.
OWNED = ("image", "document")


def granted() -> dict[tuple[str, str, str], dict[str, str]]:
    """Return what each group may, by the place in the table and the right's words."""
    found: dict[tuple[str, str, str], dict[str, str]] = {}

    def note(group: Group, permission: Permission, where: str = "yes") -> None:
        kind = permission.content_type
        action = permission.codename.removesuffix(f"_{kind.model}").replace("_", " ")
        if kind.model in OWNED:
            if action == "delete":
                return
            action = action.replace("change", "change and delete")
        key = (kind.app_label, kind.model, f"{kind.name.capitalize()}: {action}")
        found.setdefault(key, {})[group.name] = where

    for group in Group.objects.all():
        for permission in group.permissions.select_related("content_type"):
            note(group, permission)
        for row in GroupPagePermission.objects.filter(group=group).select_related("permission__content_type", "page"):
            note(group, row.permission, "yes" if row.page.depth == 1 else "issues")
        for row in GroupCollectionPermission.objects.filter(group=group).select_related("permission__content_type"):
            note(group, row.permission)
    return found


def table() -> str:
    def place(item):
        (app, model, words), _ = item
        return (FIRST.index(model) if model in FIRST else len(FIRST), app, model, words)

    lines = [f"| | {' | '.join(COLUMNS)} |", f"|---|{'---|' * len(COLUMNS)}"]
    for (_, _, words), groups in sorted(granted().items(), key=place):
        lines.append(f"| {words} | {' | '.join(groups.get(name, '–') for name in COLUMNS)} |")
    return "\n".join(lines)


def test_the_table_says_what_each_role_may(roles):
    text = GUIDE.read_text()
    true, number = TABLE.subn(lambda match: f"<!-- roles -->\n\n{table()}\n", text)
    assert number == 1
    if os.environ.get("HUB_WRITE_DOCS"):
        GUIDE.write_text(true)
    assert GUIDE.read_text() == true
