"""The table of roles and rights in the documents is generated from the rights granted by `set_up_roles`.

After a change of rights, `HUB_WRITE_DOCS=1 make test ARGS=tests/project/test_role_table.py` rewrites it.
"""

import os
import re
from pathlib import Path

from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupCollectionPermission, GroupPagePermission

from cms.accounts.roles import EDITORS, MODERATORS, ORGANISATION_LEADS, PROGRAMME_LEADS, VIEWERS
from newsletter.rights import NEWSLETTER_SENDERS

GUIDE = Path(__file__).resolve().parent.parent.parent / "docs" / "roles.md"
COLUMNS = (EDITORS, MODERATORS, PROGRAMME_LEADS, ORGANISATION_LEADS, NEWSLETTER_SENDERS, VIEWERS)
TABLE = re.compile(r"<!-- roles -->\n(?:\n\|.*?\n(?=\n|\Z))?", re.S)
# In alphabetical order they would be hard to find.
FIRST = ("page", "image", "document", "collection")
# The right to change includes deletion; Wagtail never checks the right to delete, although two of its groups have it.
OWNED = ("image", "document")


def granted() -> dict[tuple[str, str, str], dict[str, str]]:
    """Return the rights of each group, by section of the table and wording of the right."""
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
