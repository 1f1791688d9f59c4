"""The web components on a page of another site: they show, search and subscribe, and leave nothing behind."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests import hubs
from tests.chromium import fits, missing

pytestmark = [pytest.mark.browser, pytest.mark.once]

SCRIPT = hubs.ROOT / "packages" / "elements" / "src" / "elements.js"
EXAMPLE = hubs.ROOT / "tests" / "clients" / "examples" / "elements.html"
AXE = hubs.ROOT / "tests" / "clients" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
RUN_AXE = """rules => axe.run({ runOnly: rules, resultTypes: ['violations'] })
  .then(found => found.violations.map(({ id, nodes }) => `${id} ${JSON.stringify(nodes.map(node => node.target))}`))"""
MOST = 15_000  # bytes, as served without compression
STORED = "[localStorage.length, sessionStorage.length, document.cookie]"
FEWEST_REQUESTS = 5  # page, script, progress, form, and what is typed


@pytest.fixture(scope="module")
def hub(tmp_path_factory, another_site) -> Iterator[str]:
    """A hub with the programme's content, whose API lets the other site ask."""
    folder = hubs.prepare(tmp_path_factory, "elements", ["manage.py", "set_up_newsletter"])
    with hubs.serving(folder, CORS_ALLOWED_ORIGINS=another_site[0]) as base:
        yield base


@pytest.fixture
def open_page(chromium, another_site, hub) -> Iterator[Callable[..., Page]]:
    """Opens the documents' example, or other elements instead of those in it, at the other site."""
    address, folder = another_site
    contexts = []

    def opened(elements: str = "", *, at: str = hub, **options) -> Page:
        html = EXAMPLE.read_text().replace("https://hub.example.org", hub)
        if elements:
            start, end = html.index("<h1>"), html.index("</main>")
            html = f"{html[:start]}<h1>A page</h1>{elements.replace('HUB', at)}{html[end:]}"
        (folder / "index.html").write_text(html)
        contexts.append(chromium.new_context(reduced_motion="reduce", **options))
        page = contexts[-1].new_page()
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()


def field(page: Page, element: str) -> Locator:
    return page.locator(f"{element} input")


def test_the_module_is_small_and_any_page_may_load_it(open_page, hub):
    assert len(SCRIPT.read_bytes()) < MOST
    response = open_page().request.get(f"{hub}/static/hub-elements/elements.js")
    assert response.body() == SCRIPT.read_bytes()
    assert response.headers["access-control-allow-origin"] == "*"


def test_the_documents_example_asks_the_hub_alone_and_keeps_nothing(open_page, hub, another_site):
    page = open_page()
    asked = []
    page.context.on("request", lambda request: asked.append(request.url))
    page.reload()
    expect(page.locator("hub-progress").get_by_role("link", name="Neglect")).to_be_visible()
    expect(page.locator("hub-progress li").last).to_have_text("In all: 4")
    field(page, "hub-subscribe").fill("ada@example.org")
    field(page, "hub-subscribe").press("Enter")
    expect(page.locator("hub-subscribe").get_by_role("status")).to_contain_text("a link to confirm")
    expect(page.locator("hub-subscribe [role=status]")).to_be_focused()
    field(page, "hub-search").fill("who leads on neglect")
    field(page, "hub-search").press("Enter")
    expect(page.locator("hub-search [part=result]").first).to_be_visible()
    assert len(asked) > FEWEST_REQUESTS
    assert [url for url in asked if not url.startswith((hub, another_site[0]))] == []
    assert page.context.cookies() == []
    assert page.evaluate(STORED) == [0, 0, ""]


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_in_anybody_s_way(open_page, width, scheme):
    if not AXE.exists():
        missing("axe-core is not installed: `make clients` does it.")
    page = open_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    field(page, "hub-subscribe").press("Enter")  # with an error
    expect(page.locator("hub-subscribe").get_by_role("alert")).not_to_be_empty()
    field(page, "hub-search").fill("neglect")
    field(page, "hub-search").press("Enter")
    expect(page.locator("hub-search [part=result]").first).to_be_visible()
    field(page, "hub-search").press_sequentially(" ")
    expect(page.locator("hub-search").get_by_role("option").first).to_be_visible()
    assert fits(page)
    page.add_script_tag(path=AXE)
    assert page.evaluate(RUN_AXE, RULES) == []


def test_suggestions_are_chosen_by_keyboard(open_page, hub):
    page = open_page()
    box = page.locator("hub-search").get_by_role("combobox")
    box.press_sequentially("negl")
    options = page.locator("hub-search").get_by_role("option")
    expect(options.first).to_contain_text("Neglect")
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("Escape")
    expect(options).to_have_count(0)
    expect(box).to_have_value("negl")
    box.press_sequentially("e")
    expect(options.first).to_be_visible()
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", "option0")
    box.press("Enter")
    page.wait_for_url(f"{hub}/work-streams/neglect/")


def test_help_comes_first(open_page):
    page = open_page()
    field(page, "hub-search").press_sequentially("my dad hits me")
    expect(page.locator("hub-search").get_by_role("option").first).to_contain_text("Help")
    field(page, "hub-search").press("Enter")
    first = page.locator("hub-search [part=results] > *").first
    expect(first).to_have_attribute("part", "help")
    assert first.locator("a[href^='tel:']").count() > 1
    expect(page.locator("hub-search").get_by_role("status")).to_be_visible()
    page.get_by_role("button", name="Search for just “my dad hits me”").click()
    expect(first).to_have_attribute("part", "help")


