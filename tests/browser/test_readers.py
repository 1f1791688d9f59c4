"""Readers' main tasks by keyboard only: with scripts on a desktop, and without on a small phone."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.chromium import fits, press_until

pytestmark = pytest.mark.browser

SMALL = {"viewport": {"width": 320, "height": 640}}
WAYS = {
    "desktop": {"viewport": {"width": 1280, "height": 900}},
    "phone without scripts": SMALL | {"java_script_enabled": False},
}
# The focused element, whether its focus is visible, and whether anything covers it (WCAG 2.2, 2.4.7 and 2.4.11). A
# checkbox hidden behind its label is visible by the label.
FOCUS = """() => {
  const element = document.activeElement
  if (!element || element === document.body) return null
  const shown = element.offsetWidth > 1 ? element : document.querySelector(`label[for="${element.id}"]`)
  const box = shown.getBoundingClientRect()
  const within = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth
  const [x, y] = [box.left + Math.min(box.width / 2, 20), Math.max(1, Math.min(box.top + box.height / 2, innerHeight - 2))]
  const top = document.elementFromPoint(x, y)
  const free = !top || shown.contains(top) || top.contains(shown) || [...(element.labels ?? [])].some(l => l.contains(top))
  const look = () => {
    const { backgroundColor, outline, boxShadow, filter } = getComputedStyle(shown)
    return [backgroundColor, outline, boxShadow, filter].join()
  }
  const focused = look()
  element.blur()
  const marked = look() !== focused
  element.focus({ preventScroll: true })
  return { what: element.outerHTML.slice(0, 90), marked, within, free }
}"""


@pytest.fixture(params=WAYS.values(), ids=WAYS)
def reader(request, hub, chromium) -> Iterator[Page]:
    """A reader on the front page, with a keyboard."""
    context = chromium.new_context(**request.param, base_url=hub.base)
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.goto("/")
    yield page
    assert fits(page)
    context.close()


def follow(reader: Page, name: str | re.Pattern, within: Locator | None = None) -> None:
    """Go to a link by keyboard and open it."""
    link = (within or reader.locator("body")).get_by_role("link", name=name, exact=isinstance(name, str)).first
    press_until(reader, link)
    reader.keyboard.press("Enter")


def go_to(reader: Page, name: str) -> None:
    """Open one of the pages of the main navigation; on a phone the menu is opened first."""
    menu = reader.locator("#menu")
    if reader.viewport_size["width"] < 480:
        press_until(reader, menu)
        reader.keyboard.press("Space")
    follow(reader, name, reader.get_by_role("navigation", name="Main").filter(visible=True))
    expect(reader.get_by_role("heading", level=1)).to_have_text(name)


def search(reader: Page, words: str) -> None:
    press_until(reader, reader.locator("#site-search"))
    reader.keyboard.type(words)
    reader.keyboard.press("Enter")
    reader.wait_for_url("**/search/**")


def test_what_recommendation_1_says_and_how_far_it_is(reader):
    search(reader, "recommendation 1")
    follow(reader, re.compile("^Recommendation 1:"), reader.get_by_role("main"))
    expect(reader.get_by_role("heading", level=1)).to_contain_text("Recommendation 1")
    main = reader.get_by_role("main")
    expect(main).to_contain_text(re.compile("No update recorded|In progress|Complete"))
    expect(main).to_contain_text("Systems Review")


def test_who_leads_on_neglect(reader):
    go_to(reader, "Work streams")
    follow(reader, "Neglect", reader.get_by_role("main"))
    expect(reader.get_by_role("heading", level=1)).to_have_text("Neglect")
    follow(reader, "Who leads this work")  # in the list of contents
    expect(reader.get_by_role("main")).to_contain_text("Sandra Aitken, policy lead")
    follow(reader, "Sandra Aitken")
    expect(reader.get_by_role("heading", level=1)).to_have_text("Sandra Aitken")


def test_when_the_leadership_group_last_met_and_what_it_decided(reader):
    go_to(reader, "Groups")
    follow(reader, "National Child Protection Leadership Group", reader.get_by_role("main"))
    follow(reader, re.compile("2023"), reader.get_by_role("main"))
    expect(reader.get_by_role("heading", level=1)).to_be_visible()
    expect(reader.get_by_role("main")).to_contain_text(re.compile("Minutes to follow|Minutes agreed|Minutes in draft"))


def test_a_pdf_says_on_its_link_how_large_it_is(reader):
    go_to(reader, "Publications")
    follow(reader, "publication full", reader.get_by_role("main"))
    file = (
        reader.get_by_role("main").get_by_role("link", name=re.compile(r"\(PDF, [\d.]+ (bytes|KB|MB), 3 pages\)")).first
    )
    press_until(reader, file)


def test_saying_that_a_page_was_useful_and_something_about_it(reader):
    go_to(reader, "News")
    press_until(reader, reader.get_by_role("button", name=re.compile("^Yes")))
    reader.keyboard.press("Enter")
    expect(reader.get_by_role("heading", level=1)).to_contain_text(re.compile("Thank you", re.IGNORECASE))
    reader.goto("/news/")
    summary = reader.locator("summary", has_text="Tell us more about this page")
    press_until(reader, summary)
    reader.keyboard.press("Enter")
    press_until(reader, reader.get_by_label("What is wrong or missing"))
    reader.keyboard.type("The list is easy to read.")
    press_until(reader, reader.get_by_role("button", name="Send"))
    reader.keyboard.press("Enter")
    expect(reader.get_by_role("main")).to_contain_text(re.compile(r"F-\w{4}"))


def test_a_past_day_is_read_and_left_for_today(reader, hub):
    path = hub.addresses["newspage, full, in the past"]
    day = path.removesuffix(hub.addresses["newspage, full"])
    reader.goto(path)
    bar = reader.get_by_role("region", name="Past day")
    expect(bar).to_contain_text("This is how this site was on ")
    follow(reader, "News", reader.locator(".ds_breadcrumbs"))
    reader.wait_for_url(f"**{day}/news/")
    press_until(reader, reader.get_by_role("main").locator("li a").first)
    reader.keyboard.press("Enter")
    reader.wait_for_url(re.compile(f"{re.escape(day)}/news/[^?]+/$"))
    press_until(reader, bar.get_by_text("Another day"))
    reader.keyboard.press("Enter")
    press_until(reader, bar.get_by_label("Day"))
    reader.keyboard.type("1/1/2001")
    reader.keyboard.press("Enter")
    expect(reader.get_by_role("main")).to_contain_text("Nothing is kept of Monday 1 January 2001.")
    reader.goto(path)
    follow(reader, "Today's page", bar)
    reader.wait_for_url(hub.base + hub.addresses["newspage, full"])


def test_what_changed_on_a_page(reader, hub):
    reader.goto(hub.addresses["newspage, full"])
    follow(reader, "History of this page")
    expect(reader.get_by_role("heading", level=1)).to_contain_text("History of ")
    press_until(reader, reader.locator("input[name=from]:checked"))
    assert reader.evaluate(FOCUS)["marked"]
    press_until(reader, reader.get_by_role("button", name="Compare the two versions"))
    reader.keyboard.press("Enter")
    expect(reader.get_by_role("heading", level=1)).to_contain_text("What changed on ")
    expect(reader.locator(".hub_difference ins").first).to_contain_text("It changed.")
    follow(reader, "All versions of this page", reader.get_by_role("main"))
    expect(reader.get_by_role("heading", level=1)).to_contain_text("History of ")


def test_subscribing_begins_at_the_foot_of_any_page(reader):
    go_to(reader, "Team")
    press_until(reader, reader.get_by_label("Your e-mail address"))
    reader.keyboard.type("reader@example.org")
    reader.keyboard.press("Enter")
    expect(reader.get_by_role("heading", level=1)).to_have_text(
        re.compile("Check your e-mail|Subscribe|Get .* by e-mail")
    )


def test_skipping_to_the_content(reader):
    reader.keyboard.press("Tab")
    skip = reader.get_by_role("link", name="Skip to main content")
    expect(skip).to_be_focused()
    # At the top of the page, not in a row below the footer.
    assert reader.evaluate("scrollY") == 0
    assert skip.bounding_box()["y"] < reader.viewport_size["height"] / 4
    reader.keyboard.press("Enter")
    reader.keyboard.press("Tab")
    assert reader.evaluate("document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize("path", ["/", "/search/?query=child"])
def test_the_focus_is_always_seen(reader, path):
    """From the top of the page to its end, without a keyboard trap. Without motion, so that nothing is checked while it
    moves."""
    reader.emulate_media(reduced_motion="reduce")
    reader.goto(path)
    stops = []
    for _ in range(200):
        reader.keyboard.press("Tab")
        stop = reader.evaluate(FOCUS)
        if stop is None:
            break
        stops.append(stop)
    else:
        raise AssertionError(f"The keyboard never leaves the page; it is at {stops[-1]['what']}.")
    assert len(stops) > 20
    assert [stop for stop in stops if not all(stop.values())] == []


def test_who_wants_less_motion_gets_none(hub, chromium):
    context = chromium.new_context(reduced_motion="reduce", base_url=hub.base)
    page = context.new_page()
    page.goto("/")
    moving = page.evaluate(
        """() => [...document.querySelectorAll("*")].flatMap(element => ["", "::before", "::after"].map(part => {
          const style = getComputedStyle(element, part)
          const times = `${style.transitionDuration}, ${style.animationDuration}`.split(", ").map(parseFloat)
          return Math.max(...times) > 0.01 || style.scrollBehavior === "smooth" ? element.outerHTML.slice(0, 80) + part : ""
        })).filter(Boolean)"""
    )
    context.close()
    assert moving == []
