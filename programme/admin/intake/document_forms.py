"""Forms about documents: the files, the draft that a document becomes, and one for each proposal."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from cms.base.date_fields import PartialDayField
from cms.base.own_words import worded
from cms.pages.addresses import in_tree_of
from programme.intake.columns import LARGEST_NUMBER
from programme.models import GroupPage, IntakeDocument, IntakeProposal, ProposalKind, WorkStreamPage

PUBLICATION = "publication"
NAMES = {ProposalKind.SECTION: "Heading", ProposalKind.PERSON: "Name", ProposalKind.DATE: "Date"}


class SeveralFilesInput(forms.ClearableFileInput):
    """A field in which several files can be chosen."""

    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """Several files; its value is their list."""

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        # Django's field is for one file. An empty file is one that can't be read, and the others still can.
        given = data if isinstance(data, list | tuple) else [data] if data else []
        if not given:
            super().clean(None, initial)
        return list(given)


class DocumentsForm(forms.Form):
    """Word and PDF documents."""

    documents = SeveralFilesField(
        label="Documents",
        help_text="Word (DOCX) or PDF, several at once, or a folder as ZIP. 20 MB each at most, 50 documents.",
        widget=SeveralFilesInput(attrs={"accept": ".docx,.pdf,.zip"}),
    )


class StreamForm(forms.Form):
    """The work stream of a document."""

    stream = forms.ModelChoiceField(
        queryset=WorkStreamPage.objects.none(),
        required=False,
        label="Work stream",
        help_text="For the recommendations and actions of a publication: they become pages below it.",
    )

    def __init__(self, *args: Any, document: IntakeDocument, **kwargs: Any):
        super().__init__(*args, **kwargs)
        here = in_tree_of(document.intake.own_site)
        field: Any = self.fields["stream"]
        field.queryset = WorkStreamPage.objects.filter(here, alias_of=None).order_by("path")
        field.label_from_instance = lambda page: page.title
        field.label, field.help_text = worded(str(field.label)), worded(str(field.help_text))


class DraftForm(StreamForm):
    """What a document becomes. The accepted proposals go there."""

    title = forms.CharField(max_length=255)
    becomes = forms.ChoiceField(label="It becomes", choices=[])
    date = PartialDayField(help_text="Of the publication or the meeting. “May 2026” is enough for a publication.")
    field_order = ("title", "becomes", "date", "stream")

    def __init__(self, *args: Any, document: IntakeDocument, **kwargs: Any):
        dates = [one for one in document.proposals.all() if one.kind == ProposalKind.DATE]
        super().__init__(*args, document=document, **kwargs)
        self.initial = {"title": document.title, "date": dates[0].title if dates else ""}
        here = in_tree_of(document.intake.own_site)
        self.groups = list(GroupPage.objects.filter(here, alias_of=None).order_by("path"))
        fields: Any = self.fields
        fields["becomes"].choices = [
            (PUBLICATION, "A publication"),
            *((str(one.pk), f"Minutes of a meeting: {one.title}") for one in self.groups),
        ]

    @property
    def group(self) -> GroupPage | None:
        """The group whose minutes the document is, None for a publication."""
        return next((one for one in self.groups if str(one.pk) == self.cleaned_data["becomes"]), None)


class ProposalForm(forms.ModelForm):
    """The values of a proposal, to be confirmed or changed."""

    number = forms.IntegerField(min_value=1, max_value=LARGEST_NUMBER)

    class Meta:
        model = IntakeProposal
        fields = ("number", "title", "text", "owner", "due")
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        kind = ProposalKind(self.instance.kind)
        is_item = kind in (ProposalKind.RECOMMENDATION, ProposalKind.ACTION)
        dropped = set() if is_item else {"number", "owner", "due"} | ({"text"} if kind == ProposalKind.DATE else set())
        for name in dropped:
            del self.fields[name]
        if is_item:
            self.fields["title"].label, self.fields["text"].required = "Subject", True
            if not self.instance.title:
                del self.fields["title"]
            if self.instance.number is None:
                self.fields["number"].required = False
                self.fields["number"].help_text = f"For {self.instance.reference}. Left empty: the next free one."
        else:
            self.fields["title"].label, self.fields["title"].required = NAMES[kind], True
        if kind == ProposalKind.PERSON:
            text = self.fields["text"]
            text.label, text.widget = "Post or organisation", forms.TextInput()
        if kind == ProposalKind.DATE:
            self.fields["title"] = forms.CharField(label="Date", help_text="It becomes the date of the draft.")

    def clean_title(self) -> str:
        title = self.cleaned_data["title"]
        if self.instance.kind == ProposalKind.DATE:
            PartialDayField().clean(title)
        return title
