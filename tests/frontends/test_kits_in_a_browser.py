"""Each frontend of `frontends/`, built with the content of a hub and walked: every address, every type of page, every form."""

import base64
import hashlib
import hmac
import json
import re
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect

from bench.pages import lighthouse
from tests import hubs
from tests.browser.clicking import START, Clicked
from tests.chromium import fits, missing
from tests.frontends.kits import ADMIN_COMMANDS, KITS, SECRET, Response, Site, get, serving

# Each frontend is built, which takes a minute, and hundreds of pages are opened.
pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.once]

AXE = hubs.ROOT / "tests" / "clients" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
RUN_AXE = """rules => axe.run({ runOnly: rules, resultTypes: ['violations'] })
  .then(found => found.violations.map(({ id, nodes }) => `${id} ${JSON.stringify(nodes.map(node => node.target))}`))"""
WINDOWS = {
    "phone, light": {"viewport": {"width": 320, "height": 640}, "has_touch": True, "color_scheme": "light"},
    "phone, dark": {"viewport": {"width": 320, "height": 640}, "has_touch": True, "color_scheme": "dark"},
    "desktop, light": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    "desktop, dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
}
# Of the preview, which no reader's page may have.
OF_PREVIEWS = ("data-hub", "hub-sources", "hubEdit", "previewToken", "startPreview")
VIEWS = {"search": "/search/?query=neglect", "subscribe": "/subscribe/", "help": "/help/", "404": "/nothing-is-there/"}
LEAST = 95  # of Lighthouse's 100
AUDITED = {
    "home": "/",
    "stream": "/work-streams/neglect/",
    "action": "/work-streams/neglect/action-1/",
    "news": "/news/",
    "item": "/news/age-assessment-guidance/",
    "search": "/search/?query=neglect",
}
# Search engines aren't to list what somebody searched for, which costs the score for them a third. Nor is a page to be listed
# that isn't there: Lighthouse doesn't audit an answer with the status 404 at all.
FOR_NO_ENGINE = {"search": "is-crawlable"}
TROUBLE = "my dad hits me"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
PATIENCE = 120_000  # milliseconds


@pytest.fixture(scope="module", params=KITS.values(), ids=KITS)
def site(request, tmp_path_factory) -> Iterator[Site]:
    """A frontend and its hub, which has the programme's content and a page of every type with every field."""
    made = hubs.prepare(tmp_path_factory, "kits", *ADMIN_COMMANDS, ["-m", "tests.frontends.additions"])
    data = made.with_name(f"kits-{request.param.name}")
    shutil.copytree(made, data)
    with serving(request.param, data) as started:
        yield started


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    made = chromium.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    yield made
    made.close()


def addresses(site: Site) -> list[str]:
    """Return the addresses in the sitemap, which the frontend hands on."""
    found, files = [], [f"{site.base}/sitemap.xml"]
    for address in files:
        root = ElementTree.fromstring(get(address).text.encode())  # noqa: S314  our own
        places = [place.text for place in root.iter(f"{SITEMAP}loc")]
        (files if root.tag == f"{SITEMAP}sitemapindex" else found).extend(places)
    return found


def faults(response: Response) -> Iterator[str]:
    """Yield what is wrong with a reader's page."""
    if response.status != 200:
        yield f"status {response.status}"
    if "set-cookie" in response.headers:
        yield "a cookie"
    for what, pattern in {"h1": r"<h1[\s>]", "title": r"<title[^>]*>[^<]", "lang": r'<html[^>]* lang="[a-z]'}.items():
        if len(re.findall(pattern, response.text.partition("<svg")[0] if what == "title" else response.text)) != 1:
            yield f"not one {what}"
    yield from (word for word in OF_PREVIEWS if word in response.text)


# Addresses


def test_every_address_of_the_sitemap_is_a_page(site):
    found = addresses(site)
    assert len(found) > 100
    assert [address for address in found if not address.startswith(f"{site.base}/")] == []
    wrong = {address: list(faults(get(address))) for address in found}
    assert {address: words for address, words in wrong.items() if words} == {}


