"""Publishing in spite of findings: the reason is required in the form, in lists and in approvals, and is kept."""

import pytest
from django.urls import reverse
from wagtail.models import PageLogEntry

from cms.editing.workflows import NOT_PUBLISHED
from cms.models import HubSettings, Signpost, WritingSettings
from cms.quality.blockers import ACTION
from engagement.models import YouSaidEntry, YouSaidWeDidPage
from programme.models import NewsPage
from tests import factories

from .forms import add_url, edit_url, field_errors, filled_in, rows, said, send
from .test_writing_help import draft, in_workflow, is_live

NUMBER = "Ring Morag on 07700 900123."
REASON = "She asked us to."


@pytest.fixture
def news(tree):
    return draft(tree, body=[], summary=NUMBER)


def reasons(page) -> list[tuple[str, str]]:
    entries = PageLogEntry.objects.filter(page=page.pk, action=ACTION)
    return [(entry.user.username, entry.data["reason"]) for entry in entries]


def question(response) -> str:
    return response.content.decode().partition('id="publish-question"')[2]


# The form


@pytest.mark.parametrize("values", [{}, {"go_live_at": "2099-01-01 09:00"}], ids=["now", "later"])
def test_personal_data_is_asked_about_with_all_that_was_typed(moderator, news, values):
    response = send(moderator, edit_url(news), "publish", title="Typed", **values)
    assert "This looks like a telephone number" in question(response)
    assert "07700 900123" in question(response)
    assert 'value="Typed"' in response.content.decode()
    assert not is_live(news)
    news.refresh_from_db()
    assert news.title != "Typed"
    assert reasons(news) == []


def test_with_a_reason_it_is_published_and_the_reason_is_kept(moderator, news):
    send(moderator, edit_url(news), "publish", title="Typed", reason_to_publish=f" {REASON} ")
    assert is_live(news)
    assert reasons(news) == [("moderator", REASON)]
    entry = PageLogEntry.objects.get(action=ACTION)
    assert "07700" not in str(entry.data)
    assert REASON in entry.formatter.format_message(entry)


def test_it_is_asked_at_every_publication(moderator, news):
    send(moderator, edit_url(news), "publish", reason_to_publish=REASON)
    assert question(send(moderator, edit_url(news), "publish", title="Again"))


def test_a_reason_that_is_too_long_is_still_there(moderator, news):
    response = send(moderator, edit_url(news), "publish", reason_to_publish="x" * 501)
    assert "yours has 501" in str(field_errors(response)["__all__"])
    assert "x" * 501 in question(response)


def test_no_setting_takes_the_question_away_or_makes_it_a_refusal(moderator, tree, news):
    WritingSettings.objects.create(site=tree.site, blocking=["personal_data"])
    assert question(send(moderator, edit_url(news), "publish"))
    send(moderator, edit_url(news), "publish", reason_to_publish=REASON)
    assert is_live(news)


@pytest.fixture
def unclear(tree):
    return draft(
        tree,
        summary="Fine.",
        body=[{"type": "rich_text", "value": {"text": "<p><a href='https://example.org/'>click here</a></p>"}}],
    )


def test_an_error_is_asked_about_and_a_setting_makes_it_stop(moderator, tree, unclear):
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    response = moderator.post(f"{address}?next=/admin/&id={unclear.pk}", {})
    assert "doesn’t say where the link leads" in response.content.decode()
    assert not is_live(unclear)
    WritingSettings.objects.update(blocking=["link_unclear"])
    response = moderator.post(f"{address}?next=/admin/&id={unclear.pk}", {"reason": REASON}, follow=True)
    assert "Nothing was published" in said(response)
    assert not is_live(unclear)


def test_a_file_name_for_an_alternative_text_is_asked_about(moderator, tree):
    page = draft(tree, body=[], image=factories.ImageFactory(description="IMG_2041.jpg"))
    assert "name of a file" in question(send(moderator, edit_url(page), "publish"))


def test_a_warning_holds_nothing_up_and_is_shown(moderator, tree):
    page = draft(tree, body=[], summary="It came out on 12/03/2018.")
    response = send(moderator, edit_url(page), "publish", follow=True)
    assert is_live(page)
    assert "Write “12 March 2018”" in said(response)


def test_a_draft_is_saved_without_a_question(moderator, news):
    send(moderator, edit_url(news), title="Saved")
    assert NewsPage.objects.get(pk=news.pk).get_latest_revision_as_object().title == "Saved"


def test_a_new_page_is_asked_about_and_its_reason_kept(moderator, tree):
    address = add_url(NewsPage, tree.news)
    data = filled_in(moderator, address, title="New", slug="new", summary=NUMBER) | {"action-publish": "1"}
    assert question(moderator.post(address, data))
    moderator.post(address, data | {"reason_to_publish": REASON})
    page = NewsPage.objects.get(slug="new")
    assert page.live
    assert reasons(page) == [("moderator", REASON)]


