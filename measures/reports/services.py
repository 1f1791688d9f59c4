"""Makes reports, makes them anew, and turns them into drafts of publications."""

from __future__ import annotations

import datetime
from html import escape
from typing import Any

from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from wagtail.models import Site

from cms.base import pdf
from cms.base.choices import DatePrecision
from cms.base.dates import today
from cms.base.free_names import first_free
from cms.media.models import HubDocument, HubImage
from cms.pages.addresses import in_tree_of
from measures.models import PeriodReport
from measures.objectives.periods import in_words
from programme.choices import PublicationKind
from programme.models import PublicationIndexPage, PublicationPage
from programme.models.publications import Attachment

from . import contents, files
from .charts import MonthChart
from .contents import SECTIONS, ReportRefusedError
from .pictures import png_of
from .sections import ShownFigure, ShownPart, sections_of

FIXED = "There is a publication of this report, so it isn't changed any more."
CHANGED = "Somebody changed this report just now. Look at it, then try again."


def title_of(first: datetime.date, last: datetime.date) -> str:
    """Return the title of a new report: “Report for July to September 2026”."""
    return f"Report for {in_words(first, last)}"


def fill(report: PeriodReport, site: Site, user: User | None) -> PeriodReport:
    """Fill a report with what is recorded now for its days; it isn't saved. Raises ReportRefusedError."""
    report.content = {"sections": contents.make(site, report.first, report.last)}
    report.made_at, report.made_by = timezone.now(), user
    report.title = report.title or title_of(report.first, report.last)
    return report


def make_anew(report: PeriodReport, user: User) -> None:
    """Replace the figures of a draft by those of now; the texts of editors stay. Raises ReportRefusedError."""
    found, site, state = _read(report)
    fill(found, site, user)
    with transaction.atomic():
        _lock(found, state)
        found.save(update_fields=["content", "made_at", "made_by"])


def _read(report: PeriodReport) -> tuple[PeriodReport, Site, list[Any]]:
    """Return a draft as it is stored, its site, and what must not change until it is locked. Raises ReportRefusedError."""
    found = PeriodReport.objects.get(pk=report.pk)
    site = found.own_site
    if not found.is_open or site is None:
        raise ReportRefusedError(FIXED)
    return found, site, _state(found)


def _state(report: PeriodReport) -> list[Any]:
    return [report.made_at, report.title, report.introduction, *(getattr(report, f"{one}_comment") for one in SECTIONS)]


def _lock(report: PeriodReport, state: list[Any]) -> None:
    """Lock a report before it is written. Raises ReportRefusedError if it was changed meanwhile.

    What is written is made before: that takes seconds, and a transaction of SQLite locks all.
    """
    held = PeriodReport.objects.select_for_update().get(pk=report.pk)
    if not held.is_open:
        raise ReportRefusedError(FIXED)
    if _state(held) != state:
        raise ReportRefusedError(CHANGED)


def place_of(report: PeriodReport) -> PublicationIndexPage | None:
    """Return the list of publications under which its publication will be; None if the programme has none."""
    site = report.own_site
    return PublicationIndexPage.objects.filter(in_tree_of(site, "path")).order_by("path").first() if site else None


def publication_of(report: PeriodReport, user: User) -> PublicationPage:
    """Make the draft of a publication of the report, with its files. It is published as every page is, by its workflow.

    The files are held until the page is published: nobody else can read them before. Raises ReportRefusedError if there is
    one already, if the programme has no list of publications, or if the user may not write there.
    """
    found, site, state = _read(report)
    place = place_of(found)
    if place is None:
        raise ReportRefusedError("The programme has no list of publications. Add one, then try again.")
    if not place.permissions_for_user(user).can_add_subpage():
        raise ReportRefusedError("You may not write publications. Somebody who may can do it.")
    page = PublicationPage(
        **{"title": found.title, "kind": PublicationKind.REPORT},
        date=today(),
        date_precision=DatePrecision.DAY,
        summary=f"What we communicated from {found.days}, what came back, and what changed because of it.",
        live=False,
        owner=user,
    )
    documents: list[HubDocument] = []
    charts: list[HubImage] = []
    try:
        documents += _documents(found, site, user)
        charts += _charts(found, site, user)
        with transaction.atomic():
            _lock(found, state)
            for chart in charts:
                chart.save()
            page.body = _body(found, charts)
            _add(page, place, documents, files.name_of(found), user)
            found.page = page
            found.save(update_fields=["page"])
    except BaseException:
        for file in (*(one.file for one in documents), *(one.file for one in charts)):
            file.delete(save=False)
        raise
    return page


def _add(
    page: PublicationPage, place: PublicationIndexPage, documents: list[HubDocument], wanted: str, user: User
) -> None:
    taken = set(place.get_children().filter(slug__startswith=wanted).values_list("slug", flat=True))
    page.slug = first_free(wanted, taken)
    for document in documents:
        document.save()
    page.attachments = [Attachment(document=document) for document in documents]
    place.add_child(instance=page)
    page.save_revision(user=user, log_action=True)


