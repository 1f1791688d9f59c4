"""Every theme in a browser, in the light and in the dark: accessible, within the window, without errors."""

import pytest

from tests import hubs
from tests.chromium import fits, missing

from .test_every_page import AXE, RULES, RUN_AXE
from .test_html import fetch, mistakes

pytestmark = pytest.mark.browser

OWN = {"theme": "design_system", "accent": "#8a1538", "link": "#8a1538", "header": "#8a1538", "tagline": "Warm homes"}
LOOKS = {"design_system": {}, "neutral": {}, "plain": {"typeface": "georgia"}, "own": OWN}
MAKE = """
from cms.models import LookSettings
from wagtail.models import Site
values = {values!r}
site = Site.objects.get(is_default_site=True)
LookSettings.objects.filter(site=site).delete()
LookSettings(site=site, **values).save()
"""
REMOVE = "from cms.models import LookSettings; LookSettings.objects.all().delete()"
PATHS = ("/", "/progress/", "/work-streams/", "/search/?q=neglect")


@pytest.fixture(params=LOOKS)
def look(request, hub, folder):
    """The look of the hub, by name; afterwards it has the standard one again."""
    values = {"theme": request.param, "dark_mode": True, **LOOKS[request.param]}
    hubs.run(folder, [["manage.py", "shell", "-c", MAKE.format(values=values)]])
    yield request.param
    hubs.run(folder, [["manage.py", "shell", "-c", REMOVE]])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_look_is_accessible(hub, chromium, look, scheme):
    if not AXE.exists():
        missing("axe-core is not installed: `make clients` does it.")
    found: list[str] = []

    def hear(message) -> None:
        if message.type == "error":
            found.append(message.text)

    for width in (390, 1280):
        context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        context.add_init_script(path=AXE)
        page = context.new_page()
        page.on("console", hear)
        for path in PATHS:
            page.goto(hub.base + path)
            assert page.locator('link[href^="/look/"]').count() == 1
            violations = page.evaluate(RUN_AXE, RULES)
            found += [f"{path}: {one['id']}: {one['nodes'][0]['html'][:200]}" for one in violations]
            if not fits(page):
                found.append(f"{path} is wider than {width} pixels")
        context.close()
    assert found == []


def test_the_html_of_a_look_is_valid(hub, look, java, tmp_path):
    # In the light and in the dark it is the same HTML.
    pages = {path: fetch(hub.base + path) for path in (*PATHS, "/nothing/")}
    assert all(b'href="/look/' in page for page in pages.values())
    assert mistakes(java, pages, tmp_path) == []
