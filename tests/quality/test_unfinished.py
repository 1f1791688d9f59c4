"""A template's “…” that nobody replaced: one rule for pages, posts and answers."""

import pytest

from cms.quality.wording import is_unfinished


@pytest.mark.parametrize(
    "text",
    [
        "…",
        "...",
        "We did: …",
        "Dear Ada,\n\n…\n\nYours",
        "People told us: [...]",
        "“…”",
        "The programme helps children who …",
    ],
)
def test_what_a_template_left_is_unfinished(text):
    assert is_unfinished(text)


@pytest.mark.parametrize(
    "text", ["", "He said “the child … was safe” and left.", "And so on…", "Wait... what?", "Done."]
)
def test_what_somebody_left_out_on_purpose_is_finished(text):
    assert not is_unfinished(text)
