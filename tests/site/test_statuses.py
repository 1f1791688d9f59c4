"""Nothing is concluded from missing entries: every status and every sum shown agrees with the ledgers.

The walk opens every public page, feed, file and answer about the content supplied with the hub. Each status is marked
up (docs/hub.md), and each mark is compared with `tests.ledgers`. Words for a status without a mark are found too.
"""

import csv
import datetime
import io
import json
import re
from collections import Counter
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from django.contrib.auth import get_user_model
from django.urls import reverse
from wagtail.models import Page, Site

from cms.visibility.rule import Visibility
from newsletter.generator import content as newsletter
from newsletter.generator.documents import readers_view
from programme.choices import STATUSES_OR_NONE
from programme.models import CommitmentPage, ProgressEntry, WorkStreamPage
from tests import ledgers
from tests.programme.test_prose import WORDS, listed_sentences
from tests.site import atom

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]

TODAY = datetime.date.today()
DAYS = ["2016-01-01", "2017-03-01", "2017-03-02", "2017-06-22", "2018-05-02", "2018-12-31"]
ASKED = [
    *(f"/progress/?as-at={day}" for day in DAYS),
    *(f"/progress/?kind={kind}" for kind in ("recommendation", "action")),
    *(f"/progress/?status={status}" for status in STATUSES_OR_NONE),
    *(f"/progress/?stream={stream}&as-at=2018-01-01" for stream in ("neglect", "systems-review", "inspections")),
]
SEARCHES = [
    "/search/?type=commitment&size=50",
    "/search/?query=recommendation&size=50",
    "/search/?query=complete",
    "/search/?query=not+started",
    *(f"/search/?status={status}&size=50" for status in STATUSES_OR_NONE),
]
OTHERS = ["/feeds/", "/feedback/", "/newsletter/subscribe/", "/nothing-is-there/"]
FEEDS = ["/feeds/all.atom", "/feeds/progress.atom", "/feeds/news.atom", "/feeds/work-streams/neglect.atom"]
# Places with words for a status that aren't about a particular object.
CHOICES = ("option", "script", "style", "title")


@pytest.fixture
def found() -> dict[int, ledgers.Promise]:
    return ledgers.read()


def public_pages() -> list[str]:
    pages = Visibility(Site.objects.get()).filter(Page.objects.filter(depth__gt=1).order_by("path"))
    return [page.get_url() for page in pages]


def text_of(element: Tag) -> str:
    return " ".join(element.get_text().split())


def check_page(address: str, html: str, found: dict[int, ledgers.Promise]) -> Counter:
    """Compare all marks of a page with the ledgers. Returns the number of each sort."""
    soup, seen = BeautifulSoup(html, "html.parser"), Counter()
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    day = datetime.date.fromisoformat(asked.get("as-at", str(TODAY)))
    chosen = [one for one in found.values() if asked.get("status", "") in ("", one.status_on(day))]
    narrowed = {name: asked.get(name, "") for name in ("kind", "stream")}
    stream = WorkStreamPage.objects.filter(live=True, slug=address.strip("/").rpartition("/")[2]).first()
    if stream and stream.get_url() == address:
        narrowed["stream"] = stream.slug
    for element in soup.select("[data-status]"):
        status = element["data-status"]
        assert status in STATUSES_OR_NONE, address
        if "data-commitment" in element.attrs:
            seen["status"] += 1
            assert status == found[int(element["data-commitment"])].status_on(day), address
            assert text_of(element) == STATUSES_OR_NONE[status], address
        elif "data-entry" in element.attrs:
            seen["entry"] += 1
            assert status == ProgressEntry.objects.get(pk=element["data-entry"]).status, address
            assert text_of(element).startswith(STATUSES_OR_NONE[status]), address
        elif "data-number" in element.attrs:
            seen["number"] += 1
            assert element.find_parent(attrs={"data-sums": True}), address
        elif element.name != "rect":
            seen["name"] += 1
            assert text_of(element) == STATUSES_OR_NONE[status], address
    for group in soup.select("[data-sums]"):
        seen["sums"] += 1
        scope = narrowed | {name: group[f"data-{name}"] for name in ("kind", "stream") if f"data-{name}" in group.attrs}
        on = datetime.date.fromisoformat(group.get("data-as-at", str(day)))
        expected = ledgers.sums(chosen, on, **scope)
        parts = group.select("[data-number]")
        shown = Counter({part["data-status"]: int(part["data-number"]) for part in parts})
        assert +shown == expected, (address, text_of(group))
        for part in parts:
            said = text_of(part)
            if re.search(r"\d", said):
                assert part["data-number"] in re.findall(r"\d+", said), (address, said)
            else:
                assert part["data-status"] == ledgers.NOT_RECORDED, (address, said)
        if whole := re.search(r"\d+ of (\d+)|any of (\d+)", text_of(group)):
            assert int(whole[1] or whole[2]) == expected.total(), (address, text_of(group))
    for bar in soup.select(".hub_bar"):
        widths = {part["data-status"]: float(part["width"].rstrip("%")) for part in bar.select("rect[data-status]")}
        legend = bar.find_next(class_="hub_legend").select("[data-number]")
        numbers = {part["data-status"]: int(part["data-number"]) for part in legend}
        assert widths == pytest.approx({name: 100 * n / sum(numbers.values()) for name, n in numbers.items()}, abs=0.01)
    check_words(address, soup)
    return seen


