"""Reports: made in one click, kept as they were made, and published as pages are."""

import csv
import datetime
import io

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from cms.accounts.roles import EDITORS, PROGRAMME_LEADS, VIEWERS
from cms.base.choices import DatePrecision
from cms.base.dates import today
from cms.models import HubDocument, HubImage
from engagement.models import YouSaidEntry
from measures.models import PeriodReport
from measures.reports import contents, files, services
from measures.reports.charts import chart_of
from measures.reports.pictures import png_of
from programme.models import ProgrammeSettings, PublicationPage
from tests import factories
from tests.admin.conftest import sign_in
from tests.pdf_files import TaggedPdf, weasyprint  # noqa: F401  a fixture

ADD = reverse("period-reports:add")
QUARTER = {"period": "days", "from_day": "1 July 2026", "to_day": "30 September 2026"}


@pytest.fixture
def lead(tree, roles):
    return sign_in("lead", group=PROGRAMME_LEADS)


@pytest.fixture
def quarter(tree, roles):
    """News, an engagement, an entry of “You said, we did”, and a few visitors."""
    news = factories.NewsFactory(parent=tree.news, title="The first step", date=datetime.date(2026, 8, 3))
    factories.EngagementFactory(date=datetime.date(2026, 9, 1))
    said = factories.YouSaidWeDidFactory(parent=tree.home)
    YouSaidEntry.objects.create(page=said, date=datetime.date(2026, 7, 5), said="Too long", did="Shortened")
    objective = factories.ObjectiveFactory(title="Everyone is informed")
    doors = factories.MeasureFactory(objective=objective, label="Visitors", unit="people", counts_people=True)
    factories.FigureFactory(measure=doors, first=datetime.date(2026, 7, 11), number=3)
    return news


@pytest.fixture
def report(lead, quarter) -> PeriodReport:
    answer = lead.post(ADD, QUARTER)
    made = PeriodReport.objects.get()
    assert answer["Location"] == reverse("period-reports:report", args=[made.pk])
    return made


def page_of(client, report, **asked) -> BeautifulSoup:
    answer = client.get(reverse("period-reports:report", args=[report.pk]), asked)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser").select_one("main")


def act(client, report, deed):
    return client.post(reverse("period-reports:act", args=[report.pk, deed]), follow=True)


def lines_of(report) -> list[list[str]]:
    return list(csv.reader(io.StringIO(files.csv_of(report).decode("utf-8-sig"))))


def test_each_number_leads_to_its_rows(lead, report):
    page = page_of(lead, report)
    links = [link for link in page.select("td a") if link["href"].startswith("/admin/objectives/")]
    assert len(links) >= 8
    for link in links:
        rows = BeautifulSoup(lead.get(link["href"]).content, "html.parser").select_one("[data-total]")
        assert rows.text == link.find(string=True).split()[0]


def test_it_says_what_was_promised_told_came_back_and_changed(lead, report):
    text = page_of(lead, report).text
    assert report.title == "Report for July to September 2026"
    for words in ("Everyone is informed", "The first step", "Too long", "Shortened"):
        assert words in text


def test_a_month_to_come_is_not_shown(lead, quarter, tree):
    factories.NewsFactory(parent=tree.news, date=today())
    year = today().year
    lead.post(ADD, {"period": "days", "from_day": f"1 January {year}", "to_day": f"31 December {year}"})
    months = [line[3] for line in lines_of(PeriodReport.objects.get()) if line[2] == "News published"]
    assert len(months) == 1 + (today().month if today().month > 1 else 0)


def test_readers_see_no_links_and_no_small_numbers_of_people(lead, report):
    page = page_of(lead, report, **{"as": "readers"})
    assert page.select("td a") == []
    row = next(row for row in page.select("tr") if row.th and row.th.text == "Visitors")
    assert [cell.text.strip() for cell in row.select("td")][:1] == ["fewer than 5 people"]
    assert {cell.text.strip() for cell in row.select("td")[3:]} == {"not shown"}
    for_readers = [line for line in lines_of(report) if line[2] == "Visitors"]
    assert [line[4] for line in for_readers] == ["fewer than 5", *["not shown"] * 3]


