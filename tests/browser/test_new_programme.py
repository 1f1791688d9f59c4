"""From an empty hub to a public programme, by one person with one form: counted in clicks and typed words."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from urllib.parse import urljoin

import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

from tests import hubs

PASSWORD = "a-long-enough-password"
PATIENCE = 120_000  # milliseconds: a busy machine is slow to send the first page
SECONDS_A_CLICK, WORDS_A_MINUTE, MOST_MINUTES = 2, 40, 15
COUNTED = (80, 113)  # clicks and words
STREAMS = {
    "Homes": "Every home is warm and cheap to heat.",
    "Power": "Power comes from wind and water.",
    "Travel": "People get about without fumes.",
    "Skills": "There are people who can do the work.",
}
PEOPLE = (
    ("Ada", "Marsh", "Director"),
    ("Ben", "Croft", "Head of homes"),
    ("Cal", "Reeve", "Head of power"),
    ("Dee", "Holm", "Writer"),
    ("Eli", "Strand", "Analyst"),
)
HEADINGS = "Stream\tKind\tNumber\tText\tDue"
LINES = [
    f"{stream}\t{'Recommendation' if number < 3 else 'Action'}\t{number if number < 3 else 1}\t"
    f"What is promised about {stream.lower()}, part {number}\t31/03/2028"
    for stream in STREAMS
    for number in (1, 2, 3)
]


@dataclass
class Hand:
    """Somebody at the browser: every click and every word is counted. Going on to the next field by Tab is a click, too."""

    page: Page
    clicks: int = 0
    words: int = 0

    def click(self, control: Locator) -> None:
        self.clicks += 1
        control.click()
        self.page.wait_for_load_state()

    def press(self, name: str, role: str = "button") -> None:
        self.click(self.page.get_by_role(role, name=name, exact=True).last)

    def tick(self, title: str) -> None:
        """The box in front of a page in a list."""
        self.click(self.page.get_by_role("row").filter(has_text=title).get_by_role("checkbox"))

    def type(self, name: str, text: str) -> None:
        self.clicks += 1
        self.words += len(text.split())
        self.page.locator(f"[name={name}]").fill(text)

    def choose(self, name: str, value: str) -> None:
        self.clicks += 2
        self.page.locator(f"[name={name}]").select_option(value)

    def paste(self, name: str, text: str) -> None:
        """Two clicks for copying in the spreadsheet, two for pasting."""
        self.clicks += 4
        self.page.locator(f"[name={name}]").fill(text)

    def upload(self, name: str, file: dict) -> None:
        """The button, and three clicks in the dialog."""
        self.clicks += 4
        self.page.locator(f"[name={name}]").set_input_files(file)

    @property
    def minutes(self) -> float:
        return self.clicks * SECONDS_A_CLICK / 60 + self.words / WORDS_A_MINUTE


def logo() -> dict:
    made = BytesIO()
    Image.new("RGB", (240, 120), "#005a5a").save(made, "PNG")
    return {"name": "logo.png", "mimeType": "image/png", "buffer": made.getvalue()}


def begin(hand: Hand, base: str) -> None:
    """Sign in, and open the form."""
    hand.page.goto(f"{base}/admin/")
    hand.type("username", "admin")
    hand.type("password", PASSWORD)
    hand.press("Sign in")
    hand.press("Set up this hub", "link")


def set_up(hand: Hand, base: str) -> None:
    """Do all of it, from the sign-in to the public programme."""
    begin(hand, base)
    hand.type("name", "Green Isles")
    hand.type("short_name", "GI")
    hand.type("purpose", "Clean power and warm homes on all islands by 2035.")
    hand.type("organisation", "The Council of the Isles")
    hand.type("contact_email", "green@example.org")
    hand.type("recommendation_singular", "promise")
    hand.type("recommendation_plural", "promises")
    hand.choose("theme", "neutral")
    hand.type("accent", "#005a5a")
    hand.type("header", "#003c3c")
    hand.upload("logo_file", logo())
    hand.type("logo_text", "Council of the Isles")
    for place, (name, sentence) in enumerate(STREAMS.items()):
        hand.type(f"streams-{place}-name", name)
        hand.type(f"streams-{place}-summary", sentence)
    for place, (given, family, post) in enumerate(PEOPLE):
        hand.type(f"people-{place}-given_name", given)
        hand.type(f"people-{place}-family_name", family)
        hand.type(f"people-{place}-post", post)
        hand.type(f"people-{place}-email", f"{given.lower()}@example.org")
        hand.choose(f"people-{place}-role", "Editors" if place else "Programme leads")
    hand.type("people-1-leads", "Homes")
    hand.type("title", "Welcome to Green Isles")
    hand.type("summary", "Clean power and warm homes on all islands by 2035.")
    hand.type("text", "We have begun. Here you find what we promise and how far we are.")
    hand.press("Make it public")
    hand.page.get_by_text("“Green Isles” is public.").wait_for()


def import_commitments(hand: Hand) -> None:
    """Make drafts of the lines of a spreadsheet, and publish them with their work streams."""
    hand.press("Programme")
    hand.press("Imports", "link")
    hand.press("Import a table", "link")
    hand.choose("kind", "commitments")
    hand.paste("rows", "\n".join([HEADINGS, *LINES]))
    hand.press("Show the lines")
    hand.press("Import the chosen lines as drafts")
    hand.page.get_by_text(f"{len(LINES)} drafts made").wait_for()
    hand.press("Pages")
    hand.press("Green Isles", "link")
    hand.tick("Work streams")
    hand.press("Publish selected pages", "link")
    hand.click(hand.page.locator("[name=include_descendants]"))
    hand.press("Yes, publish")
    hand.page.get_by_text("published", exact=False).first.wait_for()


def links(page: Page) -> set[str]:
    """Return the addresses of this hub to which the page links, without fragments."""
    found = page.locator("a[href]").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    return {urljoin(page.url, one.partition("#")[0]) for one in found}


@pytest.fixture
def empty_hub(tmp_path_factory) -> Iterator[str]:
    """The address of a hub that has an administrator and nothing else."""
    folder = tmp_path_factory.mktemp("empty") / "hub"
    with hubs.migrated() as made:
        shutil.copytree(made, folder)
    commands = [
        ["manage.py", "migrate", "--verbosity", "0"],
        ["manage.py", "set_up_roles"],
        ["manage.py", "create_admin"],
    ]
    hubs.run(folder, commands, HUB_ADMIN_PASSWORD=PASSWORD)
    with hubs.serving(folder, EMAIL_URL="consolemail://") as base:
        yield base


@pytest.mark.browser
@pytest.mark.long
def test_a_programme_is_public_within_a_quarter_of_an_hour(empty_hub, chromium: Browser):
    page = chromium.new_page(viewport={"width": 1280, "height": 800})
    page.set_default_timeout(PATIENCE)
    assert page.goto(f"{empty_hub}/").status == 200
    assert page.locator("h1").inner_text() == "This hub is being set up"
    hand = Hand(page)
    set_up(hand, empty_hub)
    import_commitments(hand)
    assert (hand.clicks, hand.words) == COUNTED, "Say so in docs/programmes.md, “How long it takes”."
    assert hand.minutes <= MOST_MINUTES
    look_around(chromium, empty_hub)


@pytest.mark.browser
@pytest.mark.long
def test_what_is_refused_is_said_at_the_top_and_leads_to_its_field(empty_hub, chromium: Browser):
    page = chromium.new_page(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    page.set_default_timeout(PATIENCE)
    hand = Hand(page)
    begin(hand, empty_hub)
    hand.type("name", "Green Isles")
    hand.type("purpose", "Clean power.")
    hand.type("contact_email", "nobody")
    for width, height in ((1280, 500), (390, 664)):
        page.set_viewport_size({"width": width, "height": height})
        hand.press("Make it as a draft")
        summary, field = page.locator("#error-summary"), page.locator("[name=contact_email]")
        expect(summary).to_be_focused()
        expect(summary).to_be_in_viewport()
        expect(field).not_to_be_in_viewport()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(field).to_be_focused()
        expect(field).to_be_in_viewport()


def look_around(chromium: Browser, base: str) -> None:
    """Walk all pages that a reader finds from the front page: everything is there, and no room is empty."""
    reader = chromium.new_page()
    reader.set_default_timeout(PATIENCE)
    to_see, seen = [f"{base}/"], {}
    while to_see:
        address = to_see.pop()
        is_page = address.startswith(f"{base}/") and "?" not in address and "." not in address.rpartition("/")[2]
        if address in seen or not is_page:
            continue
        assert reader.goto(address).status == 200, address
        seen[address] = reader.locator("main").inner_text()
        to_see += sorted(links(reader))
    reader.close()
    text = "\n".join(seen.values())
    expected = [*STREAMS, *STREAMS.values(), *(f"{given} {family}" for given, family, _ in PEOPLE), "Promise 2"]
    assert [one for one in expected if one not in text] == []
    rooms = {address.removeprefix(base) for address in seen}
    assert len([room for room in rooms if re.fullmatch(r"/work-streams/\w+/(promise|action)-\d/", room)]) == len(LINES)
    empty = {"/events/", "/publications/", "/groups/", "/key-messages/", "/about/", "/privacy/"}
    assert rooms & empty == set()
    assert "/newsletter/subscribe/" in rooms  # to which /updates/ leads while no issue went out