def check_words(address: str, soup: BeautifulSoup) -> None:
    """Find words for a status without a mark: each must be listed prose of the content."""
    known = listed_sentences()
    for inside in soup.find_all(INSIDE_SENTENCES):
        inside.unwrap()
    soup.smooth()
    for text in soup.find_all(string=WORDS):
        parents = list(text.parents)
        if any(parent.name in CHOICES or "data-status" in parent.attrs for parent in parents):
            continue
        if any("ds_facet" in parent.get("class", ()) or parent.get("id") == "found" for parent in parents):
            continue  # a filter chosen by the reader, and the words typed
        said = rest = " ".join(text.split())
        for sentence in known:
            rest = rest.replace(sentence, "")
        # An excerpt may have only part of a sentence.
        if not WORDS.search(rest) or any(len(said) > PART and said in sentence for sentence in known):
            continue
        assert SAID_BY_THE_HUB.fullmatch(said), (address, said)


INSIDE_SENTENCES = ["a", "abbr", "em", "mark", "strong"]
# The number of characters by which part of a sentence is recognised.
PART = 20
# Texts of templates with such words without a mark: a filter without a choice, and the number with the chosen status,
# which `test_a_status_chosen_on_the_progress_page_is_counted_rightly` counts; and a meeting's incomplete attendance.
SAID_BY_THE_HUB = re.compile(
    r"There is no filter “\w+”, so we ignored it\."
    r"|\d+ of \d+ recommendations and actions (is|are) recorded as [\w ]+\."
    r"|This list may not be complete: other people may have attended\."
)


def test_every_status_and_sum_on_every_public_page_is_what_the_ledgers_say(client, found, subtests):
    seen = Counter()
    for address in [*public_pages(), *ASKED, *SEARCHES, *OTHERS]:
        with subtests.test(address):
            response = client.get(address)
            assert response.status_code in (200, 404)
            seen += check_page(address, response.content.decode(), found)
    # The walk compared marks of each sort.
    assert seen["status"] > 4 * len(found)
    assert min(seen["entry"], seen["name"], seen["sums"], seen["number"]) > 0


def test_a_status_chosen_on_the_progress_page_is_counted_rightly(client, found):
    for status in STATUSES_OR_NONE:
        soup = BeautifulSoup(client.get(f"/progress/?status={status}").content, "html.parser")
        number = ledgers.sums(found.values(), TODAY)[status]
        if not number:
            assert "No recommendations or actions match" in text_of(soup.main)
        else:
            said = text_of(soup.find(id="section-now").find_next("ul"))
            assert re.findall(r"\d+", said) == [str(number), str(len(found))]


