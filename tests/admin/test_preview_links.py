"""Editors make preview links of pages, copy or mail them, and revoke them; programme leads name preview frontends."""

import datetime
import re

import pytest
from bs4 import BeautifulSoup
from django.contrib.contenttypes.models import ContentType
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry, Site

from cms.models import PreviewFrontend, PreviewLink
from cms.pages.models.preview_frontends import check_address
from programme.models import NewsPage
from tests import factories

from .forms import add_url, edit_url

WEEK = {"name": "Ann", "lasts": "week"}


@pytest.fixture
def news(tree):
    return factories.NewsFactory(parent=tree.news, title="News")


def at(page) -> str:
    return reverse("preview_links", args=[page.pk])


def text_of(response) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ", strip=True).split())


def new_address(response) -> str:
    return BeautifulSoup(response.content, "html.parser").find(id="new-address")["value"]


def path_of(address: str) -> str:
    return re.sub("https?://[^/]+", "", address)


def errors_in(response) -> dict[str, str]:
    return {name: str(errors[0]) for name, errors in response.context["form"].errors.items()}


def test_a_link_is_made_shown_once_mailed_and_revoked(editor, moderator, news, client, settings):
    assert f'href="{at(news)}"' in editor.get(edit_url(news)).content.decode()
    assert "No link is open." in text_of(editor.get(at(news)))
    made = editor.post(at(news), WEEK, follow=True)
    assert made.redirect_chain == [(f"{at(news)}#new-link", 302)]
    address = new_address(made)
    assert address.startswith(settings.BASE_URL)
    assert client.get(path_of(address)).status_code == 200
    again = editor.get(at(news))
    assert address not in again.content.decode(), "it isn't shown again"
    assert "Ann" in text_of(again) and "editor" in text_of(again) and "Never" not in text_of(again)
    link = PreviewLink.objects.get()
    assert link.expires_at - timezone.now() == pytest.approx(
        datetime.timedelta(days=7), abs=datetime.timedelta(hours=1)
    )

    token = path_of(address).split("/")[2]
    sent = editor.post(at(news), {"token": token, "email": "ann@example.com", "words": "Hello."}, follow=True)
    assert "was mailed to ann@example.com" in text_of(sent)
    (message,) = mail.outbox
    assert (message.to, message.reply_to) == (["ann@example.com"], ["editor@example.org"])
    assert address in message.body and "Hello." in message.body and "The link works until" in message.body

    # Anybody who may edit the page may revoke it.
    assert "no longer works" in text_of(moderator.post(at(news), {"revoke": link.pk}, follow=True))
    assert client.get(path_of(address)).status_code == 410
    assert "No link is open." in text_of(moderator.get(at(news)))
    actions = PageLogEntry.objects.filter(page=news.pk, action__startswith="cms.preview_link")
    assert [str(one.message) for one in actions.order_by("timestamp")][1:] == [
        "Preview link of Ann mailed to ann@example.com",
        "Preview link of Ann revoked",
    ]


def test_a_mail_that_fails_loses_nothing(editor, news, monkeypatch, settings, caplog):
    address = new_address(editor.post(at(news), WEEK, follow=True))
    token = path_of(address).split("/")[2]
    monkeypatch.setattr("django.core.mail.EmailMessage.send", lambda self: 1 / 0)
    failed = editor.post(at(news), {"token": token, "email": "ann@example.com"}, follow=True)
    assert "didn't accept it (ZeroDivisionError)" in text_of(failed)
    assert new_address(failed) == address
    assert token not in caplog.text
    wrong = editor.post(at(news), {"token": token, "email": "nobody"})
    assert wrong.status_code == 422 and new_address(wrong) == address
    assert not PreviewLink.objects.get().email


def test_how_long_it_works(editor, news, settings):
    today = timezone.localdate()
    last = today + datetime.timedelta(days=settings.PREVIEW_LINK_MAX_DAYS)
    for until, error in [
        ("", "Give the last day."),
        (f"{today - datetime.timedelta(days=1):%d/%m/%Y}", "This is in the past."),
        (f"{last + datetime.timedelta(days=1):%d/%m/%Y}", "A link works for at most 30 days."),
        ("one day", None),
    ]:
        response = editor.post(at(news), {"name": "Ann", "lasts": "until", "until": until})
        assert response.status_code == 422
        assert error is None or errors_in(response) == {"until": error}
        assert list(response.context["form"].errors) == ["until"]
    assert list(editor.post(at(news), {}).context["form"].errors) == ["name", "lasts"]
    assert not PreviewLink.objects.exists()
    editor.post(at(news), {"name": "Ann", "lasts": "until", "until": f"{last:%d/%m/%Y}"})
    until = timezone.localtime(PreviewLink.objects.get().expires_at)
    assert (until.date(), until.time()) == (last + datetime.timedelta(days=1), datetime.time())

    settings.PREVIEW_LINK_MAX_DAYS = 3
    assert list(editor.post(at(news), WEEK).context["form"].errors) == ["lasts"]


def test_only_those_who_may_edit_the_page_make_and_revoke_links(editor, viewer, news, tree):
    editor.post(at(news), WEEK)
    link = PreviewLink.objects.get()
    assert at(news) not in viewer.get(reverse("wagtailadmin_explore", args=[news.pk])).content.decode()
    for data in (WEEK, {"revoke": link.pk}):
        viewer.post(at(news), data)
    assert PreviewLink.objects.get().revoked_at is None
    # A link of another page is out of reach, and so is a mail with its token.
    other = factories.NewsFactory(parent=tree.news)
    assert editor.post(at(other), {"revoke": link.pk}).status_code == 404
    assert editor.post(at(other), {"revoke": "x"}).status_code == 404
    token = path_of(new_address(editor.get(at(news)))).split("/")[2]
    editor.post(at(other), {"token": token, "email": "ann@example.com"})
    assert (PreviewLink.objects.get().revoked_at, mail.outbox) == (None, [])
    assert editor.get(reverse("preview_links", args=[1])).status_code == 404