def test_what_the_hub_publishes_as_its_own_is_not_asked_about(moderator, tree, news):
    HubSettings.objects.update_or_create(site=tree.site, defaults={"contact_phone": "+44 7700 900123"})
    send(moderator, edit_url(news), "publish")
    assert is_live(news)


def test_the_number_of_a_signpost_is_not_asked_about(moderator, tree):
    Signpost.objects.create(
        name="Helpline", description="Listens.", telephone="0131 496 0123", source="https://example.org/", live=True
    )
    page = draft(tree, body=[], summary="Ring the helpline on 0131 496 0123.")
    send(moderator, edit_url(page), "publish")
    assert is_live(page)


# Many at once


def test_many_pages_are_asked_about_together(moderator, tree, news):
    good = draft(tree, body=[], summary="Fine.")
    address = f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', 'publish'])}?next=/admin/&id={news.pk}&id={good.pk}"
    assert "This looks like a telephone number" in moderator.get(address).content.decode()
    response = moderator.post(address, {})
    assert response.context["form"].errors["reason"]
    assert not is_live(good)
    moderator.post(address, {"reason": REASON})
    assert is_live(good)
    assert is_live(news)
    assert reasons(news) == [("moderator", REASON)]
    assert reasons(good) == []


def test_a_draft_below_is_named_when_it_is_asked_about(moderator, tree, news):
    address = (
        f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', 'publish'])}?next=/admin/&id={tree.news.pk}"
    )
    response = moderator.post(address, {"include_descendants": "on"})
    assert f"“{news.title}”, which lies below" in response.content.decode()
    assert not is_live(news)
    moderator.post(address, {"include_descendants": "on", "reason": REASON})
    assert is_live(news)


# Approval


def approve_in_the_form(client, page, state, **values):
    data = filled_in(client, edit_url(page)) | values
    data |= {"action-workflow-action": "1", "workflow-action-name": "approve", "workflow-task-state-id": str(state.pk)}
    return client.post(edit_url(page), data)


def test_who_submits_and_who_approves_are_both_asked(editor, lead, news):
    assert question(send(editor, edit_url(news), "submit"))
    send(editor, edit_url(news), "submit", reason_to_publish=REASON)
    state = NewsPage.objects.get(pk=news.pk).current_workflow_task_state
    assert question(approve_in_the_form(lead, news, state))
    assert not is_live(news)
    approve_in_the_form(lead, news, state, reason_to_publish="Agreed with her.")
    assert is_live(news)
    assert sorted(reasons(news)) == [("editor", REASON), ("lead", "Agreed with her.")]


def test_an_approval_without_the_form_leads_to_it(editor, lead, news):
    state = in_workflow(news, editor)
    address = reverse("wagtailadmin_pages:workflow_action", args=[news.pk, "approve", state.pk])
    response = lead.post(address, {"comment": ""}, follow=True)
    assert response.redirect_chain[-1][0] == edit_url(news)
    assert "needs a reason before it is published" in said(response)
    assert not is_live(news)


def test_the_dialog_of_an_approval_shows_what_was_found_and_takes_the_reason(editor, lead, news):
    state = in_workflow(news, editor)
    address = reverse("wagtailadmin_pages:workflow_action", args=[news.pk, "approve", state.pk])
    assert "This looks like a telephone number" in lead.get(address).json()["html"]
    again = lead.post(address, {"comment": "Well written."}, headers={"x-requested-with": "XMLHttpRequest"})
    assert "Well written." in again.json()["html"]
    assert not is_live(news)
    lead.post(address, {"comment": "Well written.", "reason_to_publish": REASON})
    assert is_live(news)
    assert reasons(news) == [("lead", REASON)]


def test_an_approval_by_another_way_leaves_a_draft(editor, lead, news):
    in_workflow(news, editor).approve(user=lead.user)
    assert not is_live(news)
    assert "telephone number" in PageLogEntry.objects.get(action=NOT_PUBLISHED).data["reason"]


# Remains of a template


@pytest.fixture
def told(tree):
    page = YouSaidWeDidPage(title="You said, we did", slug="you-said", live=False)
    tree.home.add_child(instance=page)
    page.entries.add(YouSaidEntry(said="People told us: …", did="…"))
    page.save_revision()
    return page


def test_you_said_we_did_is_refused_while_a_template_speaks(moderator, told):
    response = send(moderator, edit_url(told), "publish", reason_to_publish=REASON)
    assert "left in from a template" in response.content.decode()
    assert not YouSaidWeDidPage.objects.get(pk=told.pk).live


def test_it_is_the_typed_words_that_count(moderator, told):
    entry = {"said": "People found it hard.", "did": "We wrote it anew.", "date": "2017-05-01"}
    replaced = {"entries-0-said": entry["said"], "entries-0-did": entry["did"]}
    send(moderator, edit_url(told), "publish", **replaced)
    assert YouSaidWeDidPage.objects.get(pk=told.pk).live
    response = send(moderator, edit_url(told), "publish", entries=rows({**entry, "did": "We did: …"}))
    assert "left in from a template" in response.content.decode()
