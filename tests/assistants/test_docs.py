"""The table of docs/assistants.md is that of the tools."""

import re
from pathlib import Path

from cms.assistants.resources import resources
from cms.assistants.tools import tools

GUIDE = (Path(__file__).resolve().parent.parent.parent / "docs" / "assistants.md").read_text()


def test_the_table_has_every_tool_with_its_scope():
    rows = re.findall(r"^\| `(\w+)` \| `([\w:]+)` \| (\w+) \|", GUIDE, re.M)
    assert rows == [(name, tool.scopes[0], "yes" if tool.writes else "no") for name, tool in tools.items()]


def test_the_guide_names_every_resource():
    assert set(re.findall(r"`(hub://[^`]+)`", GUIDE)) == {one.address for one in resources.values()}
