"""Two editors in one form: the second is warned before overwriting the first, and nothing typed is lost."""

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.models import EditingSession
from wagtail.contrib.settings.registry import registry
from wagtail.models import Page
from wagtail.test.utils.form_data import querydict_from_html

from cms.models import HubSettings
from cms.pages.conflicts import GuardedForm, GuardedVersionsForm
from programme.models import NewsPage, ProgrammeSettings, Topic
from tests import factories

from .forms import edit_url, filled_in

SETTINGS = [model for model in registry if model._meta.app_label in ("cms", "programme", "engagement")]


@pytest.fixture
def news(tree):
    page = factories.NewsFactory(parent=tree.news, title="As it was")
    page.save_revision().publish()
    return NewsPage.objects.get(pk=page.pk)


def words(response) -> str:
    return " ".join(error for errors in response.context["form"].errors.values() for error in errors)


def opened(client, url: str) -> dict:
    """Return the data a browser would send from the form of a record."""
    page = client.get(url).content.decode()
    forms = [querydict_from_html(page, form_index=number) for number in range(page.count("<form"))]
    return next(form for form in forms if "as_opened" in form or "loaded_revision_id" in form)


@pytest.mark.parametrize("action", ["", "action-publish"])
def test_a_page_that_somebody_saved_meanwhile_is_not_overwritten(lead, moderator, news, action):
    url = edit_url(news)
    first, second = (filled_in(client, url) for client in (lead, moderator))
    assert lead.post(url, first | {"title": "Of the lead"}).status_code == 302

    mine = second | {"title": "Of the moderator", action: "1"}
    refused = moderator.post(url, mine)
    assert refused.status_code == 200
    assert "lead saved a newer version while you were writing" in words(refused)
    assert "lead saved a newer version" in refused.content.decode()
    assert refused.context["form"]["title"].value() == "Of the moderator"
    page = NewsPage.objects.get()
    assert (page.title, page.get_latest_revision_as_object().title) == ("As it was", "Of the lead")

    again = querydict_from_html(refused.content.decode(), form_id="page-edit-form")
    mine |= {name: again[name] for name in ("loaded_revision_id", "loaded_revision_created_at")}
    assert moderator.post(url, mine).status_code == 302
    assert NewsPage.objects.get().get_latest_revision_as_object().title == "Of the moderator"
    assert "Of the lead" in [revision.content["title"] for revision in page.revisions.all()]


def test_whom_the_editor_has_warned_is_not_asked_twice(lead, moderator, news):
    url = edit_url(news)
    mine = filled_in(moderator, url)
    assert lead.post(url, filled_in(lead, url) | {"title": "Of the lead"}).status_code == 302
    kind = ContentType.objects.get_for_model(Page)
    EditingSession.objects.filter(user=moderator.user, content_type=kind).update(last_seen_at=timezone.now())
    assert moderator.post(url, mine | {"title": "Of the moderator"}).status_code == 302


def test_own_versions_are_no_surprise(lead, news):
    url = edit_url(news)
    mine = filled_in(lead, url)
    assert lead.post(url, mine | {"title": "First"}).status_code == 302
    assert lead.post(url, mine | {"title": "Second"}).status_code == 302


def test_a_term_that_somebody_saved_meanwhile_is_not_overwritten(lead, administrator):
    topic = factories.TopicFactory(name="As it was")
    topic.save_revision().publish()
    url = reverse(Topic.snippet_viewset.get_url_name("edit"), args=[topic.pk])
    first, second = (opened(client, url).dict() for client in (lead, administrator))
    assert lead.post(url, first | {"name": "Of the lead", "action-publish": "1"}).status_code == 302

    refused = administrator.post(url, second | {"name": "Of the administrator", "action-publish": "1"})
    assert "lead saved a newer version" in words(refused)
    assert refused.context["form"]["name"].value() == "Of the administrator"
    assert Topic.objects.get().name == "Of the lead"


@pytest.mark.parametrize("model", SETTINGS, ids=lambda model: model.__name__)
def test_settings_that_somebody_saved_meanwhile_are_not_overwritten(lead, administrator, tree, model):
    url = reverse("wagtailsettings:edit", args=[model._meta.app_label, model._meta.model_name, tree.site.pk])
    first, second = (opened(client, url) for client in (lead, administrator))
    if model.__name__ == "LookSettings":  # the reader of forms leaves out what is ticked
        first["show_name"] = second["show_name"] = "on"
    name, value = {
        "HubSettings": ("organisation", "Of the lead"),
        "ProgrammeSettings": ("purpose", "Of the lead"),
        "ProgrammeWords": ("group_article", "an"),
        "ReminderSettings": ("stream_weeks", "31"),
        "EngagementSettings": ("sign_off", "Of the lead"),
        "OwnerReportSettings": ("answer_days", "21"),
        "WritingSettings": ("blocking", []),
        "LookSettings": ("tagline", "Of the lead"),
    }[model.__name__]
    first.setlist(name, value if isinstance(value, list) else [value])
    assert lead.post(url, first).status_code == 302
    stands = str(getattr(model.for_site(tree.site), name))

    refused = administrator.post(url, second)
    assert "Somebody else changed this since you opened it" in words(refused)
    assert "Somebody else changed this" in refused.content.decode()
    assert str(getattr(model.for_site(tree.site), name)) == stands

    second["as_opened"] = querydict_from_html(refused.content.decode(), form_index=_form_with(refused))["as_opened"]
    assert administrator.post(url, second).status_code == 302


def _form_with(response) -> int:
    page = response.content.decode()
    return next(n for n in range(page.count("<form")) if "as_opened" in querydict_from_html(page, form_index=n))


def test_a_row_added_meanwhile_counts_as_a_change(lead, administrator, tree):
    url = reverse("wagtailsettings:edit", args=["programme", "programmesettings", tree.site.pk])
    mine = opened(administrator, url)
    settings = ProgrammeSettings.for_site(tree.site)
    settings.phases.create(name="Phase two", objective="More.", start="2017-01-01")
    settings.save()
    assert "Somebody else changed this" in words(administrator.post(url, mine))
    assert settings.phases.count() == 1


def test_every_form_of_ours_that_changes_something_is_guarded():
    """Pages and terms are compared by version, records and settings by content."""
    ours = [model for model in apps.get_models() if hasattr(model, "base_form_class") and model.__module__ != "wagtail"]
    versions = [model for model in ours if issubclass(model, Page) and model is not Page] + [Topic]
    assert all(issubclass(model.base_form_class, GuardedVersionsForm) for model in versions)
    assert all(issubclass(model.base_form_class, GuardedForm) for model in SETTINGS)
    assert HubSettings in SETTINGS
