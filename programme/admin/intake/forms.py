"""Forms of imports: the table, how its columns are taken, and documents."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.models import User
from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile

from cms.base.csv_files import LARGEST, TOO_LARGE, UnreadableFileError
from cms.base.own_words import worded
from programme.intake import tables
from programme.intake.columns import FILE
from programme.intake.files import MOST, NO_COLUMN, FilesRefusedError, filled_forms, unnamed
from programme.intake.targets import guessed, targets
from programme.models import IntakeKind

from .document_forms import SeveralFilesField, SeveralFilesInput


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

    documents = SeveralFilesField(label="Files of publications", required=False, widget=SeveralFilesInput())

    def __init__(self, *args: Any, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.user = user
        self.uploads: list[Any] = []
        taken = settings.WAGTAILDOCS_EXTENSIONS
        self.fields["documents"].help_text = (
            f"Those that the column “File” of the table names. {', '.join(one.upper() for one in taken)}, "
            f"{settings.DOCUMENT_MEGABYTES} MB each at most, {MOST} files. Readers can't get them before you publish."
        )
        self.fields["documents"].widget.attrs["accept"] = ",".join(f".{one}" for one in taken)
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
                self._take_files(data.get("documents") or [], data.get("kind", ""), tables.read(data["text"]))
        except UnreadableFileError as error:
            self.add_error(place, str(error))
        except FilesRefusedError as error:
            self.add_error("documents", error.messages)
        return data

    def _take_files(self, given: list[UploadedFile], kind: str, table: tables.IntakeTable) -> None:
        """Fill in the form of each file. Raises FilesRefusedError, also for a file that no line of the table names."""
        if not given or not kind:
            return
        if not targets[kind].column(FILE):
            raise FilesRefusedError(["Only publications have files. Leave this empty."])
        if len(given) > MOST:
            raise FilesRefusedError([f"These are {len(given)} files. {MOST} can be taken at most: split the table."])
        mapping = guessed(targets[kind], table.headings)
        if FILE not in mapping.values():
            raise FilesRefusedError([NO_COLUMN])
        if left := unnamed([str(one.name) for one in given], table, mapping):
            raise FilesRefusedError([f"{name}: No line of the table names this file." for name in left])
        self.uploads = filled_forms(given, self.user)

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
        target = targets[kind]
        choices = [("", "Not taken in")]
        for column in target.columns:
            needed = " (required)" if target.is_needed_always(column) else " (for new pages)" if column.required else ""
            choices.append((column.name, f"{column.heading}{needed}"))
        self.headings = list(mapping)
        for place, heading in enumerate(self.headings):
            self.fields[f"column-{place}"] = forms.ChoiceField(
                label=heading or "(no heading)", choices=choices, required=False, initial=mapping[heading]
            )

    @property
    def mapping(self) -> dict[str, str]:
        """The mapping that was chosen, by heading."""
        return {heading: self.cleaned_data[f"column-{place}"] for place, heading in enumerate(self.headings)}
