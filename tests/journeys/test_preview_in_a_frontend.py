"""An editor types, and a separate frontend shows it in the preview panel before anything is saved."""

import re
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from cms.models import PageSource
from programme.models import NewsPage
from tests import factories

SCRIPT = settings.PROJECT_ROOT / "packages" / "preview" / "src" / "preview.js"
FRONTEND = b"""<!doctype html>
<html lang="en"><title>Frontend</title><h1>Loading</h1><ul></ul>
<script type="module">
  const query = `query ($token: String!) {
    page(by: {previewToken: $token}) { title ... on NewsPage { topics { nodes { name } } } } }`
  const variables = { token: new URLSearchParams(location.search).get("token") }
  const answer = await fetch("/graphql/", {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ query, variables }),
  })
  const { data, errors } = await answer.json()
  document.querySelector("h1").textContent = errors ? errors[0].message : data.page.title
  document.querySelector("ul").textContent = data.page ? data.page.topics.nodes.map((topic) => topic.name).join() : ""
</script>"""

# With the hub's own script for previews.
LIVE_FRONTEND = """<!doctype html>
<html lang="en"><title>Frontend</title><h1 data-hub="page.title">Loading</h1><div></div>
<script type="module">
  import { startPreview } from "/preview.js"
  const query = `query ($token: String!) { page(by: {previewToken: $token}) { title ... on NewsPage {
    sources { title }
    topics { nodes { name } }
    workStreams { nodes { title } }
    body { __typename ... on QuoteBlock { quote } ... on ImageBlock { image { title } } } } } }`
  const variables = { token: new URLSearchParams(location.search).get("token") }
  async function refetch() {
    const answer = await (await fetch("/graphql/", {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ query, variables }),
    })).json()
    const { page } = answer.data
    document.querySelector("h1").textContent = page.title
    const line = (path, text) => {
      const made = document.createElement("p")
      made.dataset.hub = path
      made.textContent = text
      made.style.minHeight = "60rem"
      return made
    }
    document.querySelector("div").replaceChildren(
      ...page.body.map((block, at) => block.quote
        ? line(`page.body.${at}.quote`, block.quote)
        : line(`page.body.${at}.image.title`, block.image.title)),
      ...page.sources.map(({ title }, at) => line(`page.sources.${at}.title`, title)),
      ...page.topics.nodes.map(({ name }, at) => line(`page.topics.nodes.${at}.name`, name)),
      ...page.workStreams.nodes.map(({ title }, at) => line(`page.workStreams.nodes.${at}.title`, title)),
    )
    return answer
  }
  window.drawn = (window.drawn ?? 0) + 1
  const preview = startPreview(REFETCH)
  preview.show(await refetch())
</script>"""


# It has only strings: no element knows where its text comes from. It draws later than it fetches, as frameworks do.
STRINGS_FRONTEND = """<!doctype html>
<html lang="en"><title>Frontend</title><h1>Loading</h1><p id="quote"></p><p id="both"></p>
<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" width="200" height="90"><ul></ul><div></div>
<script type="module">
  import { markTexts, startPreview, withoutMarks } from "/preview.js"
  const query = `query ($token: String!) { page(by: {previewToken: $token}) { title ... on NewsPage {
    date
    sources { title }
    topics { nodes { name } }
    workStreams { nodes { title url } }
    body { __typename ... on QuoteBlock { quote speaker } ... on ImageBlock { image { title } } } } } }`
  const variables = { token: new URLSearchParams(location.search).get("token") }
  const item = (text) => Object.assign(document.createElement("li"), { textContent: text })
  function draw(page) {
    document.title = page.title
    document.querySelector("h1").textContent = page.title
    document.querySelector("#quote").textContent = page.body[0].quote
    document.querySelector("#both").replaceChildren(page.body[0].quote, " ", page.body[0].speaker)
    document.querySelector("img").alt = page.body[1].image.title
    document.querySelector("div").textContent = withoutMarks(page.title).length + " " + page.date
    document.querySelector("ul").replaceChildren(
      ...page.sources.map(({ title }) => item(title)),
      ...page.topics.nodes.map(({ name }) => item(name)),
      ...page.workStreams.nodes.map(({ title }) => item(title)),
    )
  }
  async function refetch() {
    const answer = await (await fetch("/graphql/", {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ query, variables }),
    })).json()
    setTimeout(draw, 50, markTexts(answer).page)
    return answer
  }
  const preview = startPreview(REFETCH)
  preview.show(await refetch())
</script>"""
MARKS = re.compile("[\u2061-\u2064]")


