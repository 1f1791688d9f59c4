"""The steps of the assistant, in order, and the plan that all of their answers make together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from wagtail.models import Site

from cms.base import own_words
from cms.base.active_site import site_active
from home.assistant.models import ProgrammeOutline
from home.assistant.publication import ProgrammePlan
from programme.models.words import WORD_FIELDS, words_in

from .forms import (
    ApprovalStepForm,
    LookStepForm,
    NameStepForm,
    StarterStepForm,
    UpdateStepForm,
    WordsStepForm,
)
from .rows import PeopleFormSet, StreamFormSet

# No site has this key: without one the vocabularies would be those of the default site.
NOT_YET = 0
CHECK = "check"


@dataclass(frozen=True)
class AssistantStep:
    """A step: its name in addresses, its title, a sentence about it, and its form."""

    slug: str
    title: str
    sentence: str
    form: Callable[..., Any]
    template: str = "home/admin/assistant/fields.html"
    # Further arguments of the form, by the outline.
    given: Callable[[ProgrammeOutline], dict[str, Any]] = lambda outline: {}

    def form_of(self, outline: ProgrammeOutline, data: Any = None, files: Any = None) -> Any:
        """Return the form with what was sent, or with what was answered before; an empty one if nothing was."""
        if data is None and self.slug in outline.answers:
            data = as_sent(outline.answers[self.slug])
        return self.form(data, files, outline=outline, **self.given(outline))


def as_sent(answers: dict[str, list[str]]) -> QueryDict:
    """Return kept answers as the data of a request."""
    data = QueryDict(mutable=True)
    for name, values in answers.items():
        data.setlist(name, values)
    return data


def _streams(outline: ProgrammeOutline) -> tuple[str, ...]:
    """Return the names of the work streams as far as they are typed."""
    rows = outline.answers.get("streams", {})
    named = (values[-1].strip() for name, values in rows.items() if name.startswith("row-") and name.endswith("-name"))
    return tuple(dict.fromkeys(name for name in named if name))


steps = {
    step.slug: step
    for step in (
        AssistantStep(
            "start",
            "Start",
            "A beginning has lists, plain pages, kinds, statuses and words. All of them can be changed later.",
            StarterStepForm,
        ),
        AssistantStep(
            "name",
            "Name and purpose",
            "How readers know the programme. All of it but the key can be changed later.",
            NameStepForm,
        ),
        AssistantStep(
            "words",
            "Words",
            "What your programme calls things. Leave empty what you call the same. Write each word as in the middle of a"
            " sentence.",
            WordsStepForm,
            "home/admin/assistant/words.html",
        ),
        AssistantStep(
            "look",
            "Look",
            "Theme, colours and logo. A colour that is hard to read is refused, and the nearest that passes is proposed.",
            LookStepForm,
            "home/admin/assistant/look.html",
        ),
        AssistantStep(
            "streams",
            "Work streams",
            "The parts of the programme, in the order in which readers see them.",
            StreamFormSet,
            "home/admin/assistant/rows.html",
        ),
        AssistantStep(
            "people",
            "People",
            "The team. Nobody is invited before the last step.",
            PeopleFormSet,
            "home/admin/assistant/rows.html",
            lambda outline: {"form_kwargs": {"streams": _streams(outline)}},
        ),
        AssistantStep("approval", "Approval", "Pages are drafts until somebody publishes them.", ApprovalStepForm),
        AssistantStep("update", "First news", "News with which readers are welcomed.", UpdateStepForm),
    )
}
order = [*steps, CHECK]


@contextmanager
def speaking_for(outline: ProgrammeOutline) -> Iterator[None]:
    """Speak in the words of the programme to be within the block."""
    site = Site(pk=NOT_YET)
    words = steps["words"].form_of(outline) if "words" in outline.answers else None
    given = words.cleaned_data if words and words.is_valid() else outline.proposed("programme.ProgrammeWords")
    own_words.keep(site, words_in({name: given.get(name, "") for name in WORD_FIELDS}))
    with site_active(site):
        yield


def problems_of(outline: ProgrammeOutline) -> dict[str, list[str]]:
    """Return what is missing or wrong in the answers, by step. Only the name is needed; other steps may be left out."""
    found = {}
    for slug, step in steps.items():
        form = step.form_of(outline)
        if not form.is_bound:
            if slug == "name":
                found[slug] = ["Give the programme a name."]
        elif not form.is_valid():
            found[slug] = form.problems
    return found


def plan_of(outline: ProgrammeOutline) -> ProgrammePlan:
    """Return the plan that the answers make. Raises ValidationError if a step isn't complete."""
    if wrong := problems_of(outline):
        raise ValidationError([message for messages in wrong.values() for message in messages])
    forms = {slug: step.form_of(outline) for slug, step in steps.items() if slug in outline.answers}
    return {slug: form.answer() for slug, form in forms.items() if form.is_valid()}