def test_a_past_day_is_shown_as_a_site_of_its_own(site):
    day = f"/as-at/{timezone.localdate().isoformat()}"
    for path in ("/", "/news/", "/progress/", "/work-streams/neglect/"):
        response = get(f"{site.base}{day}{path}")
        assert list(faults(response)) == []
        assert response.headers["x-robots-tag"] == "noindex"
        page = BeautifulSoup(response.text, "html.parser")
        assert page.find("aside", attrs={"aria-label": "Past day"}).find("a")["href"] == path
        assert {form["action"] for form in page.find_all("form")} == {"/as-at/"}
        links = [link["href"] for link in page.find_all("a") if link["href"].startswith("/")]
        assert any(link.startswith(f"{day}/") for link in links)
        assert {link for link in links if not link.startswith(f"{day}/")} <= {path, "/help/"}

    refused = get(f"{site.base}/as-at/2001-01-01/news/")
    assert refused.status == 404
    assert "The first known day is" in refused.text
    assert get(f"{site.base}{day}/nothing-is-there/").status == 404
    chosen = get(f"{site.base}/as-at/?day=2001-01-01&path=/news/")
    assert chosen.status == 302
    assert chosen.headers["location"].endswith("/as-at/2001-01-01/news/")
    assert get(f"{site.base}{day}/news/", b"day=1", Origin=site.base).status == 405


def test_what_is_not_there_or_elsewhere_is_said_by_the_status(site):
    for path in ("/nothing-is-there/", "/news/nothing-is-there/"):
        response = get(f"{site.base}{path}")
        assert response.status == 404
        assert list(faults(response)) == ["status 404"]
    moved = get(f"{site.base}/old-neglect/")
    assert (moved.status, moved.headers["location"].removeprefix(site.base)) == (301, "/work-streams/neglect/")
    of_query = get(f"{site.base}/old/?id=3")
    assert (of_query.status, of_query.headers["location"].removeprefix(site.base)) == (301, "/work-streams/neglect/")
    assert get(f"{site.base}/old/?id=4").status == 404
    capitals = get(f"{site.base}/News/?a=1")
    assert (capitals.status, capitals.headers["location"].removeprefix(site.base)) == (301, "/news/?a=1")
    robots = get(f"{site.base}/robots.txt")
    assert f"Sitemap: {site.base}/sitemap.xml" in robots.text


@pytest.mark.parametrize(
    "path", ["/search/?query=neglect&after=zz", "/search/?query=neglect&year=99999999999", "/news/?after=zz", "/%zz"]
)
def test_an_address_that_somebody_changed_by_hand_is_no_fault(site, path):
    response = get(f"{site.base}{path}")
    assert response.status < 500
    assert "Internal server error" not in response.text
    if response.status == 200:
        assert response.text.rstrip().endswith("</html>")


def test_feeds_are_handed_on(site):
    page = get(f"{site.base}/news/").text
    feeds = re.findall(r'<link[^>]*type="application/atom\+xml"[^>]*>', page)
    assert feeds
    address = re.search(r'href="([^"]+)"', feeds[0])[1].replace("&amp;", "&")
    response = get(address if address.startswith("http") else f"{site.base}{address}")
    assert response.status == 200
    assert "<feed" in response.text


# Pages of every type


@pytest.mark.parametrize("window", WINDOWS)
def test_a_page_of_each_type_is_accessible_and_asks_nobody_else(site, chromium, window):
    if not AXE.exists():
        missing("axe-core is not installed: `make clients` does it.")
    names = {name: name.removesuffix(", full") for name in site.addresses}
    types = {name: site.addresses[name] for name, model in names.items() if re.fullmatch(r"\w+page", model)}
    assert len(types) > 20
    context = chromium.new_context(reduced_motion="reduce", **WINDOWS[window])
    context.add_init_script(path=AXE)
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(f"{page.url}: {message.text}") if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(f"{page.url}: {error}"))
    wrong = {}
    for name, path in (types | VIEWS).items():
        page.goto(f"{site.base}{path}")
        if found := page.evaluate(RUN_AXE, RULES) + ([] if fits(page) else ["too wide"]):
            wrong[name] = found
    assert wrong == {}
    assert [line for line in said if VIEWS["404"] not in line] == []
    ours = (f"{site.base}/", f"{site.hub}/", "data:", "blob:")
    assert [url for url in asked if not url.startswith(ours)] == []
    scripts = {url for url in asked if url.endswith(".js")}
    assert [url for url in scripts if any(word in get(url).text for word in OF_PREVIEWS)] == []
    assert context.cookies() == []
    context.close()


def test_lighthouse_is_content(site):
    if not lighthouse.PROGRAM.exists():
        missing("Lighthouse isn't installed: `make kits` does it.")
    low = {}
    for name, path in AUDITED.items():
        for _ in range(lighthouse.TRIES):  # its figures depend on what else the machine does
            audit = lighthouse.audit(f"{site.base}{path}")
            low[name] = {category: score for category, score in audit.scores.items() if score < LEAST}
            if audit.failed == [FOR_NO_ENGINE.get(name)]:
                low[name].pop("seo", None)
            if not low[name]:
                break
        low[name] and low[name].update(failed=audit.failed)
    assert {name: scores for name, scores in low.items() if scores} == {}


