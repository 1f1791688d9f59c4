"""Fills in and sends the admin's forms as a browser would."""

from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, querydict_from_html


def add_url(page_type, parent) -> str:
    return reverse("wagtailadmin_pages:add", args=[page_type._meta.app_label, page_type._meta.model_name, parent.pk])


def edit_url(page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def filled_in(client, url: str, **values) -> dict:
    """Return the data a browser would send: the form as rendered by the server, with some fields changed.

    Inline rows and blocks are given as nested lists and dictionaries, see `wagtail.test.utils.form_data`.
    """
    response = client.get(url)
    assert response.status_code == 200, (url, response.status_code)
    form = querydict_from_html(response.content.decode(), form_id="page-edit-form")
    # A StreamField's inputs are made by JavaScript from data; one that the test doesn't fill in is sent empty.
    data = {name: form.getlist(name) for name in form}
    for name, field in response.context["form"].fields.items():
        if hasattr(field, "block"):
            data.setdefault(f"{name}-count", "0")
    return data | nested_form_data(values)


def send(client, url: str, action: str = "", follow: bool = False, **values):
    """Fill in the form at the address and send it by the button (publish, submit, …) or, without one, as a draft."""
    data = filled_in(client, url, **values)
    if action:
        data[f"action-{action}"] = "1"
    return client.post(url, data, follow=follow)


def rows(*items) -> dict:
    """Return new inline rows."""
    return inline_formset(list(items))


def field_errors(response) -> dict[str, list[str]]:
    """Return the messages at the fields of the page's form, with those of inline rows under `relation-0-field`."""
    form = response.context["form"]
    errors = {name: list(messages) for name, messages in form.errors.items()}
    for relation, formset in form.formsets.items():
        for number, row in enumerate(formset.errors):
            errors |= {f"{relation}-{number}-{name}": list(messages) for name, messages in row.items()}
    return errors


def said(response) -> str:
    """Return the messages that the admin shows above the page."""
    return " ".join(str(message) for message in response.context["messages"])
