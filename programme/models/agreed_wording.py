"""Wording that was agreed and is quoted verbatim. Everything else on the hub is in our own words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.panels import FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from cms.base.partial_date_fields import PartialDateField, PrecisionField
from cms.base.partial_dates import PartialDate
from programme.graphql.agreed_wording import agreed_wording_field

PARAGRAPH = re.compile(r"\n\s*\n")


@dataclass(frozen=True)
class QuotedStatement:
    """A paragraph of an agreed wording. `quotation` is the text to copy: the words, their source and date."""

    anchor: str
    text: str
    quotation: str


class AgreedWording(models.Model):
    """The agreed wording of a page's statements, with its source. Empty while there are only our own words."""

    agreed_text = models.TextField(
        "agreed wording",
        blank=True,
        max_length=3000,
        help_text="The exact wording as agreed, one statement a paragraph. The page quotes it with its source "
        "and date. If you leave it empty, the page says that the wording is ours.",
    )
    agreed_source = models.CharField(
        "source",
        max_length=250,
        blank=True,
        help_text="The document from which it is quoted, such as its title and page.",
    )
    agreed_source_address = models.URLField(
        "address of the source",
        max_length=500,
        blank=True,
        help_text="Where to read that document, if it is published.",
    )
    agreed_by = models.CharField(
        "approved by", max_length=200, blank=True, help_text="Who approved it, such as “The board”."
    )
    agreed_since = PartialDateField(
        "from",
        null=True,
        blank=True,
        help_text="The date from which it applies: “2 March 2017”, “March 2017” or “2017”.",
    )
    agreed_since_precision = PrecisionField()

    # Writing help skips these: agreed wording isn't ours to improve.
    agreed_fields = ("agreed_text", "agreed_source", "agreed_source_address", "agreed_by", "agreed_since")
    agreed_search_fields = [index.SearchField("agreed_text")]
    agreed_panels = [
        MultiFieldPanel(
            [
                "agreed_text",
                "agreed_source",
                "agreed_source_address",
                FieldRowPanel(["agreed_by", "agreed_since"]),
            ],
            "Agreed wording",
        )
    ]
    agreed_graphql_fields = [agreed_wording_field()]

    class Meta:
        abstract = True

    def clean(self):
        super().clean()
        if self.agreed_text.strip() and not self.agreed_source.strip():
            raise ValidationError({"agreed_source": "Say which document the agreed wording is quoted from."})
        if not self.agreed_text.strip() and any(getattr(self, name) for name in self.agreed_fields):
            raise ValidationError({"agreed_text": "Give the agreed wording, or clear the fields about it."})

    @property
    def statements(self) -> list[QuotedStatement]:
        """The paragraphs of the agreed wording; empty if there is none."""
        texts = [" ".join(text.split()) for text in PARAGRAPH.split(self.agreed_text.replace("\r", "")) if text.strip()]
        return [
            QuotedStatement(f"agreed-wording-{number}", text, f"“{text}” {self.agreed_reference}")
            for number, text in enumerate(texts, 1)
        ]

    @property
    def agreed_reference(self) -> str:
        """The source and date of the agreed wording, such as “(The strategy, May 2017, https://example.org/)”."""
        known = [self.agreed_source, str(self.agreed_date or ""), self.agreed_source_address]
        return f"({', '.join(filter(None, known))})"

    @property
    def agreed_date(self) -> PartialDate | None:
        """The date from which the agreed wording applies, as precisely as it is known."""
        return PartialDate.of(self, "agreed_since")
