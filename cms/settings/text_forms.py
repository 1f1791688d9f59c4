"""The forms of texts in settings: addresses, origins, hosts, codes."""

from __future__ import annotations

import re
from typing import NamedTuple

from . import languages


class TextForm(NamedTuple):
    """The form that a text must have, and what is allowed in words."""

    pattern: str
    words: str

    def fits(self, text: str) -> bool:
        """Say whether the whole text has the form."""
        return re.fullmatch(self.pattern, text) is not None


EMAIL = TextForm(r"[^@\s<>]+@[^@\s<>]+", "an e-mail address")
SENDER = TextForm(rf"{EMAIL.pattern}|[^@<>]*<{EMAIL.pattern}>", "an e-mail address, or a name and <an e-mail address>")
CONTACT = TextForm(rf"{EMAIL.pattern}|https://\S+", "an e-mail address, or an address that begins with https://")
HOST = TextForm(r"[\w.*:\[\]-]+", "host names such as hub.example.org")
ORIGIN = TextForm(r"https?://[\w.*:\[\]-]+", "origins such as https://www.example.org, without a path")
ANY_ORIGIN = TextForm(rf"\*|{ORIGIN.pattern}", f"{ORIGIN.words}, or *")
# `{path}` may only come last: an address at the frontend is recognised by its beginning.
FRONTEND = TextForm(
    r"https?://([\w.:-]|\{site\}|\{locale\})+(/([\w.~-]|\{site\}|\{locale\})+)*(/(\{path\})?)?",
    "an address such as https://www.example.org or https://{site}.example.org/{locale}/{path}, with {path} last",
)
LANGUAGE = TextForm("|".join(languages.KNOWN), "codes of languages such as gd or zh-hans, each a value of `LocaleCode`")
HSTS = TextForm("includeSubDomains|preload", "includeSubDomains or preload")
CLASS = TextForm(r"\w+(\.\w+)+", "the name of a class with its module, such as anymail.backends.postmark.EmailBackend")