def test_the_files_of_the_progress_page(client, found):
    of = {(page.work_stream.title, page.kind, page.number): page.pk for page in CommitmentPage.objects.all()}
    for day in [*DAYS, str(TODAY)]:
        on = datetime.date.fromisoformat(day)
        data = client.get(f"/progress/data.json?as-at={day}").json()
        assert Counter(data["totals"]) == ledgers.sums(found.values(), on) + Counter(total=len(found))
        for point in data["over_time"]:
            moment = datetime.date.fromisoformat(point.pop("date"))
            assert +Counter(point) == ledgers.sums(found.values(), moment) + Counter(total=len(found))
        text = client.get(f"/progress/data.csv?as-at={day}").content.decode("utf-8-sig")
        lines = list(csv.DictReader(io.StringIO(text, newline="")))
        assert len(lines) == len(data["commitments"]) == len(found)
        for record, line in zip(data["commitments"], lines, strict=True):
            one = found[of[record["work_stream"], record["kind"], record["number"]]]
            entry = one.entry_on(on)
            assert record["status"] == (entry.status if entry else None)
            assert record["status_since"] == (str(entry.date) if entry else None)
            assert record["note"] == (entry.note if entry else "")
            assert line["status"] == one.status_on(on)
            assert line["record_until"] == data["record_until"] == "2023-02"


PROGRESS = """query ($day: Date) {
  progress(asOf: $day) {
    totals { ...figures }
    byStream { kind { key } workStream { slug } totals { ...figures } }
    series { date totals { ...figures } }
    comparedWith(date: "2017-05-01") { complete total notRecorded gained sentence }
  }
  commitments(first: 100) { nodes { databaseId status(asOf: $day) { key } statusDate(asOf: $day)
    progressEntries { databaseId status { key } date } } }
  without: commitments(where: {status: {isNull: true, asOf: $day}}, first: 100) { nodes { databaseId } }
}
fragment figures on ProgressTotals { total complete notRecorded counts { status { key } number } }"""


def figures(totals: dict) -> Counter:
    """Return the totals of the API in the form of `ledgers.sums`."""
    counted = Counter({count["status"]["key"]: count["number"] for count in totals["counts"]})
    assert counted["complete"] == totals["complete"]
    assert counted[ledgers.NOT_RECORDED] == totals["notRecorded"]
    assert counted.total() == totals["total"]
    return +counted


@pytest.mark.parametrize("day", [*DAYS, str(TODAY)])
def test_the_api_says_the_same(data, found, day):
    on, early = datetime.date.fromisoformat(day), datetime.date(2017, 5, 1)
    answer = data(PROGRESS, day=day)
    told = answer["progress"]
    assert figures(told["totals"]) == ledgers.sums(found.values(), on)
    for part in told["byStream"]:
        scope = {"kind": part["kind"]["key"], "stream": part["workStream"]["slug"]}
        assert figures(part["totals"]) == ledgers.sums(found.values(), on, **scope)
    for point in told["series"]:
        moment = datetime.date.fromisoformat(point["date"])
        assert figures(point["totals"]) == ledgers.sums(found.values(), moment)
    now, before = ledgers.sums(found.values(), on), ledgers.sums(found.values(), early)
    compared = told["comparedWith"]
    assert (compared["complete"], compared["notRecorded"]) == (now["complete"], now[ledgers.NOT_RECORDED])
    assert compared["gained"] == now["complete"] - before["complete"]
    assert f"nothing is recorded for {now[ledgers.NOT_RECORDED]} of {len(found)}" in compared["sentence"]
    for node in answer["commitments"]["nodes"]:
        entry = found[node["databaseId"]].entry_on(on)
        assert node["status"] == ({"key": entry.status} if entry else None)
        assert node["statusDate"] == (str(entry.date) if entry else None)
        kept = {one.pk: {"key": one.status} for one in found[node["databaseId"]].entries}
        assert {one["databaseId"]: one["status"] for one in node["progressEntries"]} == kept
    silent = {one.key for one in found.values() if one.entry_on(on) is None}
    assert {node["databaseId"] for node in answer["without"]["nodes"]} == silent


