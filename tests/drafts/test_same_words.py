"""What the form of a page refuses a mutation refuses, with the same words: for every field, row and block of every type."""

import re
from collections import Counter

import pytest
from wagtail.test.utils.form_data import querydict_from_html

from cms.drafts.form_data import FilledForm
from cms.drafts.graphql.inputs import page_types
from cms.drafts.kinds import ValueKind, fields_of, kind_of, rows_of
from cms.graphql.ids import id_of
from tests.admin.conftest import sign_in
from tests.drafts.mistakes import NOTHING, camel, mistake_for, mistakes_in_block
from tests.factories.kinds import page_of

pytestmark = pytest.mark.django_db
TYPES = {model.__name__: model for model in page_types()}
KEY = re.compile(r'"key": "\w+"')
# Fields of the page's view, not of the form; and controls that a script writes.
OF_THE_VIEW = ("csrfmiddlewaretoken", "next", "loaded_revision_id", "loaded_revision_created_at")


@pytest.fixture
def boss(roles):
    return sign_in("boss", superuser=True)


@pytest.fixture
def program(boss, program_of):
    return program_of(boss.user)


def form_of(boss, page):
    """Return the form as the admin shows it, and what a browser sends of it untouched."""
    response = boss.get(f"/admin/pages/{page.pk}/edit/")
    data = querydict_from_html(response.content.decode(), form_id="page-edit-form")
    for name in OF_THE_VIEW:
        data.pop(name, None)
    return response.context["form"], data


def saved_page(model):
    page = model.objects.first() or page_of(model)
    page.save_revision()
    return page


def streams_of(form) -> list[str]:
    return [name for name, field in form.fields.items() if kind_of(field) is ValueKind.STREAM]


@pytest.mark.parametrize("name", TYPES)
def test_an_untouched_form_is_filled_in_as_the_admin_shows_it(name, boss):
    form, shown = form_of(boss, saved_page(TYPES[name]))
    filled = FilledForm(form, {}).data
    streams = tuple(f"{stream}-" for stream in streams_of(form))  # a script writes their controls
    ours = (
        {key: value for key, value in filled.lists() if not key.startswith(streams)}
        if streams
        else dict(filled.lists())
    )
    for key in set(ours) | set(shown):
        if key.startswith("comments-") or "__prefix__" in key:  # shown beside the form, and the template for rows
            continue
        if ours.get(key) == ["on"]:
            assert key in shown
        else:
            assert texts(ours.get(key, [])) == texts(shown.getlist(key)), key
    again = type(form)(filled, {}, instance=form.instance, parent_page=form.parent_page, for_user=boss.user)
    assert again.is_valid(), again.errors
    # The editor gives every paragraph that has none a key.
    assert {one for one in again.changed_data if kind_of(again.fields[one]) is not ValueKind.RICH_TEXT} == set()
    assert not any(formset.has_changed() for formset in again.formsets.values())


def texts(values) -> list[str]:
    """Return the values that say something, in any order. Keys of texts vary."""
    said = [str(value or "").replace("\r\n", "\n").removeprefix("\n") for value in values]
    return sorted(KEY.sub("", value) for value in said if value)


@pytest.mark.parametrize("name", TYPES)
def test_every_field_refuses_the_same_with_the_same_words(name, boss, program):
    page = saved_page(TYPES[name])
    form, data = form_of(boss, page)
    data |= dict(FilledForm(form, {}).data.lists()) and {}
    content = {}
    for stream in streams_of(form):
        blocks = {}
        content[camel(stream)] = mistakes_in_block(form.fields[stream].block, stream, blocks)
        put(data, blocks)
    for field_name, field in fields_of(type(form)).items():
        sent, given = mistake_for(field)
        if sent is not NOTHING and field_name in form.fields:
            put(data, {field_name: sent})
            content[camel(field_name)] = given
    for relation, row_form in rows_of(type(form)).items():
        formset = form.formsets[relation]
        number = len(formset.initial_forms)
        row = {}
        put(data, {f"{relation}-TOTAL_FORMS": str(number + 1), f"{relation}-{number}-ORDER": str(number + 1)})
        for field_name, field in fields_of(row_form).items():
            sent, given = mistake_for(field)
            if sent is NOTHING:  # as a new row begins
                sent = data.getlist(f"{relation}-__prefix__-{field_name}")
            else:
                row[camel(field_name)] = given
            put(data, {f"{relation}-{number}-{field_name}": sent})
        kept = [{"id": id_of(one.instance)} for one in formset.initial_forms]
        content[camel(relation)] = [*kept, row]
    response = boss.post(f"/admin/pages/{page.pk}/edit/", data)
    assert response.status_code == 200
    expected = words_of(response.context["form"])
    answer = program.change(page, **{name[:1].lower() + name[1:]: content})
    said = Counter(error["message"] for error in answer["userErrors"])
    assert said == expected and sum(said.values()) >= 3
    assert not page.revisions.exclude(pk=page.latest_revision_id).exists()


def put(data, values) -> None:
    for key, value in values.items():
        data.setlist(key, value if isinstance(value, list) else [value])


def words_of(form) -> Counter:
    """Return each message that a form shows, and how often."""
    found = Counter()
    errors = [error for many in form.errors.as_data().values() for error in many]
    for formset in form.formsets.values():
        errors += [error for row in formset.forms for many in row.errors.as_data().values() for error in many]
        errors += formset.non_form_errors().as_data()
    for error in errors:
        shown = error.as_json_data() if hasattr(error, "as_json_data") else {"messages": error.messages}
        found.update(messages_in(shown))
    return found


def messages_in(shown):
    for key, value in shown.items():
        if key == "messages":
            yield from value
        elif isinstance(value, dict):
            yield from messages_in(value)


@pytest.mark.parametrize("title", ["", None])
def test_what_a_draft_needs_is_asked_for_with_the_same_words(title, tree, boss, program):
    page = saved_page(TYPES["NewsPage"])
    form, data = form_of(boss, page)
    put(data, dict(FilledForm(form, {}).data.lists()) | {"title": [""]})
    shown = words_of(boss.post(f"/admin/pages/{page.pk}/edit/", data).context["form"])
    (error,) = program.change(page, newsPage={"title": title})["userErrors"]
    assert shown == {error["message"]: 1} and error["code"] == "REQUIRED"
    assert error["field"] == ["content", "newsPage", "title"]