# Search and forms, without scripts


@pytest.fixture
def plain(chromium: Browser) -> Iterator[Page]:
    """A page of a browser without scripts."""
    context = chromium.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_the_search_finds_and_help_comes_first(site, plain):
    plain.goto(f"{site.base}/search/")
    plain.locator("main").get_by_role("searchbox").or_(plain.locator("main input[name=query]")).first.fill("neglect")
    plain.keyboard.press("Enter")
    stream = plain.locator("main").get_by_role("link", name="Neglect", exact=True).first
    expect(stream).to_have_attribute("href", re.compile(r"/work-streams/neglect/$"))
    response = plain.goto(f"{site.base}/search/?query={TROUBLE.replace(' ', '+')}")
    assert "no-store" in response.headers["cache-control"]
    links = plain.locator("main a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert any(link.startswith("tel:") for link in links[:3])


def test_suggestions_show_while_somebody_types(site, context):
    page = context.new_page()
    page.goto(f"{site.base}/search/")
    page.locator("main input[name=query]").press_sequentially("negl")
    first = page.locator("main").get_by_role("list", name="Suggestions").get_by_role("link").first
    expect(first).to_contain_text("Neglect")
    page.locator("main input[name=query]").fill("")
    page.locator("main input[name=query]").press_sequentially(TROUBLE)
    expect(first).to_contain_text("0800 1111")
    expect(first).to_have_attribute("href", re.compile("^/help/"))


def rows(site: Site, table: str) -> int:
    with closing(sqlite3.connect(site.data / hubs.DATABASE)) as database:
        return database.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0]  # noqa: S608  a name of ours


def test_feedback_of_a_page_arrives(site, plain):
    before = rows(site, "engagement_feedback")
    plain.goto(f"{site.base}/work-streams/neglect/")
    plain.get_by_role("link", name="Tell us more").or_(plain.locator("summary", has_text="Tell us more")).first.click()
    plain.locator("textarea").first.fill("When will action 3 begin?")
    plain.locator("form").filter(has=plain.locator("textarea")).get_by_role("button", name="Send").click()
    expect(plain.locator("main")).to_contain_text(re.compile(r"F-\w{4}-\w{2}"))
    assert rows(site, "engagement_feedback") == before + 1


def test_somebody_subscribes_and_what_is_wrong_is_said(site, plain):
    before = rows(site, "newsletter_subscription")
    plain.goto(f"{site.base}/subscribe/")
    plain.locator("main input[name=email]").fill("nobody")
    plain.keyboard.press("Enter")
    expect(plain.locator("main input[name=email]")).to_have_value("nobody")
    expect(plain.locator("main")).to_contain_text("e-mail address in the correct format")
    plain.locator("main input[name=email]").fill("ada@example.org")
    plain.keyboard.press("Enter")
    expect(plain.locator("main")).to_contain_text("a link to confirm")
    assert rows(site, "newsletter_subscription") == before + 1


# Webhooks


def signed(message: dict, secret: str = SECRET) -> tuple[bytes, dict[str, str]]:
    """Return the body of a webhook's message and its headers."""
    body, moment = json.dumps(message).encode(), str(int(time.time()))
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signature = base64.b64encode(hmac.digest(key, b"msg_1.%s.%s" % (moment.encode(), body), hashlib.sha256)).decode()
    headers = {"webhook-id": "msg_1", "webhook-timestamp": moment, "webhook-signature": f"v1,{signature}"}
    return body, headers | {"Content-Type": "application/json"}


def change_title(site: Site, page: int, title: str) -> None:
    """Change what is public at once: the database's triggers say that there is a new version of the content."""
    with closing(sqlite3.connect(site.data / hubs.DATABASE, timeout=60)) as database, database:
        database.execute("UPDATE wagtailcore_page SET title = ? WHERE id = ?", (title, page))