def _documents(report: PeriodReport, site: Site, user: User) -> list[HubDocument]:
    """Return the documents; their files are stored, they themselves not yet."""
    given = _given(site, user)
    contents_by_kind = {"pdf": files.report_pdf(report)} if pdf.is_possible() else {}
    contents_by_kind["csv"] = files.csv_of(report)
    made = []
    for extension, content in contents_by_kind.items():
        name = f"{files.name_of(report)}.{extension}"
        title = report.title if extension == "pdf" else f"{report.title}: figures"
        document = HubDocument(title=title, file=ContentFile(content, name=name), **given)
        document.fill_in_from_file()
        document.language, document.file_size = document.language or "en", document.file.size
        document.file.save(name, document.file.file, save=False)
        made.append(document)
    return made


def _charts(report: PeriodReport, site: Site, user: User) -> list[HubImage]:
    """Return the charts as pictures, in the order of their figures; their files are stored, they themselves not yet."""
    made: list[HubImage] = []
    for figure, chart in figures_with_chart(report):
        name = f"{files.name_of(report)}-chart-{len(made) + 1}.png"
        image = HubImage(
            title=f"{report.title}: {figure.label}"[:255],
            description=_alternative(figure),
            file=ContentFile(png_of(chart), name=name),
            **_given(site, user),
        )
        image.file_size = image.file.size
        image.file.save(name, image.file.file, save=False)
        made.append(image)
    return made


def figures_with_chart(report: PeriodReport) -> list[tuple[ShownFigure, MonthChart]]:
    """Return the figures that readers see with a chart, in their order."""
    parts = [part for section in sections_of(report, for_readers=True) for part in section.parts]
    return [(figure, figure.chart) for part in parts for figure in part.figures if figure.chart]


def _alternative(figure: ShownFigure) -> str:
    months = f"from {figure.months[0][0]} to {figure.months[-1][0]}"
    return f"Bar chart: {figure.label}, {months}. The table above has its numbers."


def _given(site: Site, user: User) -> dict[str, Any]:
    """Return what documents and pictures of a site's report begin with."""
    programme = getattr(site, "programme_site", None)
    given = {"uploaded_by_user": user, "is_held": True}
    if programme is not None and programme.collection is not None:
        given["collection"] = programme.collection
    return given


def _body(report: PeriodReport, charts: list[HubImage]) -> list[tuple[str, Any]]:
    """Return the blocks of the page: the text of the editors, and every figure with its chart and every table."""
    blocks: list[tuple[str, Any]] = _paragraphs(report.introduction)
    pictures = iter(charts)
    for section in sections_of(report, for_readers=True):
        blocks.append(("heading", {"text": section.title, "level": "h2"}))
        blocks += _paragraphs(section.comment)
        for part in section.parts:
            blocks += _table(part)
            for figure in (figure for figure in part.figures if figure.chart):
                caption = f"{figure.label}: {figure.unit} by month"
                blocks.append(("image", {"image": next(pictures).pk, "caption": caption}))
    return PublicationPage._meta.get_field("body").stream_block.to_python(
        [{"type": kind, "value": value} for kind, value in blocks]
    )


def _paragraphs(text: str) -> list[tuple[str, Any]]:
    parts = [part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]
    if not parts:
        return []
    html = "".join("<p>{}</p>".format(escape(part).replace("\n", "<br/>")) for part in parts)
    return [("rich_text", {"text": html})]


def _table(part: ShownPart) -> list[tuple[str, Any]]:
    if part.none and not (part.rows or part.figures):
        return [("heading", {"text": part.caption, "level": "h3"}), *_paragraphs(part.none)]
    if not part.figures:
        return [_block(part.caption, part.headings, part.rows)]
    numbers = [[figure.label, figure.in_words] for figure in part.figures]
    months = [[text for _, text, _ in figure.months] for figure in part.figures]
    if not part.has_targets:
        return [_block(part.caption, ["What", "Number", *part.months], list(map(list.__add__, numbers, months)))]
    # With the months in the same table, it would be wider than the page.
    targets = [[figure.target, figure.result] for figure in part.figures]
    found = [_block(part.caption, ["What", "Number", "Target", "Result"], list(map(list.__add__, numbers, targets)))]
    if part.months:
        rows = [[figure.label, *texts] for figure, texts in zip(part.figures, months, strict=True)]
        found.append(_block(f"{part.caption}, by month", ["What", *part.months], rows))
    return found


def _block(caption: str, headings: list[str], rows: list[list[str]]) -> tuple[str, Any]:
    columns = [{"type": "text", "heading": heading} for heading in headings]
    return ("table", {"table": {"columns": columns, "rows": [{"values": row} for row in rows], "caption": caption}})