def test_months_of_subscriptions_are_shown_of_all_three_figures_or_of_none(lead, report):
    factories.MeasureFactory(label="Members", source="active")
    services.make_anew(report, lead.user)
    report.refresh_from_db()
    numbers = {"joined": [20, 8, 6, 6], "left": [11, 5, 0, 6], "active": [90, 84, 90, 90]}
    set_numbers(report, numbers)
    assert months_of(report, "Subscriptions begun") == ["8", "6", "6"]
    # The months of one could be reckoned from those of the two others.
    set_numbers(report, numbers | {"left": [13, 5, 2, 6]})
    for label in ("Subscriptions begun", "Subscriptions ended", "Subscriptions at the end", "Members"):
        assert months_of(report, label) == ["not shown"] * 3, label
    assert months_of(report, "News published") == ["0", "1", "0"]
    row = next(row for row in page_of(lead, report).select("tr") if row.th and row.th.text == "Subscriptions begun")
    assert [cell.find(string=True).split()[0] for cell in row.select("td a")] == ["20", "8", "6", "6"]


def set_numbers(report, numbers: dict[str, list[int]]) -> None:
    """Give the figures of sources, by name, another number and other months."""
    for section in report.content["sections"]:
        for row in (row for part in section["parts"] for row in part["rows"] if isinstance(row, dict)):
            name = row.get("source") or row["counted"]
            if name in numbers:
                row["number"], *row["months"] = numbers[name]
    report.save()


def months_of(report, label: str) -> list[str]:
    return [line[4] for line in lines_of(report) if line[2] == label and line[3] != "Whole period"]


def test_months_add_up_to_the_whole(report):
    numbers = [line for line in lines_of(report) if line[2] == "News published"]
    assert [line[3:5] for line in numbers] == [
        ["Whole period", "1"],
        ["July 2026", "0"],
        ["August 2026", "1"],
        ["September 2026", "0"],
    ]


def test_it_stays_as_it_was_made_until_it_is_made_anew(lead, report, tree):
    factories.NewsFactory(parent=tree.news, title="A second step", date=datetime.date(2026, 8, 4))
    assert "A second step" not in page_of(lead, report).text
    report.introduction = "In our words."
    report.save()
    assert "The figures are those of now" in act(lead, report, "anew").content.decode()
    text = page_of(lead, report).text
    assert "A second step" in text
    assert "In our words." in text


def test_nothing_is_public_before_the_publication_is(lead, report):
    report.introduction = "A quarter of <b>beginnings</b>."
    report.save()
    act(lead, report, "publication")
    page = PublicationPage.objects.get()
    document = HubDocument.objects.get(file__endswith="csv") if HubDocument.objects.count() else None
    reader = Client()
    assert document.is_held
    assert [reader.get(address).status_code for address in (page.url, document.url)] == [404, 404]
    page.get_latest_revision().publish(user=lead.user)
    text = reader.get(page.url).content.decode()
    assert "A quarter of &lt;b&gt;beginnings&lt;/b&gt;." in text
    assert "fewer than 5 people" in text
    assert "/admin/" not in BeautifulSoup(text, "html.parser").select_one("main").decode()
    assert b"".join(reader.get(document.url).streaming_content).startswith(b"\xef\xbb\xbfSection")
    report.refresh_from_db()
    assert report.state == "Published"