def test_a_webhook_drops_what_the_frontend_keeps(site):
    news = site.ask("{ news(first: 100) { nodes { path databaseId } } }")["news"]["nodes"]
    first = min(news, key=lambda one: one["databaseId"])
    address = f"{site.base}{first['path']}"
    assert get(address).status == get(address).status == 200
    change_title(site, first["databaseId"], "Changed a moment ago")
    assert "Changed a moment ago" not in get(address).text, "The page isn't kept, so this proves nothing."
    tags = ["change", "newspage", "page", f"page-{first['databaseId']}"]
    moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    message = {"type": "events", "timestamp": moment, "data": {"events": [], "tags": tags}}
    body, headers = signed(message, "whsec_" + base64.b64encode(b"another secret, also 24 b").decode())
    assert get(f"{site.base}/webhook", body, **headers).status == 401
    assert "Changed a moment ago" not in get(address).text
    body, headers = signed(message)
    assert get(f"{site.base}/webhook", body, **headers).status == 204
    assert "Changed a moment ago" in get(address).text


# Previews


@pytest.fixture
def editor(site, chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1600, "height": 900}, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    context.add_cookies([{"name": "sessionid", "value": site.known["session"], "url": site.hub}])
    yield context.new_page()
    context.close()


def open_preview(site: Site, editor: Page, path: str):
    """Open a form and its preview in the frontend. Returns the frame."""
    editor.goto(f"{site.hub}{path}")
    if editor.locator("[data-side-panel=preview]").is_hidden():
        editor.get_by_role("button", name="Toggle preview").click()
    panel = editor.frame_locator("#w-preview-iframe")
    expect(panel.locator("[data-hub-edit][title]").first).to_be_attached(timeout=PATIENCE)
    frame = editor.locator("#w-preview-iframe").element_handle().content_frame()
    assert frame.url.startswith(f"{site.base}/preview")
    return frame


def test_the_editors_panel_shows_the_frontend_and_what_is_typed_in_place(site, editor):
    editor.add_init_script("addEventListener('w-unsaved:watch-edits', () => { window.watched = true })")
    frame = open_preview(site, editor, site.known["full"]["newspage"])
    editor.wait_for_function("() => window.watched")
    frame.evaluate("window.isTheSame = true")
    editor.locator("#id_title").press("End")
    editor.keyboard.type(" typed just now")
    expect(editor.frame_locator("#w-preview-iframe").locator("h1")).to_contain_text("typed just now", timeout=5_000)
    assert frame.evaluate("window.isTheSame") is True
    response = get(frame.url)
    assert site.hub in response.headers["content-security-policy"]
    assert response.headers["referrer-policy"] == "no-referrer"
    assert "no-store" in response.headers["cache-control"]


# The paths of what can be pressed, each once; pages that are linked open in a tab of their own, which is only noted.
PATHS = """() => {
  window.opened = [];
  window.open = (address) => { window.opened.push(String(address)); };
  return [...new Set([...document.querySelectorAll("[data-hub-edit]")].map((mark) => mark.dataset.hubEdit))];
}"""
PRESS = """path => {
  const before = window.opened.length;
  const marks = [...document.querySelectorAll("[data-hub-edit]")].filter((mark) => mark.dataset.hubEdit === path);
  for (const mark of marks) mark.click();
  return { here: marks.length > window.opened.length - before, opened: window.opened.slice(before) };
}"""


def clicked(site: Site, editor: Page, path: str) -> Clicked:
    """Press everything in the preview of a form, and then what its list names."""
    frame = open_preview(site, editor, path)
    editor.evaluate(START)
    elsewhere = []
    for field in frame.evaluate(PATHS):
        editor.evaluate("document.activeElement.blur()")
        pressed = frame.evaluate(PRESS, field)
        elsewhere += pressed["opened"]
        if pressed["here"]:
            editor.evaluate("path => clicks.lookAt(path)", field)
    editor.evaluate("() => clicks.pressList()")
    found = Clicked(**editor.evaluate("() => clicks.found()"))
    wrong = [address for address in elsewhere if not re.match(rf"{site.hub}/.+#edit:\w", address)]
    return Clicked([*found.astray, *wrong], found.left, found.listed)


@pytest.fixture
def full_forms(site, editor) -> dict[str, Clicked]:
    """What clicks found on the page of each type that has every field and every block."""
    return {name: clicked(site, editor, path) for name, path in site.known["full"].items()}


def test_a_click_reaches_every_field_of_every_type_of_page_and_block(full_forms):
    assert len(full_forms) > 10
    found = {
        name: {"astray": found.astray, "left": found.left, "not on the page": found.unshown(name)}
        for name, found in full_forms.items()
    }
    wrong = {name: {what: each for what, each in faults.items() if each} for name, faults in found.items()}
    assert {name: faults for name, faults in wrong.items() if faults} == {}
