"""The look of a site: its own on every page once it is public, its draft only for those who may change it."""

import io

import pytest
from django.urls import reverse
from PIL import Image

from cms.delivery.look.models import LookSettings
from cms.delivery.look.views import UNCHANGING
from tests import factories
from tests.admin.conftest import sign_in

LINK = 'link[rel="stylesheet"][href^="/look/"]'


def look_of(tree, **values) -> LookSettings:
    look = LookSettings(site=tree.site, **values)
    look.full_clean()
    look.save()
    return look


def stylesheet_of(page) -> str:
    (link,) = page.select(LINK)
    return link["href"]


def picture(**values):
    """Return a picture with its sizes, which are made when a transaction ends."""
    made = factories.ImageFactory(**values)
    made.make_renditions()
    return made


def square(side: int = 600):
    return picture(file__width=side, file__height=side)


@pytest.fixture
def admin(roles):
    return sign_in("admin", superuser=True)


@pytest.fixture
def form(admin, tree):
    """Send the form of the look with these values, and return the response."""
    address = reverse("wagtailsettings:edit", args=["cms", "looksettings", tree.site.pk])

    def send(**values):
        usual = {"theme": "design_system", "typeface": "theme", "show_name": "on", "footer_contact": "on"}
        colours = dict.fromkeys(("accent", "link", "header", "header_text"), "")
        dark = {f"{name}_dark": "" for name in colours}
        texts = {"logo": "", "icon": "", "tagline": "", "footer_text": "", "footer_links": ""}
        return admin.post(address, {**usual, **colours, **dark, **texts, "when_saved": "draft", **values})

    send.address = address
    return send


def test_a_page_of_the_standard_look_is_as_it_was(tree, read):
    page = read("/")
    assert page.select(LINK) == []
    assert page.find("meta", attrs={"name": "theme-color"})["content"] == "#0065bd"
    assert page.find("link", rel="apple-touch-icon")["href"].endswith("hub/apple-touch-icon.png")
    assert page.select("meta[property='og:image'], .hub_logo, .hub_tagline, .hub_footer-text") == []


def test_a_logo_that_a_program_uploaded_is_shown_once_a_person_has_made_the_look_public(tree, read, form):
    logo, icon = picture(is_held=True), square()
    type(icon).objects.filter(pk=icon.pk).update(is_held=True)
    form(logo=logo.pk, icon=icon.pk)
    logo.refresh_from_db()
    assert logo.is_held and read("/").select(".hub_logo") == []
    form(logo=logo.pk, icon=icon.pk, when_saved="public")
    logo.refresh_from_db(), icon.refresh_from_db()
    assert not logo.is_held and not icon.is_held and len(read("/").select(".hub_logo")) == 1


def test_a_look_is_a_style_sheet_that_never_changes(tree, read, client):
    look = look_of(tree, theme="neutral", accent="#8a1538", dark_mode=True, typeface="verdana")
    page = read("/")
    assert page.find("meta", attrs={"name": "theme-color"})["content"] == "#8a1538"
    address = stylesheet_of(page)
    response = client.get(address)
    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert response["Cache-Control"] == UNCHANGING
    css = response.content.decode()
    assert "--look-accent:#8a1538" in css
    assert "font-family:Verdana" in css
    assert "prefers-color-scheme:dark" in css
    assert "forced-colors:none" in css
    assert css.count("{") == css.count("}")

    look.accent = "#1a4f9c"
    look.save()
    assert stylesheet_of(read("/")) != address
    earlier = client.get(address)
    assert earlier["Cache-Control"] != UNCHANGING
    assert "--look-accent:#1a4f9c" in earlier.content.decode()


def test_without_dark_mode_no_page_is_dark(tree, read, client):
    look_of(tree, theme="plain")
    css = client.get(stylesheet_of(read("/"))).content.decode()
    assert "prefers-color-scheme" not in css


def test_header_and_footer_have_what_the_look_says(tree, read):
    logo = picture(description="A tree")
    look_of(
        tree,
        logo=logo,
        show_name=False,
        tagline="Warm homes <for> all",
        footer_text="Registered <number> 1",
        footer_links="Privacy https://example.org/privacy/\n\nOur  terms /terms/",
        footer_contact=False,
    )
    page = read("/")
    assert page.select_one(".hub_logo")["alt"] == "A tree"
    assert page.select_one(".hub_site-name") is None
    assert page.select_one(".hub_tagline").text == "Warm homes <for> all"
    assert "Registered <number> 1" in page.select_one(".hub_footer-text").text
    links = [(link.text, link["href"]) for link in page.select(".hub_footer-links a")]
    assert links == [("Privacy", "https://example.org/privacy/"), ("Our  terms", "/terms/")]


def test_a_logo_that_readers_may_not_see_leaves_the_name(tree, read):
    logo = factories.ImageFactory()
    look_of(tree, logo=logo, show_name=False)
    type(logo).objects.filter(pk=logo.pk).update(description="")
    page = read("/")
    assert page.select_one(".hub_logo") is None
    assert page.select_one(".hub_site-name")


@pytest.mark.parametrize("size", [32, 180, 192, 512])
def test_an_icon_has_every_size(tree, client, size):
    look = look_of(tree, icon=square())
    address = reverse("look_icon", args=[tree.site.pk, size, look.icon_digest])
    response = client.get(address)
    assert response["Cache-Control"] == UNCHANGING
    assert Image.open(io.BytesIO(response.content)).size == (size, size)