def test_its_charts_are_pictures_with_the_numbers_in_a_table(lead, report, django_capture_on_commit_callbacks):
    charts = [figure.label for figure, _ in services.figures_with_chart(report)]
    assert "News published" in charts and "Visitors" not in charts  # its months would tell a small number
    with django_capture_on_commit_callbacks(execute=True):  # the sizes of pictures
        act(lead, report, "publication")
    page, pictures = PublicationPage.objects.get(), HubImage.objects.order_by("pk")
    assert [picture.title for picture in pictures] == [f"{report.title}: {label}" for label in charts]
    news = pictures.get(title__endswith="News published")
    assert news.description == (
        "Bar chart: News published, from July 2026 to September 2026. The table above has its numbers."
    )
    reader = Client()
    assert news.is_held and reader.get(page.url).status_code == 404
    page.get_latest_revision().publish(user=lead.user)
    main = BeautifulSoup(reader.get(page.url).content, "html.parser").select_one("main")
    shown = [image["alt"] for image in main.select("figure img")]
    assert shown == [picture.description for picture in pictures]
    before = main.select_one("figure").find_previous("table")
    assert "News published" in before.get_text() and "August 2026" in before.get_text()


def test_a_chart_as_a_picture():
    chart = chart_of([(f"Month {number}", number * 1000) for number in range(12)])
    picture = Image.open(io.BytesIO(png_of(chart)))
    assert picture.format == "PNG" and picture.size == (1600, 656)
    # The bar of the last month reaches the top, that of the first isn't there.
    last, first = (round(1600 * (place + 0.5) / 12) for place in (11, 0))
    assert [picture.getpixel((x, 200)) == (0, 0x43, 0x7A) for x in (last, first)] == [True, False]


def test_on_a_phone_numbers_and_labels_have_room():
    quarter = chart_of([("July 2026", 1240), ("August 2026", 90), ("September 2026", 1300)])
    assert [bar.has_room for bar in quarter.bars] == [True] * 3
    assert [bar.anchor for bar in quarter.bars] == ["middle"] * 3
    year = chart_of([(f"Month {number}", 1000 + (number == 3) * 240) for number in range(12)])
    assert [place for place, bar in enumerate(year.bars) if bar.has_room] == [3, 11]
    assert [bar.anchor for bar in year.bars[:4]] == ["start", *["middle"] * 3]
    assert year.bars[-1].anchor == "end"
    few = chart_of([(f"Month {number}", number) for number in range(10)])
    assert all(bar.has_room for bar in few.bars)


def test_a_lead_publishes_it_by_the_form_of_the_page(lead, report):
    answer = act(lead, report, "publication")
    page = PublicationPage.objects.get()
    assert answer.redirect_chain[-1][0] == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert answer.status_code == 200


def test_files_and_figures_are_made_before_the_database_is_locked(lead, report, monkeypatch):
    depths = []
    for module, name in ((files, "csv_of"), (files, "html_of"), (contents, "make"), (services, "png_of")):
        monkeypatch.setattr(module, name, noting(depths, getattr(module, name)))
    services.make_anew(report, lead.user)
    services.publication_of(report, lead.user)
    assert len(depths) >= 2
    assert set(depths) == {0}


def noting(depths: list[int], function):
    """Return a function that notes in how many transactions it is called, besides that of the test."""

    def inner(*args):
        depths.append(len(connection.savepoint_ids))
        return function(*args)

    return inner


