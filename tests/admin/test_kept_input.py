"""After a mistake a form of the admin is still there, with an error at the field and everything else that was typed.

Every form is found by the addresses of the admin. In each one something is typed into every field, also into a new row of each
list and into one block of each type. Files and passwords aren't in an answer: no browser takes them from a page.
"""

from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup
from django.db import transaction
from django.urls import reverse

from tests import factories

from .form_addresses import of_pages, of_settings, of_wagtail
from .typed_forms import Filled, errors_in, form_again, forms_of, lost_in

PUBLISH = "action-publish"
# One or two of each sort, in every run of CI; all of them take minutes.
SOME = ("add meetingpage", "edit newspage", "settings hubsettings", "wagtailsnippets_cms_signpost:add", "contacts:edit")
SOME += (
    "programme_record",
    "bundles:bundle",
    "wagtailimages:edit",
    "wagtailadmin_account",
    "describe many of hubimage",
)
# Forms that take whatever can be typed or chosen in them: by their page and fields, why.
TAKE_EVERYTHING = {
    "settings countssettings: counts_readers": "a tick",
    "settings writingsettings: blocking": "boxes",
    "feedback:edit: closed_because, owner, reply, state, themes, work_stream": "choices, and a reply of any length",
    "social-posts:further: channels": "boxes",
    "bundles:bundle: page": "a choice",
    "bundles:bundle: post": "a choice",
    "owner_reports_of: contact": "a choice",
    "stakeholders:organisation: influence, interest, keep_in_touch, looked_after_by, note, sector": "choices, and a note",
    "intake: column-0, column-1": "choices",
    "assign many of feedback: owner": "a choice",
    "assign_role many of user: role": "a choice",
    "add_to_collection many of hubdocument: collection": "a choice",
    "add_to_collection many of hubimage: collection": "a choice",
    "move many of page: chooser": "a choice",
    "wagtailadmin_pages:move: new_parent_page": "a choice",
    "wagtailadmin_pages:workflow_action: comment": "a comment of any length",
    "wagtailadmin_pages:collect_workflow_action_data: comment": "a comment of any length",
    "wagtailadmin_workflows:edit_task: groups": "boxes",
    "wagtaildocs:add_multiple: collection": "a choice; files are sent by a script, one by one",
    "wagtailimages:add_multiple: collection": "a choice; files are sent by a script, one by one",
    "wagtailimages_chooser:select_format: image-chooser-insertion-alt_text, image-chooser-insertion-format, "
    "image-chooser-insertion-image_is_decorative": "a choice, a tick, and words of any length",
}
# A choice, on every page that takes something from the public.
HIDE_PAST = {"hide_past"}
# One day alone, and the message about it above the calendar or the plan repeats what was typed.
REPEATED_IN_A_MESSAGE = ("/admin/calendar/move/", "/admin/plan/move/")


def addresses(kind: str, hub) -> dict[str, str]:
    return {"pages": lambda: of_pages() | of_settings(), "ours": lambda: hub.addresses, "Wagtail's": of_wagtail}[kind]()


def forms_at(client, found: dict[str, str]) -> Iterator[tuple[str, Filled]]:
    """Yield the forms at the addresses, each once, with the names of their views."""
    seen = set()
    for name, path in found.items():
        with transaction.atomic():
            forms = list(forms_of(client.get(path), path))
            transaction.set_rollback(True)
        for form in forms:
            if (key := (form.path, frozenset(form.typed))) not in seen:
                seen.add(key)
                yield name, form


def send(client, form: Filled, data):
    """Send the form, and take back what that does."""
    with transaction.atomic():
        response = client.post(form.path, data)
        transaction.set_rollback(True)
    return response


def what_is_wrong_after(client, form: Filled, mistakes, button: str = PUBLISH) -> list[str]:
    """Return what the answer lacks: what was typed, or errors at the fields with mistakes."""
    data = form.with_mistakes(mistakes, button)
    response = send(client, form, data)
    again = form_again(response, form)
    if again is None:
        return [f"no form, but status {response.status_code} {response.headers.get('Location', '')}"]
    errors = errors_in(again)
    return lost_in(again, data, form) + [f"no error at {name}" for name in mistakes if name not in errors]


