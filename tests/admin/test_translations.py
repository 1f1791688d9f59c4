"""Translating pages: from the form, beside the original, and whether the original has changed since."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from wagtail.admin.widgets.button import Button
from wagtail.models import GroupPagePermission, Locale, Page

from cms.accounts.roles import EDITORS, set_up_roles
from cms.editing.views.pages import without_refused
from cms.models import Translation
from newsletter.models import IssuePage
from programme.models import NewsIndexPage, NewsPage
from tests import factories

from .conftest import sign_in
from .forms import add_url, edit_url, field_errors, said, send

PANEL = 'data-side-panel="languages"'


@pytest.fixture
def may_translate(two_languages, roles) -> None:
    """The right that the app of Wagtail brings with several languages, and the languages as `migrate` makes them."""
    Locale.objects.get_or_create(language_code="gd")
    kind, _ = ContentType.objects.get_or_create(app_label="simple_translation", model="simpletranslation")
    Permission.objects.create(content_type=kind, codename="submit_translation", name="Can submit translations")
    set_up_roles()


@pytest.fixture
def news(tree):
    # As it is loaded: its blocks have no ids yet.
    body = [{"type": "rich_text", "value": {"text": "<p>The text.</p>\n<p>More.</p>"}}]
    page = factories.NewsFactory(parent=tree.news, title="First", summary="The first item.", body=body)
    page.save_revision().publish()
    return page


def translate(client, page, language="gd"):
    return client.post(reverse("translate_page", args=[page.pk]), {"language": language}, follow=True)


def in_gaelic(page) -> Page:
    return Page.objects.get(translation_key=page.translation_key, locale__language_code="gd").specific


def change(page, **values) -> None:
    page = NewsPage.objects.get(pk=page.pk)
    for name, value in values.items():
        setattr(page, name, value)
    page.save_revision().publish()


def test_with_one_language_nothing_of_it_shows(administrator, news):
    html = administrator.get(edit_url(news)).content.decode()
    assert PANEL not in html
    assert "Gaelic" not in html and "Gàidhlig" not in html and "Locale" not in html


def test_an_editor_translates_a_page_from_its_form(may_translate, editor, news):
    html = editor.get(edit_url(news)).content.decode()
    assert PANEL in html
    assert "Not translated" in html
    response = translate(editor, news)
    page = in_gaelic(news)
    assert response.redirect_chain[-1][0] == edit_url(page)
    assert "Gàidhlig" in said(response)
    assert not page.live
    # The pages above show the original's text until they are translated too.
    assert in_gaelic(news.get_parent()).alias_of_id == news.get_parent().pk
    html = response.content.decode()
    assert "Up to date with the original" in html
    assert 'data-original-of="summary"' in html
    assert "The first item." in html
    assert "Draft, up to date" in editor.get(edit_url(news)).content.decode()


def test_a_page_shown_in_the_originals_words_is_translated_in_its_place(may_translate, editor, tree, news):
    translate(editor, news)
    alias = in_gaelic(tree.news)
    assert "shows the original’s text" in editor.get(edit_url(tree.news)).content.decode()
    response = translate(editor, tree.news)
    assert response.redirect_chain[-1][0] == edit_url(alias)
    assert NewsIndexPage.objects.get(pk=alias.pk).alias_of_id is None
    assert "Up to date with the original" in response.content.decode()


def test_a_translation_is_out_of_date_once_the_original_says_something_else(may_translate, editor, news):
    translate(editor, news)
    page = in_gaelic(news)
    saved = '<p data-block-key="a1b2c">The text.</p><p data-block-key="d3e4f">More.</p>'
    change(news, body=[{"type": "rich_text", "value": {"text": saved}}])
    assert not Translation.objects.get(page=page).is_out_of_date, "Published again, unchanged."
    change(news, summary="Another sentence.")
    html = editor.get(edit_url(page)).content.decode()
    assert "Out of date: the original changed on" in html
    assert html.count("hub-original__text--changed") == 1
    assert 'class="addition"' in html
    assert "Draft, out of date" in editor.get(edit_url(news)).content.decode()
    assert "translations out of date" in editor.get(reverse("wagtailadmin_home")).content.decode().lower()
    editor.post(reverse("translation_followed", args=[page.pk]))
    html = editor.get(edit_url(page)).content.decode()
    assert "Up to date with the original" in html
    assert "hub-original__text--changed" not in html


def test_what_the_original_takes_back_is_up_to_date_again(may_translate, editor, news):
    translate(editor, news)
    change(news, summary="Another sentence.")
    change(news, summary="The first item.")
    assert not Translation.objects.get(page=in_gaelic(news)).is_out_of_date


def test_a_draft_of_the_original_changes_nothing_yet(may_translate, editor, news):
    translate(editor, news)
    draft = NewsPage.objects.get(pk=news.pk)
    draft.summary = "Not yet."
    draft.save_revision()
    html = editor.get(edit_url(in_gaelic(news))).content.decode()
    assert "Up to date with the original" in html
    assert "Not yet." not in html


def test_the_record_is_kept_once(may_translate, administrator, stream):
    commitment = factories.CommitmentFactory(parent=stream)
    assert "It isn’t translated" in administrator.get(edit_url(commitment)).content.decode()
    translate(administrator, commitment)
    assert Page.objects.filter(translation_key=commitment.translation_key).count() == 1


def test_only_people_who_may_add_pages_there_translate(may_translate, viewer, tree, news):
    translate(viewer, news)
    of_news = sign_in("of-news", group=Group.objects.create(name="News").name)
    group = Group.objects.get(name="News")
    group.permissions.add(*Permission.objects.filter(codename__in=("access_admin", "submit_translation")))
    for codename in ("add_page", "change_page"):
        GroupPagePermission.objects.create(
            group=group, page=tree.news, permission=Permission.objects.get(codename=codename)
        )
    html = of_news.get(edit_url(news)).content.decode()
    assert "Not translated" in html and "Translate into" not in html
    translate(of_news, news)
    assert Page.objects.filter(translation_key=news.translation_key).count() == 1


def test_editors_have_the_right_to_translate(may_translate):
    assert Permission.objects.filter(group__name=EDITORS, codename="submit_translation").exists()


def test_the_number_of_statements_does_not_depend_on_the_texts(
    may_translate, editor, news, django_assert_max_num_queries
):
    translate(editor, news)
    page = in_gaelic(news)
    editor.get(edit_url(page))
    with django_assert_max_num_queries(120):
        editor.get(edit_url(page))


def test_translating_is_offered_for_pages_that_can_be(may_translate, administrator, tree, news):
    """Wagtail offers it for every page, in the header of its form and in lists."""
    issue = factories.IssueFactory(parent=tree.updates)
    for page, offered in ((issue, False), (news, True)):
        address = reverse("translate_page", args=[page.pk])
        buttons = without_refused([Button("Translate", address), Button("Copy", "/copy/")], page, administrator.user)
        assert [button.label for button in buttons] == (["Translate", "Copy"] if offered else ["Copy"])
        html = administrator.get(edit_url(page)).content.decode()
        assert ("It isn’t translated" not in html) == offered


def test_the_number_of_an_issue_is_given_once_in_all_languages(may_translate, administrator, tree):
    """The archive has an address in each language, and an issue may be begun there. Drafts count."""
    issue = factories.IssueFactory(parent=tree.updates, number=5)
    issue.number = 6
    issue.save_revision()
    translate(administrator, tree.updates)
    values = {"title": "Naidheachdan", "part": "1", "date": "1/12/2016", "subject": "Naidheachdan"}
    for number in (5, 6):
        answer = send(administrator, add_url(IssuePage, in_gaelic(tree.updates)), "publish", number=number, **values)
        assert field_errors(answer)["number"] == [f"There is already an issue {number}, part 1."]
    assert (
        send(administrator, add_url(IssuePage, in_gaelic(tree.updates)), "publish", number=7, **values).status_code
        == 302
    )