@pytest.mark.parametrize("deed", ["anew", "publication"])
def test_what_was_changed_meanwhile_is_refused_and_leaves_no_files(lead, report, monkeypatch, settings, tmp_path, deed):
    settings.MEDIA_ROOT = tmp_path

    def meanwhile(module, name):
        make = getattr(module, name)

        def inner(*args):
            PeriodReport.objects.update(introduction="Somebody else's.", made_at=timezone.now())
            return make(*args)

        monkeypatch.setattr(module, name, inner)

    meanwhile(files, "csv_of")
    meanwhile(contents, "make")
    assert "Somebody changed this report just now." in act(lead, report, deed).content.decode()
    assert not HubDocument.objects.exists()
    assert not PublicationPage.objects.exists()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_it_is_fixed_once_there_is_a_publication(lead, report):
    act(lead, report, "publication")
    assert "isn&#x27;t changed any more" in act(lead, report, "anew").content.decode()
    assert "isn&#x27;t changed any more" in act(lead, report, "publication").content.decode()
    form = {"title": "Other", "introduction": ""}
    answer = lead.post(reverse("period-reports:edit", args=[report.pk]), form)
    assert "isn&#x27;t changed any more" in answer.content.decode()
    PublicationPage.objects.get().delete()
    report.refresh_from_db()
    assert report.is_open


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"from_day": "1 May 2019", "to_day": "31 May 2019"}, "Nothing is recorded for 1 May 2019 to 31 May 2019"),
        ({"from_day": "30 May 2026", "to_day": "1 May 2026"}, "The last day is before the first."),
        ({"from_day": "1 May 2090", "to_day": "2 May 2090"}, "1 May 2090 is in the future"),
        ({"from_day": "1 May 2014", "to_day": "2 May 2014"}, "is before the programme, which began in February 2016"),
        ({"from_day": "1 May 2016", "to_day": "2 May 2026"}, "A report is of 3 years at most."),
        ({"from_day": "1 May 2026", "to_day": ""}, "Give the first and the last day."),
        ({"from_day": "soon", "to_day": "1 May 2026"}, "soon"),
        ({"period": "2026-q9"}, "Select a valid choice."),
    ],
)
def test_no_report_is_made_of_such_a_period(lead, quarter, tree, asked, sentence):
    ProgrammeSettings.objects.update_or_create(
        site=tree.site,
        defaults={"started_on": datetime.date(2016, 2, 1), "started_on_precision": DatePrecision.MONTH},
    )
    answer = lead.post(ADD, QUARTER | asked)
    assert sentence in BeautifulSoup(answer.content, "html.parser").select_one("main").decode()
    assert not PeriodReport.objects.exists()


def test_the_period_that_is_offered_first_is_the_last_that_is_over(lead):
    page = BeautifulSoup(lead.get(ADD).content, "html.parser")
    first = page.select_one("[name=period] option")["value"]
    year, quarter = int(first[:4]), int(first[-1])
    begun = datetime.date(year, quarter * 3 - 2, 1)
    assert 90 <= (today() - begun).days <= 184


def test_who_may_do_what(report, roles):
    viewer, editor = sign_in("viewer", group=VIEWERS), sign_in("editor", group=EDITORS)
    address = reverse("period-reports:report", args=[report.pk])
    assert viewer.get(address).status_code in (302, 403)
    assert editor.get(address).status_code == 200
    act(editor, report, "publication")
    page = PublicationPage.objects.get()
    assert not page.live
    assert not page.permissions_for_user(editor.user).can_publish()


def test_the_page_of_the_pdf_is_a_document_with_headings_and_tables(report):
    page = BeautifulSoup(files.html_of(report), "html.parser")
    assert page.html["lang"] == "en-GB"
    assert page.title.text == report.title
    assert [one.text for one in page.select("h2")] == [
        *("What we promised to tell", "What we communicated, and to whom", "What came back", "What we changed")
    ]
    assert all(table.select("thead th[scope=col]") for table in page.select("table"))
    assert page.select("a") == []


def test_the_pdf_is_tagged(weasyprint, report):  # noqa: F811
    TaggedPdf(files.report_pdf(report)).require_accessible(title=report.title)


def test_a_title_with_marks_is_a_title_in_the_pdf(report):
    report.title = "Ours & <theirs>"
    assert "<title>Ours &amp; &lt;theirs&gt;</title>" in files.html_of(report)


def test_a_chart_needs_something_to_compare():
    assert chart_of([("July 2026", 3)]) is None
    assert chart_of([("July 2026", 0), ("August 2026", None)]) is None
    chart = chart_of([("July 2026", 1), ("August 2026", 4)], target=4)
    assert [bar.height for bar in chart.bars] == ["30.0", "120.0"]
    assert chart.target_at == "20.0"
