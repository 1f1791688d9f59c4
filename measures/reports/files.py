"""The files of a report, as readers get them: a PDF and a CSV file."""

from __future__ import annotations

import csv
import io

from django.template.loader import render_to_string

from cms.base import pdf
from cms.base.spreadsheets import safe_cell
from measures.models import PeriodReport
from measures.objectives.periods import in_words

from .sections import csv_rows, sections_of

WIDE_FROM = 5  # months


def name_of(report: PeriodReport) -> str:
    """Return the name of a report's files, without the extension."""
    return f"report-{report.first:%Y-%m-%d}-to-{report.last:%Y-%m-%d}"


def csv_of(report: PeriodReport) -> bytes:
    """Return the report as CSV in UTF-8, with a byte order mark for spreadsheet programs."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerows([safe_cell(cell) for cell in row] for row in csv_rows(report))
    return text.getvalue().encode("utf-8-sig")


def html_of(report: PeriodReport) -> str:
    """Return the page that the PDF is made of."""
    sections = sections_of(report, for_readers=True)
    months = max((len(part.months) for section in sections for part in section.parts), default=0)
    site = report.own_site
    return render_to_string(
        "measures/admin/report_pdf.html",
        {
            "report": report,
            "period": in_words(report.first, report.last),
            "programme": site.site_name if site else "",
            "sections": sections,
            "is_wide": months >= WIDE_FROM,
        },
    )


def report_pdf(report: PeriodReport) -> bytes:
    """Return the report as a tagged PDF. Raises as `pdf.of_html` does."""
    return pdf.of_html(html_of(report))