def test_a_misspelt_word_is_corrected_and_can_be_insisted_on(open_page):
    page = open_page()
    field(page, "hub-search").fill("neglct")
    field(page, "hub-search").press("Enter")
    expect(page.locator("hub-search").get_by_role("status")).to_contain_text("“neglect”")
    page.get_by_role("button", name="Search for just “neglct”").click()
    expect(page.locator("hub-search").get_by_role("status")).to_have_text("Results for “neglct”: 0")


def test_a_search_may_lead_to_a_page_of_results(open_page, another_site):
    page = open_page(f'<hub-search leave results-page="{another_site[0]}/found/"></hub-search>')
    field(page, "hub-search").fill("neglect")
    with page.expect_navigation():
        field(page, "hub-search").press("Enter")
    assert page.url == f"{another_site[0]}/found/?query=neglect"


def test_a_page_of_results_may_be_named_by_its_path(open_page, another_site):
    page = open_page('<hub-search results-page="/found/?from=here"></hub-search>')
    field(page, "hub-search").fill("children")
    field(page, "hub-search").press("Enter")
    everything = page.locator("hub-search").get_by_role("link", name="All results")
    expect(everything).to_have_attribute("href", f"{another_site[0]}/found/?from=here&query=children")


def test_what_is_typed_is_in_no_address(open_page):
    page = open_page("<hub-search></hub-search>")
    asked = []
    page.context.on("request", lambda request: asked.append((request.method, request.url, request.post_data or "")))
    field(page, "hub-search").press_sequentially("negl")
    expect(page.locator("hub-search").get_by_role("option").first).to_be_visible()
    field(page, "hub-search").press("Enter")
    expect(page.locator("hub-search [part=message]")).not_to_be_empty()
    assert [url for _, url, _ in asked if "negl" in url] == []
    assert {method for method, _, body in asked if "negl" in body} == {"POST"}
    assert [body for _, _, body in asked if "ElementSearch" in body]


def test_of_two_searches_the_later_one_shows_although_the_first_answers_last(open_page):
    page = open_page("<hub-search></hub-search>")
    waiting = []

    def hold_the_first(route):
        body = route.request.post_data or ""
        if "ElementSearch" in body and "neglect" in body:
            waiting.append(route)
        else:
            route.continue_()

    page.route("**/graphql/*", hold_the_first)
    said = page.locator("hub-search [part=message]")
    for words in ("neglect", "zebra"):
        field(page, "hub-search").fill(words)
        field(page, "hub-search").press("Enter")
    expect(said).to_have_text("Results for “zebra”: 0")
    with page.expect_response("**/graphql/*") as answered:
        waiting[0].continue_()
    answered.value.finished()
    page.evaluate("() => new Promise((done) => setTimeout(done))")  # what the answer does, it has done
    expect(said).to_have_text("Results for “zebra”: 0")
    expect(page.locator("hub-search [part=result]")).to_have_count(0)


def test_progress_of_everything_of_a_day_and_of_one_commitment(open_page, hub):
    page = open_page(
        """<hub-progress id="all"></hub-progress>
        <hub-progress id="day" as-of="2018-12-31"></hub-progress>
        <hub-progress id="one" work-stream="neglect" kind="action" number="3" as-of="2018-12-31"></hub-progress>
        <hub-progress id="none" work-stream="nothing"></hub-progress>"""
    )
    data = page.request.get(f"{hub}/graphql/?document=Progress").json()["data"]
    expect(page.locator("#all li").last).to_have_text(f"In all: {data['progress']['totals']['total']}")
    expect(page.locator("#day").get_by_text("As recorded on 31 December 2018")).to_be_visible()
    expect(page.locator("#one").get_by_role("link")).to_be_visible()
    expect(page.locator("#one [part=status]")).not_to_be_empty()
    expect(page.locator("#none").get_by_role("link", name="Open it on its own site")).to_be_visible()
    page.locator("#none").evaluate("element => element.setAttribute('work-stream', 'neglect')")
    expect(page.locator("#none").get_by_role("link", name="Neglect")).to_be_visible()


def test_without_the_hub_there_are_a_sentence_and_a_link(open_page):
    page = open_page(
        "<hub-progress hub='HUB'></hub-progress><hub-subscribe hub='HUB'></hub-subscribe><hub-search hub='HUB'></hub-search>",
        at="http://127.0.0.1:9",  # where nothing listens
    )
    field(page, "hub-search").fill("neglect")
    field(page, "hub-search").press("Enter")
    for element, path in {
        "hub-progress": "progress/",
        "hub-subscribe": "newsletter/subscribe/",
        "hub-search": "search/?query=neglect",
    }.items():
        link = page.locator(element).get_by_role("link")
        expect(page.locator(element).get_by_text("This can’t be shown just now.")).to_be_visible()
        expect(link).to_have_attribute("href", f"http://127.0.0.1:9/{path}")


def test_words_of_the_page_s_own_language(open_page):
    page = open_page("""<hub-search words='{"search": "Lorg"}'></hub-search>""")
    expect(page.get_by_role("button", name="Lorg")).to_be_visible()
    expect(page.locator("hub-search [part=content]")).not_to_have_attribute("lang", "en")
