"""The editors' guide in the admin: the texts and pictures of the documentation, sanitised, with working links."""

import re

import pytest
from django.urls import reverse

from cms.editing import guide
from tests import own_words


def test_whoever_may_sign_in_finds_the_guide_under_help(viewer):
    dashboard = viewer.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("guide") in dashboard
    answer = viewer.get(reverse("guide"))
    assert "Sign in" in answer.content.decode()
    assert [heading for _, heading in answer.context["guide"].sections][:3] == [
        "Sign in",
        "What every form has",
        "The dashboard",
    ]


@pytest.mark.parametrize("name", sorted(guide.names()))
def test_every_guide_is_shown_and_its_links_lead_to_guides_and_headings(viewer, name):
    html = viewer.get(reverse("guide_named", args=[name])).content.decode().partition('hub-guide">')[2]
    for path, name_, anchor in re.findall(r'href="(/admin/guide/(?:([\w-]+)/)?)(?:#([^"]*))?"', html):
        answer = viewer.get(path)
        assert answer.status_code == 200, path
        assert not anchor or f'id="{anchor}"' in answer.content.decode(), (name, name_, anchor)
    assert '.md"' not in html


def test_pictures_are_sent_and_nothing_else_is(viewer, client):
    html = viewer.get(reverse("guide")).content.decode()
    pictures = re.findall(r'src="(/admin/guide/pictures/[^"]*)"', html)
    assert pictures
    for address in pictures:
        answer = viewer.get(address)
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
        assert b"".join(answer.streaming_content).startswith(b"\x89PNG")
    assert viewer.get(reverse("guide_picture", args=["nothing"])).status_code == 404
    assert client.get(pictures[0]).status_code == 302


@pytest.mark.parametrize("address", ["guide/nothing/", "guide/..%2f..%2fREADME/", "guide/pictures/..%2fhub.png"])
def test_no_other_file_is_read(viewer, address):
    assert viewer.get(f"/admin/{address}", follow=True).status_code == 404


def test_what_a_guide_holds_is_cleaned(tmp_path, monkeypatch):
    (tmp_path / "bad.md").write_text(
        "# Title\n\n## One\n\n<script>alert(1)</script><b onclick='x()'>b</b>\n\n"
        "[a](javascript:alert(1)) [b](../README.md) [c](bad.md#one) ![d](pictures/editors/e.png)\n"
    )
    monkeypatch.setattr(guide, "FOLDER", tmp_path)
    shown = guide.read("bad", guide_address="/guide/{}/".format, picture_address="/pictures/{}.png".format)
    assert shown.title == "Title"
    assert shown.sections == [("one", "One")]
    assert "script" not in shown.html
    assert "onclick" not in shown.html
    assert '<a>a</a> <em>b</em> <a href="/guide/bad/#one">c</a> <img' in shown.html
    assert 'src="/pictures/e.png"' in shown.html


def test_guides_for_editors_have_the_programmes_words(tree, viewer):
    usual = viewer.get(reverse("guide")).context["guide"]
    with own_words.spoken():
        shown = viewer.get(reverse("guide")).context["guide"]
        assert "Add an aim with its steps and its lead" in [heading for _, heading in shown.sections]
        assert [anchor for anchor, _ in shown.sections] == [anchor for anchor, _ in usual.sections]
        assert "<strong>Add aim</strong>" in shown.html
        assert "<strong>Actions</strong>, <strong>Preview links</strong>" in shown.html  # Wagtail's menu
        for name in guide.OF_EDITORS:
            html = viewer.get(reverse("guide_named", args=[name])).context["guide"].html
            plain = re.sub(r"<img[^>]*>", "", guide.AS_WRITTEN.sub("", html))  # pictures show the product's own
            assert own_words.left(f"<html>{plain}".encode()) == [], name
        programmes = viewer.get(reverse("guide_named", args=["programmes"])).context["guide"].html
        assert "A programme leads people through <em>work streams</em>" in programmes