def in_words(name: str, form: Filled) -> str:
    return f"{name}: {', '.join(sorted(form.typed))}"


KINDS = pytest.mark.parametrize("kind", ["pages", "ours", "Wagtail's"])


@KINDS
def test_all_mistakes_at_once(kind, hub, administrator):
    chosen = {name: path for name, path in addresses(kind, hub).items() if name in SOME}
    forms = list(forms_at(administrator, chosen))
    assert len(forms) >= len(chosen) > 2
    found = {in_words(name, form): what_is_wrong_after(administrator, form, form.mistakes) for name, form in forms}
    assert {form: wrong for form, wrong in found.items() if wrong and form not in TAKE_EVERYTHING} == {}


@pytest.mark.long
@KINDS
def test_mistakes_in_every_form(kind, hub, administrator):
    """All mistakes at once, and one of each kind alone: then the form is saved as a draft, where there is one."""
    wrong, took_everything = {}, set()
    for name, form in forms_at(administrator, addresses(kind, hub)):
        if form.path in REPEATED_IN_A_MESSAGE or set(form.typed) == HIDE_PAST:
            continue
        known = in_words(name, form)
        found = what_is_wrong_after(administrator, form, form.mistakes)
        if not form.mistakes and found:
            took_everything.add(known)
            continue
        # A new page or record has the same form as an existing one.
        for one in form.one_of_each_kind() if not name.startswith("add ") and not name.endswith(":add") else ():
            found += what_is_wrong_after(administrator, form, [one], "" if form.mistakes[one] else PUBLISH)
        if found:
            wrong[known] = found
    assert wrong == {}
    assert took_everything == {known for known in TAKE_EVERYTHING if kind_of(known) == kind}


def kind_of(known: str) -> str:
    """Return the kind of the addresses at which the form is."""
    if known.startswith("settings"):
        return "pages"
    return (
        "ours"
        if known.startswith(
            (
                "feedback",
                "stakeholders",
                "social-posts",
                "bundles",
                "meeting_pack",
                "owner_report",
                "programmes",
                "intake",
            )
        )
        else "Wagtail's"
    )


def test_what_is_lost_is_found(hub, administrator):
    """The form as it was opened has nothing of what was typed, and no error: otherwise the tests above would be empty."""
    ((_, form),) = forms_at(administrator, {"edit": reverse("wagtailadmin_pages:edit", args=[hub.news.pk])})
    lost = {line.partition(":")[0] for line in lost_in(form.form, form.data, form)}
    assert lost == form.typed
    assert errors_in(form.form) == set()
    assert {"title", "date", "body", "change_note", "work_streams", "source_rows-0-title"} & lost


@pytest.mark.parametrize("kind", ["image", "document"])
def test_the_form_of_an_uploaded_file(kind, administrator, tree):
    factory, app = {"image": (factories.ImageFactory, "images"), "document": (factories.DocumentFactory, "docs")}[kind]
    one = factory(uploaded_by_user=administrator.user)
    prefix = {"image": "image", "document": "doc"}[kind] + f"-{one.pk}"
    typed = {f"{prefix}-title": "", f"{prefix}-tags": "harbour", f"{prefix}-description": "A harbour."}
    answer = administrator.post(
        reverse(f"wagtail{app}:edit_multiple", args=[one.pk]), typed, headers={"x-requested-with": "XMLHttpRequest"}
    ).json()
    assert not answer["success"]
    assert "This field is required" in answer["form"]
    assert "harbour" in answer["form"]
    assert ("A harbour." in answer["form"]) == (kind == "image")


def test_signing_in(client, tree):
    answer = client.post(reverse("wagtailadmin_login"), {"username": "ada", "password": "wrong", "remember": "on"})
    form = BeautifulSoup(answer.content, "html.parser").find("form")
    assert "didn't match" in form.parent.get_text().replace("’", "'")
    assert form.find(attrs={"name": "username"})["value"] == "ada"
    assert form.find(attrs={"name": "remember"}).has_attr("checked")
    fresh = BeautifulSoup(client.get(reverse("wagtailadmin_login")).content, "html.parser")
    assert not fresh.find(attrs={"name": "remember"}).has_attr("checked")
