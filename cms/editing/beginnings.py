"""What begins in a form when it is shown: panels of rows, choosers, dates.

Wagtail writes an inline script for each. The admin's content security policy allows none, so what that script would call is
written as data, and `hub-admin/begin.js` calls it.
"""

from __future__ import annotations

import json
import re
from typing import Any

from django.utils.html import format_html
from wagtail.admin.widgets import BaseChooser

CALL = re.compile(r"(?:new )?(\w+)\((.*)\);")


def begins(name: str, *arguments: Any) -> str:
    """Return the element by which a class of the page is made, or a function called, with these arguments."""
    return format_html('<span hidden data-hub-begins="{}"></span>', json.dumps({"name": name, "arguments": arguments}))


def render_chooser(self: BaseChooser, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> str:
    """Return what `BaseChooser.render` does, without its script. Raises ValueError if that isn't one call."""
    data = self.get_value_data(value)
    script = self.render_js_init(attrs["id"], name, data)
    call = CALL.fullmatch(script)
    if call is None:
        raise ValueError(script)
    return self.render_html(name, data, attrs) + begins(call[1], *json.loads(f"[{call[2]}]"))