SEARCH = """query ($where: SearchWhere) { search(query: "", where: $where, first: 50) {
  totalCount nodes { page { databaseId } status { key category } facts } facets { name values { value count } } } }"""


@pytest.mark.parametrize("status", [None, *STATUSES_OR_NONE])
def test_the_search_says_the_same(data, found, status):
    where = {"types": ["COMMITMENT_PAGE"]} | ({"statuses": [status]} if status else {})
    answer = data(SEARCH, where=where)["search"]
    now = ledgers.sums(found.values(), TODAY)
    facets = {facet["name"]: facet["values"] for facet in answer["facets"]}
    if status is None or now[status]:
        assert answer["totalCount"] == (now[status] if status else len(found))
        assert {value["value"]: value["count"] for value in facets["STATUS"]} == now
        for node in answer["nodes"]:
            one = found[node["page"]["databaseId"]]
            status = one.status_on(TODAY)
            assert node["status"]["key"] == status
            assert (node["status"]["category"] == "NONE") == (status == ledgers.NOT_RECORDED)
            assert STATUSES_OR_NONE[one.status_on(TODAY)] in node["facts"]


def test_feeds_tell_of_entries_alone(client):
    told = 0
    for address in FEEDS:
        for entry in atom.parse(client.get(address).content).iter(f"{atom.ATOM}entry"):
            categories = [category.get("term") for category in entry.findall(f"{atom.ATOM}category")]
            title = entry.find(f"{atom.ATOM}title").text
            if "Progress" not in categories:
                assert not WORDS.search(title), title
                continue
            told += 1
            line = ProgressEntry.objects.get(pk=entry.find(f"{atom.ATOM}id").text.rpartition("-")[2])
            assert categories == ["Progress", line.get_status_display()]
            assert title.endswith(f": {line.get_status_display().lower()}")
            assert entry.find(f"{atom.ATOM}summary").text == line.note
            assert entry.find(f"{atom.ATOM}published").text.startswith(str(line.date))
    assert told > ProgressEntry.objects.count()


def test_items_of_the_newsletter_say_what_an_entry_says(found):
    nodes = newsletter.items(found, readers_view())
    assert nodes.keys() == found.keys()
    for key, one in found.items():
        entry, node = one.entry_on(TODAY), nodes[key]
        assert [told.id for told in node.entries[:1]] == ([entry.pk] if entry else [])
        assert ("No update recorded" in node.facts) == (entry is None)
        if entry:
            assert node.summary.startswith(f"{entry.get_status_display()} since {entry.date.day} ")
        else:
            assert not WORDS.search(node.summary)


def test_structured_data_says_no_status_and_up_to_when_the_record_was_kept(client):
    streams = [page.get_url() for page in WorkStreamPage.objects.all()]
    for address in public_pages():
        soup = BeautifulSoup(client.get(address).content, "html.parser")
        text = soup.find("script", type="application/ld+json").string
        (thing, _) = json.loads(text)["@graph"]
        if address in ("/", "/progress/", *streams):
            assert thing["temporalCoverage"] == "2016-02/2023-02"


def test_the_admin_says_the_same(client, found):
    client.force_login(get_user_model().objects.create_superuser("admin", password="a long one"))
    now = ledgers.sums(found.values(), TODAY)
    for address in (reverse("commitments:index"), reverse("programme_choose")):
        soup = BeautifulSoup(client.get(address).content, "html.parser")
        cells = Counter(text_of(cell) for cell in soup.select("td"))
        for status, label in STATUSES_OR_NONE.items():
            assert cells[label] == now[status], (address, label)
    soup = BeautifulSoup(client.get(reverse("wagtailadmin_home")).content, "html.parser")
    assert len(soup.select("[data-sums]")) == 2
    for group in soup.select("[data-sums]"):
        shown = {part["data-status"]: int(part["data-number"]) for part in group.select("[data-number]")}
        assert shown == ledgers.sums(found.values(), TODAY, kind=group["data-kind"])