def test_pages_name_the_icon(tree, read, client):
    look_of(tree, icon=square())
    page = read("/")
    small = page.find("link", rel="icon")["href"]
    assert small.startswith(f"/look/{tree.site.pk}/icon-32-")
    assert client.get("/favicon.ico")["Location"] == small
    icons = client.get("/site.webmanifest").json()["icons"]
    assert [icon["sizes"] for icon in icons] == ["192x192", "512x512"]
    assert all("/icon-" in icon["src"] for icon in icons)


def test_an_icon_has_no_other_sizes_and_none_that_is_private(tree, client):
    look = look_of(tree, icon=square())
    assert client.get(reverse("look_icon", args=[tree.site.pk, 4096, look.icon_digest])).status_code == 404
    type(look.icon).objects.update(description="")
    assert client.get(reverse("look_icon", args=[tree.site.pk, 32, look.icon_digest])).status_code == 404


def test_a_share_picture_is_drawn_where_a_page_has_none(tree, read, client):
    look_of(tree, share_pictures=True)
    news = factories.NewsFactory(parent=tree.news, title="It began " * 12)
    meta = read(news).find("meta", property="og:image")["content"]
    path = meta.removeprefix("http://localhost")
    response = client.get(path)
    assert response["Cache-Control"] == UNCHANGING
    assert Image.open(io.BytesIO(response.content)).size == (1200, 630)
    news.unpublish()
    assert client.get(path).status_code == 404


def test_a_draft_is_seen_only_by_those_who_preview_it(form, admin, tree, read, client):
    response = form(theme="neutral", accent="#8a1538")
    assert response.status_code == 302, response.content
    assert response["Location"] == "/"
    look = LookSettings.objects.get()
    assert (look.theme, look.draft["theme"]) == ("design_system", "neutral")

    assert read("/").select(LINK) == []
    other = sign_in("other", superuser=True)
    assert "/look/" not in other.get("/").content.decode()

    mine = admin.get("/")
    assert "A draft of the look." in mine.content.decode()
    address = mine.content.decode().split('<link rel="stylesheet" href="/look/')[1].split('"')[0]
    sheet = admin.get(f"/look/{address}")
    assert sheet["Cache-Control"] == "private, no-store"
    assert "--look-accent:#8a1538" in sheet.content.decode()
    assert "#8a1538" not in client.get(f"/look/{address}").content.decode()
    assert 'value="#8a1538"' in admin.get(form.address).content.decode()

    assert admin.post(reverse("look_preview", args=[tree.site.pk]), {"action": "publish"}).status_code == 302
    look.refresh_from_db()
    assert (look.theme, look.accent, look.draft) == ("neutral", "#8a1538", None)
    assert len(read("/").select(LINK)) == 1


def test_a_draft_can_be_left_and_thrown_away(form, admin, tree):
    form(theme="plain")
    preview = reverse("look_preview", args=[tree.site.pk])
    admin.post(preview, {"action": "end"})
    assert "A draft of the look." not in admin.get("/").content.decode()
    admin.post(preview, {"action": "begin"})
    assert "A draft of the look." in admin.get("/").content.decode()
    admin.post(preview, {"action": "discard"})
    assert LookSettings.objects.get().draft is None
    assert "/look/" not in admin.get("/").content.decode()


def test_a_look_can_be_made_public_at_once(form, read):
    form(theme="plain", when_saved="public")
    assert LookSettings.objects.get().draft is None
    assert len(read("/").select(LINK)) == 1


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"accent": "#ffdd00"}, "accent", "The nearest that passes is"),
        ({"link_dark": "#0000aa"}, "link_dark", "The nearest that passes is"),
        ({"header": "blue"}, "header", "“blue” is no colour"),
        ({"show_name": ""}, "show_name", "Without a logo"),
        ({"footer_links": "Privacy\nTerms /terms/"}, "footer_links", "“Privacy” isn’t words and then an address"),
        ({"footer_links": "Bad javascript:alert(1)"}, "footer_links", "isn’t words and then an address"),
    ],
)
def test_bad_input_is_refused_at_its_field(form, values, field, words):
    response = form(**values)
    assert response.status_code == 200
    errors = response.context["form"].errors
    assert list(errors) == [field]
    assert words in errors[field][0]


def test_an_icon_must_be_square_and_large(form):
    wide, small = factories.ImageFactory(), square(100)
    assert "640 pixels wide and 400 high" in form(icon=wide.pk).context["form"].errors["icon"][0]
    assert "at least 512 pixels" in form(icon=small.pk).context["form"].errors["icon"][0]


def test_the_sample_answers_with_colours_and_proposals(admin, tree):
    address = reverse("look_sample", args=[tree.site.pk])
    found = admin.get(address, {"theme": "plain", "link": "#ff8800"}).json()
    assert [problem["field"] for problem in found["problems"]] == ["link"]
    assert found["light"]["link"] == "#ff8800"
    assert set(found["dark"]) == set(found["light"])


def test_the_api_tells_of_the_look(tree, client):
    look_of(tree, theme="neutral", dark_mode=True, logo=picture(description="A tree"))
    query = "{ site { look { theme typeface favicon logo { url alt width height } colours { name light dark } } } }"
    found = client.post("/graphql/", {"query": query}, content_type="application/json").json()["data"]["site"]["look"]
    assert found["theme"] == "neutral"
    assert found["logo"]["alt"] == "A tree"
    assert found["logo"]["url"].startswith("http://localhost/media/")
    colours = {colour["name"]: (colour["light"], colour["dark"]) for colour in found["colours"]}
    assert colours["background"] == ("#ffffff", "#121417")
