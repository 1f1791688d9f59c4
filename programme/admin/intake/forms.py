"""Forms of imports: the table, how its columns are taken, and documents."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.base import File

from cms.base.csv_files import LARGEST, TOO_LARGE, UnreadableFileError
from cms.base.own_words import worded
from programme.intake import tables
from programme.intake.targets import targets
from programme.models import IntakeKind


class TableForm(forms.Form):
    """What the lines are, and the table as a file or pasted. A file takes the place of what is pasted."""

    kind = forms.ChoiceField(label="The lines are", choices=[])
    file = forms.FileField(
        label="Choose a file",
        required=False,
        help_text="CSV, XLSX (the first sheet is read) or JSON (a list of objects).",
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.json,.txt,.tsv"}),
    )
    rows = forms.CharField(
        label="Or paste from a spreadsheet",
        required=False,
        strip=False,
        help_text="With the line of headings.",
        widget=forms.Textarea(attrs={"rows": 8, "wrap": "off", "spellcheck": "false", "class": "hub-cells"}),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        kinds: Any = self.fields["kind"]
        kinds.choices = [(kind, worded(str(IntakeKind(kind).label))) for kind in targets]

    content: bytes | None = None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        file, place = data.get("file"), "rows"
        try:
            if file:
                place = "file"
                data["text"] = self._text_of(file)
            elif data.get("rows", "").strip():
                data["text"] = tables.as_csv(data["rows"])
            elif "file" not in self.errors:
                raise UnreadableFileError("Choose a file or paste a table.")
            if "text" in data:
                tables.read(data["text"])
        except UnreadableFileError as error:
            self.add_error(place, str(error))
        return data

    def _text_of(self, file: File[bytes]) -> str:
        if (file.size or 0) > LARGEST:
            raise UnreadableFileError(TOO_LARGE)
        self.content = file.read()
        file.seek(0)
        return tables.text_of(file)


class MappingForm(forms.Form):
    """For each heading of a table the column that it is taken as."""

    def __init__(self, *args: Any, kind: str, mapping: dict[str, str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        choices = [("", "Not taken in")]
        choices += [
            (column.name, f"{column.heading}{' (required)' if column.required else ''}")
            for column in targets[kind].columns
        ]
        self.headings = list(mapping)
        for place, heading in enumerate(self.headings):
            self.fields[f"column-{place}"] = forms.ChoiceField(
                label=heading or "(no heading)", choices=choices, required=False, initial=mapping[heading]
            )

    @property
    def mapping(self) -> dict[str, str]:
        """The mapping that was chosen, by heading."""
        return {heading: self.cleaned_data[f"column-{place}"] for place, heading in enumerate(self.headings)}