@pytest.fixture
def frontend(live_server, settings):
    """A frontend on another origin: one static page, and a proxy for the hub's GraphQL, so that CORS plays no part."""
    pages = {
        "/preview": FRONTEND,
        "/elsewhere": b"<!doctype html><title>Frontend</title><h1>Elsewhere</h1>",
        "/live": live_frontend(live_server.url, '{ hub: "HUB", refetch }'),
        "/reloading": live_frontend(live_server.url, '{ hub: "HUB" }'),
        "/strings": live_frontend(live_server.url, '{ hub: "HUB", refetch }', STRINGS_FRONTEND),
    }

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            if self.path == "/preview.js":
                self.answer(SCRIPT.read_bytes(), "text/javascript")
            else:
                self.answer(pages[self.path.split("?")[0]], "text/html; charset=utf-8")

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            request = urllib.request.Request(  # noqa: S310  our own live server
                f"{live_server.url}{self.path}", body, {"Content-Type": "application/json"}
            )
            with urllib.request.urlopen(request) as response:  # noqa: S310
                self.answer(response.read(), "application/json")

        def answer(self, body, kind):
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}"
    client_urls = {"default": f"{url}/preview"}
    settings.WAGTAIL_HEADLESS_PREVIEW = {"CLIENT_URLS": client_urls, "ENFORCE_TRAILING_SLASH": False}
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0  # so that nothing is saved
    yield url
    server.shutdown()
    server.server_close()


def live_frontend(hub: str, options: str, page: str = LIVE_FRONTEND) -> bytes:
    return page.replace("REFETCH", options).replace("HUB", hub).encode()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_panel_shows_what_is_typed_in_the_frontend_and_on_the_hub_s_page(browser, live_server, frontend, tree):
    news = factories.NewsFactory(
        parent=tree.news, title="Published title", topics=[factories.TopicFactory(name="Neglect")]
    )
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("admin", password="x"))
    context = browser.new_context(viewport={"width": 1600, "height": 900})
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    page = context.new_page()
    page.add_init_script("addEventListener('w-unsaved:watch-edits', () => { window.watchedAt = performance.now() })")
    page.goto(live_server.url + reverse("wagtailadmin_pages:edit", args=[news.pk]))
    page.get_by_role("button", name="Toggle preview").click()
    panel = page.frame_locator("#w-preview-iframe")
    expect(panel.locator("h1")).to_have_text("Published title", timeout=20_000)
    assert page.locator("#w-preview-iframe").element_handle().content_frame().url.startswith(frontend)

    # The form records its initial state twice, about two seconds after opening: text typed earlier isn't an edit.
    # Evaluated from outside: the admin's policy forbids evaluating strings in the page.
    for _ in range(200):
        if page.evaluate("performance.now() - window.watchedAt > 1_000"):
            break
        page.wait_for_timeout(100)
    page.locator("#id_title").press("Control+a")
    page.locator("#id_title").press_sequentially("Typed and not saved")
    # Without the hub's script, too: Wagtail would wait for ten seconds.
    expect(panel.locator("h1")).to_have_text("Typed and not saved", timeout=8_000)
    expect(panel.locator("ul")).to_have_text("Neglect")

    page.get_by_label("Preview mode").select_option("Hub page")
    expect(panel.locator("h1")).to_have_text("Typed and not saved", timeout=20_000)
    expect(panel.locator("footer")).to_be_attached()
    assert not NewsPage.objects.get().has_unpublished_changes
    context.close()


