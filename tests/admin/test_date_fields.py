"""All forms share one parser of dates and times; unreadable input stays as typed, with an error at the field."""

import datetime
import gc

import django_filters
import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.forms.widgets import DateTimeBaseInput
from django.urls import get_resolver, reverse
from django.utils import timezone
from wagtail.admin.viewsets import viewsets
from wagtail.blocks import DateBlock, DateTimeBlock, TimeBlock
from wagtail.contrib.settings.registry import registry as settings_registry
from wagtail.contrib.settings.views import get_setting_edit_handler
from wagtail.models import get_page_models
from wagtail.snippets.models import get_snippet_models

from cms.base.date_fields import DayField, MomentField, TimeOfDayField, TypedField
from cms.base.typed_dates import Towards
from programme.models import EventPage, NewsPage
from tests import factories

from .forms import add_url, edit_url, field_errors, filled_in, rows, send

DATES = (forms.DateField, forms.DateTimeField, forms.TimeField)
BLOCKS = (DateBlock, DateTimeBlock, TimeBlock)
TODAY = datetime.date(2026, 11, 27)
READINGS = "/admin/readings/"


@pytest.fixture
def on_that_day(monkeypatch):
    monkeypatch.setattr("cms.base.date_fields.today", lambda: TODAY)


def every_form() -> list[type[forms.BaseForm]]:
    """Return every form class of the hub, whether written or generated from a model."""
    get_resolver().url_patterns  # noqa: B018  imports all modules with views
    handlers = [model.get_edit_handler() for model in get_page_models()]
    handlers += [model.snippet_viewset.get_edit_handler() for model in get_snippet_models()]
    handlers += [get_setting_edit_handler(model) for model in settings_registry]
    made = [handler.get_form_class() for handler in handlers if handler]
    made += [viewset.get_form_class() for viewset in viewsets.viewsets if hasattr(viewset, "get_form_class")]
    in_rows = [formset.form for form in made for formset in getattr(form, "formsets", {}).values()]
    return [*made, *in_rows, *below(forms.BaseForm)]


def below(parent: type) -> list[type]:
    return [found for child in parent.__subclasses__() for found in (child, *below(child))]


def fields_of(form: type[forms.BaseForm]):
    for name, field in getattr(form, "base_fields", {}).items():
        yield name, field
        yield from ((f"{name}, a part", part) for part in getattr(field, "fields", ()))


def takes_dates(field: forms.Field) -> bool:
    return isinstance(field, DATES) or isinstance(field.widget, DateTimeBaseInput)


def test_no_form_reads_a_date_in_any_other_way(db):
    found = {(form, name): field for form in every_form() for name, field in fields_of(form) if takes_dates(field)}
    others = [
        f"{form.__module__}.{form.__name__}.{name}"
        for (form, name), field in found.items()
        if not isinstance(field, TypedField) and form.__module__.partition(".")[0] not in ("django", "django_filters")
    ]
    assert others == []
    names = {name for _, name in found}
    assert {"date", "go_live_at", "expire_at", "publish_at", "due_at", "since", "planned_for", "start"} <= names


def test_no_filter_reads_a_date_in_any_other_way(db):
    get_resolver().url_patterns  # noqa: B018
    filters = [one for filterset in below(django_filters.FilterSet) for one in filterset.base_filters.values()]
    dates = [one for one in filters if "Date" in type(one).__name__ or "Time" in type(one).__name__]
    assert len(dates) > 10
    for one in dates:
        field = one.field_class()
        assert all(isinstance(part, TypedField) for part in getattr(field, "fields", (field,))), one


def test_no_block_reads_a_date_in_any_other_way(db):
    get_resolver().url_patterns  # noqa: B018
    gc.unfreeze()  # `gc` doesn't list frozen objects, such as the blocks of models
    # By type: for `isinstance`, lazy objects of apps that aren't installed would be set up.
    blocks = [one for one in gc.get_objects() if issubclass(type(one), BLOCKS)]
    gc.freeze()
    assert [one for one in blocks if not isinstance(one.field, TypedField)] == []


@pytest.mark.parametrize(
    ("field", "text", "value", "words"),
    [
        (DayField(), "1 Dec", datetime.date(2025, 12, 1), "Monday 1 December 2025"),
        (DayField(towards=Towards.NEXT), "1 Dec", datetime.date(2026, 12, 1), "Tuesday 1 December 2026"),
        (MomentField(), "1 Dec 9am", "2026-12-01T09:00:00+00:00", "Tuesday 1 December 2026, 09:00, UK time"),
        (MomentField(), "1/7/2027 9.30 pm", "2027-07-01T21:30:00+01:00", "Thursday 1 July 2027, 21:30, UK time"),
        (MomentField(), "1 Dec", "2026-12-01T00:00:00+00:00", "Tuesday 1 December 2026, 00:00, UK time"),
        (TimeOfDayField(), "noon", datetime.time(12), "12:00, UK time"),
    ],
)
def test_a_field_takes_what_is_typed_and_says_it_in_words(on_that_day, field, text, value, words):
    read = field.clean(f" {text} ")
    assert (read.isoformat() if isinstance(value, str) else read) == value
    assert field.words(read) == words
    assert field.clean(field.prepare_value(read)) == read, "what it shows reads as itself"
    assert field.prepare_value(text) == text
    assert not field.has_changed(read, field.prepare_value(read))


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        (DayField(), "soonish", "can’t be read as a date"),
        (DayField(), "20/11/2026 9am", "Give the date without a time: Friday 20 November 2026."),
        (DayField(), "May 2017", "give the day as well"),
        (DayField(), "1/1/1017", "The year 1017 can’t be right."),
        (MomentField(), "1/1/1017 9am", "The year 1017 can’t be right."),
        (MomentField(), "29/3/2026 1.30am", "Sunday 29 March 2026 has no 01:30: the clocks go forward then."),
        (MomentField(), "25/10/2026 1.30am", "Sunday 25 October 2026 has 01:30 twice: the clocks go back then."),
        (TimeOfDayField(), "soonish", "can’t be read as a time"),
        (DayField(), "", "This field is required."),
    ],
)
def test_a_field_says_what_is_wrong(on_that_day, field, text, sentence):
    with pytest.raises(ValidationError) as caught:
        field.clean(text)
    assert sentence in caught.value.messages[0]


