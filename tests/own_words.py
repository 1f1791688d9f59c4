"""An invented programme that has a word of its own for everything, and the product's words that it never reads."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager

from bs4 import BeautifulSoup
from wagtail.models import Page, Site

from cms.base.active_site import site_active
from programme.models import ProgrammeWords

WORDS = {
    "work_stream": ("aim", "aims"),
    "recommendation": ("pledge", "pledges"),
    "action": ("step", "steps"),
    "commitment": ("undertaking", "undertakings"),
    "group": ("circle", "circles"),
    "key_message": ("headline", "headlines"),
    "update": ("bulletin", "bulletins"),
}
# A plan, a status and the people whom signposts are for aren't called after what was promised, what is sent, and who
# meets.
OTHERS = re.compile(
    r"\b((work )?streams?|recommendations?|actions?(?! plan)|commitments?|groups?(?! for signposts)|key messages?"
    r"|(?<!no )updates?)\b",
    re.IGNORECASE,
)
# What editors called their pages is theirs; this programme's called them by its own words.
TITLES = {
    "Work streams": "Aims",
    "Key messages": "Headlines",
    "Groups": "Circles",
    "Updates": "Bulletins",
    "Action 1": "Step 1",
    "Update 7": "Bulletin 7",
}
# Names that factories give, and addresses.
CONTENT = re.compile(r"\b(Action|Group|Update) \d+|https?://\S+")
READ_OUT = ("aria-label", "title", "data-heading", "placeholder", "alt")


def record(site: Site) -> ProgrammeWords:
    """Return the setting with the invented words, not yet saved."""
    values = {
        f"{name}_{part}": word
        for name, both in WORDS.items()
        for part, word in zip(("singular", "plural"), both, strict=True)
    }
    return ProgrammeWords(site=site, **values)


@contextmanager
def spoken() -> Iterator[Site]:
    """Let the default site's programme have its own words, and the hub speak for it."""
    site = Site.objects.get(is_default_site=True)
    record(site).save()
    for before, after in TITLES.items():
        for page in Page.objects.filter(title=before).specific():
            type(page).objects.filter(pk=page.pk).update(title=after, draft_title=after)
    with site_active(site):
        yield site


def said(answer: bytes) -> list[str]:
    """Return the texts of a page that people see or hear, one by one."""
    if answer.startswith(b"<?xml") or b"<html" not in answer:
        return re.sub(r"<[^>]*>|https?://\S+", "\n", answer.decode()).split("\n")
    soup = BeautifulSoup(answer, "html.parser")
    menu = soup.find(id="wagtail-sidebar-props")
    labels = list(_labels(json.loads(menu.string))) if menu else []
    for gone in soup(["script", "style", "template"]):
        gone.decompose()
    read_out = [tag[name] for tag in soup.find_all(True) for name in READ_OUT if tag.has_attr(name)]
    return [*soup.stripped_strings, *read_out, *labels]


def _labels(props) -> Iterator[str]:
    if isinstance(props, dict):
        for name, value in props.items():
            if name == "label" and isinstance(value, str):
                yield value
            yield from _labels(value)
    elif isinstance(props, list):
        for one in props:
            yield from _labels(one)


def left(answer: bytes) -> list[str]:
    """Return the texts in which a word of the product is left."""
    return [text for text in said(answer) if OTHERS.search(CONTENT.sub("", text))]
