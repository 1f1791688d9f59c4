"""An editor types, and a separate frontend shows it in the preview panel before anything is saved."""

import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from programme.models import NewsPage
from tests import factories

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


@pytest.fixture
def frontend(live_server, settings):
    """A frontend on another origin: one static page, and a proxy for the hub's GraphQL, so that CORS plays no part."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.answer(FRONTEND, "text/html")

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
    url = f"http://127.0.0.1:{server.server_port}/preview"
    settings.WAGTAIL_HEADLESS_PREVIEW = {"CLIENT_URLS": {"default": url}, "ENFORCE_TRAILING_SLASH": False}
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0  # so that nothing is saved
    yield url
    server.shutdown()
    server.server_close()


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
    expect(panel.locator("h1")).to_have_text("Typed and not saved", timeout=20_000)
    expect(panel.locator("ul")).to_have_text("Neglect")

    page.get_by_label("Preview mode").select_option("Hub page")
    expect(panel.locator("h1")).to_have_text("Typed and not saved", timeout=20_000)
    expect(panel.locator("footer")).to_be_attached()
    assert not NewsPage.objects.get().has_unpublished_changes
    context.close()