def test_readings_for_the_words_beside_fields(on_that_day, editor):
    asked = [
        ("day", "last", "1 Dec"),
        ("moment", "next", "tomorrow 9am"),
        ("time", "next", "9.30 pm"),
        ("day", "last", "soonish"),
        ("day", "last", " "),
        ("century", "last", "1 Dec"),
        ("day", "sideways", "1 Dec"),
    ]
    kinds, towards, texts = zip(*asked, strict=True)
    found = editor.get(READINGS, {"kind": kinds, "towards": towards, "text": texts}).json()["readings"]
    assert found == [
        {"words": "Monday 1 December 2025", "value": "2025-12-01"},
        {"words": "Saturday 28 November 2026, 09:00, UK time", "value": "2026-11-28T09:00"},
        {"words": "21:30, UK time", "value": "21:30"},
        {"error": "“soonish” can’t be read as a date. Write it like 20/11/2026 or 20 November 2026."},
        {},
        {},
        {},
    ]


def test_readings_are_for_those_who_work_here(client, db):
    assert client.get(READINGS).status_code == 302


def test_a_day_of_a_page(editor, tree):
    page = factories.NewsFactory(parent=tree.news)
    response = send(editor, edit_url(page), date="1st December 2016")
    assert response.status_code == 302
    page.refresh_from_db()
    assert page.get_latest_revision_as_object().date == datetime.date(2016, 12, 1)
    assert filled_in(editor, edit_url(page))["date"] == ["01/12/2016"]


def test_a_day_that_cannot_be_read_stays_with_its_error(editor, tree):
    page = factories.NewsFactory(parent=tree.news)
    response = send(editor, edit_url(page), date="soonish")
    assert "can’t be read as a date" in field_errors(response)["date"][0]
    assert 'value="soonish"' in response.content.decode()


def test_moments_of_a_page_and_its_schedule(moderator, tree):
    page = factories.EventFactory(parent=tree.events)
    values = {"start": "20/11/2090 9am", "end": "20.11.2090 4.30 pm", "go_live_at": "1 June 2090 noon"}
    assert send(moderator, edit_url(page), "publish", **values, expire_at="31/12/2090").status_code == 302
    page.refresh_from_db()
    saved = page.get_latest_revision_as_object()
    assert isinstance(saved, EventPage)
    moments = (saved.start, saved.end, saved.go_live_at, saved.expire_at)
    times = [f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" for moment in moments]
    assert times == ["2090-11-20 09:00", "2090-11-20 16:30", "2090-06-01 12:00", "2090-12-31 00:00"]


def test_days_of_a_row(editor, tree):
    page = factories.TeamProfileFactory(parent=tree.team)
    duty = {"kind": "leads", "work_stream": "", "start": "1 Dec 2016", "end": "2/1/2017"}
    response = send(editor, edit_url(page), duties=rows(duty | {"end": "in the new year"}))
    assert "can’t be read as a date" in field_errors(response)["duties-0-end"][0]
    assert 'value="in the new year"' in response.content.decode()
    assert 'value="1 Dec 2016"' in response.content.decode()


def test_a_new_page_with_words_for_a_day(editor, tree):
    values = {"title": "Said", "slug": "said", "summary": "Said.", "date": "yesterday", "kind": "update"}
    assert send(editor, add_url(NewsPage, tree.news), **values).status_code == 302
    assert (datetime.date.today() - NewsPage.objects.get(slug="said").date).days in (0, 1)


def test_filters_of_wagtails_reports(administrator, tree):
    address = reverse("wagtailadmin_reports:site_history")
    response = administrator.get(address, {"timestamp_from": "1 Dec 2016", "timestamp_to": "1.12.2016"})
    span = response.context["filters"].form.cleaned_data["timestamp"]
    assert (span.start.date(), span.stop.date()) == (datetime.date(2016, 12, 1),) * 2
    response = administrator.get(address, {"timestamp_from": "soonish"})
    assert "can’t be read as a date" in str(response.context["filters"].form.errors)
    assert 'value="soonish"' in response.content.decode()
    aging = administrator.get(reverse("wagtailadmin_reports:aging_pages"), {"last_published_at": "1 Dec"})
    assert aging.context["filters"].form.cleaned_data["last_published_at"] <= timezone.now()


def test_dates_that_are_planned_are_named_by_their_models():
    """A mistake in a name would silently be treated as a date in the past."""
    models = {form._meta.model for form in every_form() if getattr(getattr(form, "_meta", None), "model", None)}
    named = [(model, name) for model in models for name in getattr(model, "dates_ahead", ())]
    assert {name for _, name in named} >= {"date", "due_date", "review_date", "planned_for"}
    for model, name in named:
        assert model._meta.get_field(name).get_internal_type() == "DateField"