def test_a_link_whose_maker_lost_the_right_is_marked(editor, moderator, news):
    editor.post(at(news), WEEK)
    assert "so the link shows nothing" not in text_of(moderator.get(at(news)))
    editor.user.groups.clear()
    assert "so the link shows nothing" in text_of(moderator.get(at(news)))


# Preview frontends


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("https://www.example.org/preview", "{token} is missing"),
        ("https://www.example.org/{slug}?t={token}", "“{slug}” isn’t known"),
        ("https://www.example.org/?t={token.__class__}", "isn’t known"),
        ("https://www.example.org/?t={token!r}", "isn’t known"),
        ("https://www.example.org/?t={}", "isn’t known"),
        ("https://www.example.org/?t={token}&x={", "without its other half"),
        ("https://{path}.example.org/?t={token}", "The host must be the same"),
        ("https://me:pw@www.example.org/?t={token}", "The host must be the same"),
        ("javascript:alert('{token}')", "Give a whole address"),
        ("/preview?t={token}", "Give a whole address"),
        ("https://www.example.org:x/?t={token}", "Give a whole address"),
        ("https://www.example.org/a b?t={token}", "Give a whole address"),
    ],
)
def test_an_address_that_can_not_be_is_refused_at_its_field(address, problem):
    with pytest.raises(ValidationError, match=re.escape(problem)):
        check_address(address)


def test_programme_leads_name_frontends(lead, moderator, tree):
    form = reverse("preview-frontends:add")
    assert moderator.get(form).status_code == 302
    page = BeautifulSoup(lead.get(form).content, "html.parser")
    # By the names that webhooks and menus have for them.
    assert "Recommendations and actions" in page.get_text()
    assert "Commitment page" not in page.get_text()
    bad = lead.post(form, {"name": "Site", "address": "https://www.example.org/{token}/{id}"})
    assert errors_in(bad) == {"address": "“{id}” isn’t known. These are: {token}, {path}, {content_type}."}
    kind = ContentType.objects.get_for_model(NewsPage).pk
    lead.post(form, {"name": "Site", "address": "https://www.example.org/{token}", "kinds": [kind]})
    frontend = PreviewFrontend.objects.get()
    assert [one.pk for one in frontend.kinds.all()] == [kind]
    assert "All programmes" in text_of(lead.get(reverse("preview-frontends:index")))


def test_the_editor_chooses_among_those_that_fit(editor, news, tree, settings, django_assert_num_queries):
    elsewhere = factories.HomeFactory(parent=tree.home.get_parent(), slug="elsewhere")
    other_site = Site.objects.create(hostname="other.example.org", root_page=elsewhere)
    make = PreviewFrontend.objects.create
    every = make(name="Every", address="https://every.example.org/{path}?t={token}")
    here = make(name="Here", address="https://here.example.org/?t={token}", site=tree.site)
    make(name="Elsewhere", address="https://elsewhere.example.org/?t={token}", site=other_site)
    of_news = make(name="News", address="https://news.example.org/?t={token}")
    of_news.kinds.add(ContentType.objects.get_for_model(NewsPage))
    of_events = make(name="Events", address="https://events.example.org/?t={token}")
    of_events.kinds.add(*ContentType.objects.filter(model__in=["eventpage", "publicationpage"]))
    settings.WAGTAIL_HEADLESS_PREVIEW = {"CLIENT_URLS": {"default": "https://front.example.org"}}

    names = ["Every", "Here", "News", "Website (frontend)", "Hub page"]
    assert [label for _, label in NewsPage.objects.get(pk=news.pk).preview_modes] == names
    with django_assert_num_queries(2):
        page = NewsPage(url_path=news.url_path)
        assert page.preview_modes == page.preview_modes
    for url in (edit_url(news), add_url(NewsPage, tree.news)):
        response = editor.get(url)
        options = BeautifulSoup(response.content, "html.parser").select("#id_preview_mode option, select option")
        labels = [option.get_text(strip=True) for option in options]
        assert [label for label in labels if label in [*names, "Elsewhere", "Events"]] == names
        # The admin may frame these alone.
        (frames,) = [one for one in response["Content-Security-Policy"].split("; ") if one.startswith("frame-src")]
        assert frames.split()[2:] == [
            "https://front.example.org",
            *(f"https://{name}.example.org" for name in ("every", "here", "news")),
        ]
    urls = {
        mode: editor.get(reverse("wagtailadmin_pages:view_draft", args=[news.pk]), {"mode": mode}).headers.get(
            "location"
        )
        for mode in (every.mode, here.mode, "frontend", "")
    }
    assert urls[every.mode].startswith("https://every.example.org/news/news/?t=")
    assert urls[here.mode].startswith("https://here.example.org/?t=")
    assert urls["frontend"].startswith("https://front.example.org")
    assert urls[""] is None
    refused = editor.get(reverse("wagtailadmin_pages:view_draft", args=[news.pk]), {"mode": of_events.mode})
    assert refused.status_code == 302 and refused.url == "/admin/"

    # The maker of a link chooses, too.
    assert f'value="{here.mode}"' in editor.get(at(news)).content.decode()
    editor.post(at(news), WEEK | {"mode": here.mode})
    assert PreviewLink.objects.get().mode == here.mode
    assert list(editor.post(at(news), WEEK | {"mode": of_events.mode}).context["form"].errors) == ["mode"]