@pytest.fixture
def form(browser, live_server, frontend, tree, settings):
    """Returns what opens the form of news with the preview in a frontend; and the page in the browser."""
    news = factories.NewsFactory(
        parent=tree.news,
        title="Published title",
        topics=[factories.TopicFactory(name="Health")],
        body=[
            {"type": "quote", "value": {"quote": "It helps.", "speaker": "A parent"}},
            {"type": "image", "value": {"image": factories.ImageFactory(title="A harbour").pk, "caption": ""}},
        ],
    )
    news.work_streams.add(factories.WorkStreamFactory(parent=tree.streams, title="Neglect"))
    news.save()
    PageSource.objects.create(page=news, title="The report")
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("admin", password="x"))
    context = browser.new_context(viewport={"width": 1600, "height": 900})
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    page = context.new_page()
    page.add_init_script(
        "addEventListener('w-unsaved:watch-edits', () => { window.watched = (window.watched || 0) + 1 })"
    )

    def open_form(path):
        settings.WAGTAIL_HEADLESS_PREVIEW = {
            "CLIENT_URLS": {"default": frontend + path},
            "ENFORCE_TRAILING_SLASH": False,
        }
        page.goto(live_server.url + reverse("wagtailadmin_pages:edit", args=[news.pk]))
        page.get_by_role("button", name="Toggle preview").click()
        expect(page.frame_locator("#w-preview-iframe").locator("h1")).to_have_text("Published title", timeout=20_000)
        page.wait_for_function("() => window.watched")
        return news, page

    yield open_form
    context.close()


# At each picture that the browser draws, what is on the page and how far it is scrolled.
WATCHER = """() => {
  window.seen = new Set()
  const look = () => {
    window.seen.add(JSON.stringify([Boolean(document.querySelector("h1")?.textContent.trim()), scrollY]))
    requestAnimationFrame(look)
  }
  look()
}"""


@pytest.mark.browser
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_change_shows_in_place_and_a_click_opens_its_field(form):
    news, page = form("/live")
    panel = page.frame_locator("#w-preview-iframe")
    frame = page.locator("#w-preview-iframe").element_handle().content_frame()
    expect(panel.locator("h1")).to_have_attribute("title", "Edit: Title")

    # A click leads to the field of a block, of a picture, of a row; the form of another page opens in a tab of its own.
    panel.get_by_text("The report").click()
    expect(page.locator("#id_sources-0-title")).to_be_focused()
    for text, block in (("It helps.", news.body[0]), ("A harbour", news.body[1])):
        panel.get_by_text(text).click()
        expect(page.locator(f"[data-contentpath='{block.id}'] :focus")).to_be_attached()
    panel.get_by_text("Health").click()
    expect(page.locator("[data-contentpath='topics'] :focus")).to_be_attached()
    with page.context.expect_page() as opened:
        panel.get_by_text("Neglect").click()
    expect(opened.value.locator("#id_title")).to_have_value("Neglect")
    expect(opened.value.locator("#id_title")).to_be_focused()
    opened.value.close()
    panel.locator("h1").press("Enter")
    expect(page.locator("#id_title")).to_be_focused()

    # What is typed shows in the same document, which stays where it was scrolled to.
    page.locator("#id_sources-0-title").focus()
    expect(panel.locator("[data-hub-focus]")).to_have_text("The report")
    scrolled = frame.evaluate("scrollY")
    assert scrolled > 0
    frame.evaluate(WATCHER)
    page.keyboard.press("End")
    page.keyboard.type(" of May")
    expect(panel.get_by_text("The report of May")).to_be_visible()
    assert frame.evaluate("window.drawn") == 1
    # Nothing flashes, and nothing jumps.
    assert frame.evaluate("[...window.seen]") == [f"[true,{scrolled}]"]
    # Nothing jumps in the form either: typing goes on where it was.
    page.keyboard.type("!")
    expect(page.locator("#id_sources-0-title")).to_have_value("The report of May!")
    assert not NewsPage.objects.get().has_unpublished_changes


