"""The pages on which a programme’s kinds and statuses are changed: a form has all entries of one vocabulary, and empty
lines for further ones.
"""

from __future__ import annotations

import hashlib
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from wagtail.admin import messages
from wagtail.log_actions import log
from wagtail.models import Site

from cms.accounts.roles import PROGRAMME_LEADS, rights
from cms.base.active_site import active_site, site_active
from cms.base.choices import StatusCategory
from cms.base.requests import EditorRequest
from cms.vocabularies import rules
from cms.vocabularies.entry import VocabularyEntry
from cms.vocabularies.models import ProgrammeVocabularies, VocabularyRow
from cms.vocabularies.palette import COLOURS, PATTERNS
from cms.vocabularies.vocabulary import ChoiceVocabulary, vocabularies

CHANGE = "cms.change_programmevocabularies"
EMPTY_LINES = 3
OF_STATUSES = ("category", "colour", "pattern")
NO_CHOICE = ("", "---------")


def register_vocabulary_rights() -> None:
    """Let programme leads change the kinds and statuses of their programme."""
    rights.add((PROGRAMME_LEADS, ProgrammeVocabularies), ("change",))


class VocabularyEntryForm(forms.Form):
    """One entry. The key of an entry that is there never changes, so that addresses and files go on meaning the same."""

    label = forms.CharField(label="Name", max_length=60, required=False)
    plural = forms.CharField(label="Plural", max_length=60, required=False)
    key = forms.CharField(label="Key", max_length=20, required=False)
    category = forms.ChoiceField(
        label="Meaning",
        required=False,
        choices=[NO_CHOICE, *(one for one in StatusCategory.choices if one[0] != StatusCategory.NONE)],
    )
    colour = forms.ChoiceField(
        label="Colour", required=False, choices=[NO_CHOICE, *((name, one.label) for name, one in COLOURS.items())]
    )
    pattern = forms.ChoiceField(label="Pattern", required=False, choices=[NO_CHOICE, *PATTERNS.items()])
    offered = forms.BooleanField(label="Offered", required=False)
    position = forms.IntegerField(label="Position", required=False, min_value=1, max_value=999)

    def __init__(self, *args: Any, vocabulary: ChoiceVocabulary, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not vocabulary.has_statuses:
            for name in OF_STATUSES:
                del self.fields[name]
        if self.initial.get("key"):
            # Disabled: whatever is sent, the entry keeps its key.
            self.fields["key"].disabled = True
        else:
            self.fields["offered"].initial = True

    def has_changed(self) -> bool:
        """Say whether somebody filled in the line: a tick and a position alone are no entry."""
        return bool(self.initial.get("key")) or any(name in self.changed_data for name in ("label", "plural", "key"))

    @property
    def entry(self) -> VocabularyEntry:
        """The line as an entry. Without a key it gets one from its name."""
        data = self.cleaned_data
        label = data.get("label", "").strip()
        meaning = data.get("category")
        return VocabularyEntry(
            data.get("key", "").strip() or slugify(label).replace("-", "_")[:20].strip("_"),
            label,
            data.get("plural", "").strip(),
            StatusCategory(meaning) if meaning else None,
            data.get("colour", ""),
            data.get("pattern", ""),
            offered=data.get("offered", False),
        )


class BaseVocabularyFormSet(forms.BaseFormSet):
    """All entries. Its errors stand at the fields that they are about."""

    def __init__(self, *args: Any, vocabulary: ChoiceVocabulary, site: Site, **kwargs: Any):
        self.vocabulary, self.site = vocabulary, site
        with site_active(site):
            self.before = list(vocabulary)
        initial = [_initial(entry, place) for place, entry in enumerate(self.before, 1)]
        super().__init__(*args, **{**kwargs, "initial": initial, "form_kwargs": {"vocabulary": vocabulary}})

    @property
    def standing(self) -> str:
        """A hash of the entries as they are now."""
        return hashlib.sha256(repr(self.before).encode()).hexdigest()

    @property
    def kept(self) -> list[VocabularyEntryForm]:
        """The lines with an entry that isn't to be removed, in their new order."""
        lines = [form for form in self.forms if form.has_changed() and not self._should_delete_form(form)]  # type: ignore[attr-defined]  # Django has it
        # A line without a position comes last.
        return sorted(lines, key=lambda form: form.cleaned_data.get("position") or 1_000)

    def clean(self) -> None:
        """Raise or add all errors at once, besides those of single fields."""
        if self.data.get("as_opened") not in (None, "", self.standing):
            raise forms.ValidationError(
                "Somebody else has changed these entries since you opened them. Open the page again and repeat your change:"
                " nothing was saved."
            )
        if any(form.errors for form in self.forms):
            return
        lines = self.kept
        found = rules.problems(self.vocabulary, [form.entry for form in lines], self.site) if lines else []
        if not lines:
            raise forms.ValidationError("Keep at least one entry.")
        for problem in found:
            if problem.place is not None:
                lines[problem.place].add_error(problem.field or None, problem.message)
        general = [problem.message for problem in found if problem.place is None]
        if general:
            raise forms.ValidationError(general)

    def save(self) -> None:
        """Save the entries as the programme's own. Rows keep their keys in the database, and the defaults need none."""
        entries = [form.entry for form in self.kept]
        with transaction.atomic():
            setting, _ = ProgrammeVocabularies.objects.get_or_create(site=self.site)
            rows = {
                row.key: row for row in VocabularyRow.objects.filter(setting=setting, vocabulary=self.vocabulary.name)
            }
            for place, entry in enumerate(entries):
                row = rows.pop(entry.key, None) or VocabularyRow(setting=setting, vocabulary=self.vocabulary.name)
                _fill(row, entry, place)
                row.save()
            for row in rows.values():
                row.delete()

    def is_valid(self) -> bool:
        """Say whether all is well. `clean` adds errors to lines after those were counted, so they are counted again."""
        return super().is_valid() and not any(form.errors for form in self.forms)


def _initial(entry: VocabularyEntry, place: int) -> dict[str, Any]:
    return {
        "label": entry.label,
        "plural": entry.plural,
        "key": entry.key,
        "category": entry.category.value if entry.category else "",
        "colour": entry.colour,
        "pattern": entry.pattern,
        "offered": entry.offered,
        "position": place,
    }


def _fill(row: VocabularyRow, entry: VocabularyEntry, place: int) -> None:
    row.key, row.label, row.plural, row.offered = entry.key, entry.label, entry.plural, entry.offered
    row.category = entry.category.value if entry.category else ""
    row.colour, row.pattern, row.sort_order = entry.colour, entry.pattern, place


VocabularyFormSet: Any = forms.formset_factory(
    VocabularyEntryForm, formset=BaseVocabularyFormSet, extra=EMPTY_LINES, can_delete=True, max_num=60
)


def index(request: EditorRequest) -> HttpResponse:
    """Show all vocabularies with the programme's entries."""
    site = _site(request)
    with site_active(site):
        rows = [
            {"vocabulary": one, "names": ", ".join(map(str, one.labels)), "is_own": one.is_own}
            for one in vocabularies.values()
        ]
    return render(request, "cms/admin/vocabularies.html", {"rows": rows, "site": site})


def change(request: EditorRequest, name: str) -> HttpResponse:
    """Show the form for one vocabulary; POST saves it."""
    site = _site(request)
    if name not in vocabularies:
        raise Http404("There is no such vocabulary.")
    vocabulary = vocabularies[name]
    lines = VocabularyFormSet(request.POST if request.method == "POST" else None, vocabulary=vocabulary, site=site)
    if request.method == "POST" and lines.is_valid():
        lines.save()
        setting = ProgrammeVocabularies.objects.get(site=site)
        log(setting, "wagtail.edit", user=request.user, title=f"{vocabulary.label} ({site})")
        messages.success(request, f"{vocabulary.label}: saved.")
        return redirect("vocabularies")
    context = {"vocabulary": vocabulary, "lines": lines, "site": site}
    return render(request, "cms/admin/vocabulary.html", context, status=422 if lines.is_bound else 200)


def _site(request: EditorRequest) -> Site:
    """Return the site whose programme is meant. Raises PermissionDenied."""
    if not request.user.has_perm(CHANGE):
        raise PermissionDenied
    return active_site() or Site.find_for_request(request) or Site.objects.get(is_default_site=True)