@pytest.mark.browser
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_without_a_function_that_fetches_the_page_is_loaded_again(form):
    _, page = form("/reloading")
    panel = page.frame_locator("#w-preview-iframe")
    frame = page.locator("#w-preview-iframe").element_handle().content_frame()
    page.locator("#id_sources-0-title").press("End")
    expect(panel.locator("[data-hub-focus]")).to_have_text("The report")
    scrolled = frame.evaluate("scrollY")
    assert scrolled > 0
    page.locator("#id_sources-0-title").press_sequentially(" typed", delay=20)
    expect(panel.get_by_text("The report typed")).to_be_attached(timeout=8_000)  # Wagtail would wait for ten
    # It is drawn late, and is scrolled to where it was.
    frame = page.locator("#w-preview-iframe").element_handle().content_frame()
    assert frame.wait_for_function("scrolled => scrollY === scrolled", arg=scrolled)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_in_a_tab_of_its_own_a_click_opens_the_form_at_each_kind_of_field(form):
    news, page = form("/live")
    address = page.locator("#w-preview-iframe").element_handle().content_frame().url
    tab = page.context.new_page()
    tab.goto(address)
    expect(tab.locator("h1")).to_have_attribute("data-hub-edit", "title")
    stream = news.work_streams.get()
    for text, focused, edited in (
        ("Published title", "#id_title", news),
        ("It helps.", f"[data-contentpath='{news.body[0].id}'] :focus", news),
        ("A harbour", f"[data-contentpath='{news.body[1].id}'] :focus", news),
        ("The report", "#id_sources-0-title", news),
        ("Health", "[data-contentpath='topics'] :focus", news),
        ("Neglect", "#id_title", stream),
    ):
        with page.context.expect_page() as opened:
            tab.get_by_text(text).click()
        expect(opened.value.locator(focused)).to_be_focused(timeout=20_000)
        assert opened.value.url.split("#")[0].endswith(reverse("wagtailadmin_pages:edit", args=[edited.pk]))
        opened.value.close()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_frontend_that_has_only_strings_marks_them_invisibly(form):
    news, page = form("/strings")
    panel = page.frame_locator("#w-preview-iframe")
    frame = page.locator("#w-preview-iframe").element_handle().content_frame()
    quote, picture = (f"[data-contentpath='{block.id}'] :focus" for block in news.body)
    for part, focused in (
        (panel.locator("#quote"), quote),
        (panel.locator("#both"), quote),  # two texts of one block
        (panel.locator("img"), picture),
        (panel.get_by_text("The report"), "#id_sources-0-title"),
        (panel.get_by_text("Health"), "[data-contentpath='topics'] :focus"),
        (panel.locator("h1"), "#id_title"),
    ):
        part.click()
        expect(page.locator(focused)).to_be_focused(timeout=20_000)
    with page.context.expect_page() as opened:
        panel.get_by_text("Neglect").click()
    expect(opened.value.locator("#id_title")).to_have_value("Neglect", timeout=20_000)
    opened.value.close()

    # What is typed is drawn in the same elements, and no mark is left: in texts, in attributes, in what is copied.
    page.locator("#id_title").press("End")
    page.keyboard.type(" now")
    expect(panel.locator("h1")).to_have_text("Published title now", timeout=20_000)
    expect(panel.locator("div")).to_have_text(f"{len('Published title now')} {news.date}")
    copied = frame.evaluate(
        "() => { getSelection().selectAllChildren(document.body); return getSelection().toString() }"
    )
    assert "Published title now" in copied
    seen = frame.evaluate("() => document.documentElement.outerHTML")
    assert MARKS.findall(copied) == MARKS.findall(seen) == []
    assert frame.evaluate("() => document.title") == "Published title now"


@pytest.mark.browser
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_frame_that_was_led_elsewhere_or_cannot_fetch_is_loaded_anew(form, frontend):
    _, page = form("/live")
    panel = page.frame_locator("#w-preview-iframe")
    panel.locator("h1").evaluate(f"() => location.assign('{frontend}/elsewhere')")
    expect(panel.locator("h1")).to_have_text("Elsewhere")
    page.locator("#id_title").press("End")
    page.keyboard.type(" typed")
    expect(panel.locator("h1")).to_have_text("Published title typed", timeout=20_000)
    panel.locator("h1").evaluate("() => { window.fetch = () => Promise.reject(new Error('The network is gone.')) }")
    page.keyboard.type(" again")
    expect(panel.locator("h1")).to_have_text("Published title typed again", timeout=30_000)
