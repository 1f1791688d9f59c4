"""Types into the forms of the admin as a person does in a browser, and says what an answer still holds of it."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag
from django import forms
from django.http import HttpResponse
from taggit.forms import TagField
from wagtail import blocks
from wagtail.admin.rich_text import DraftailRichTextArea
from wagtail.admin.widgets import BaseChooser
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from cms.base.date_fields import TimeOfDayField, TypedField

ROW = "__prefix__"
# What a browser never sends back or shows again, and what a person doesn't type.
NEVER_SHOWN_AGAIN = ("file", "password")
BUTTONS = ("submit", "button", "image", "reset")
Data = dict[str, list[str]]


@dataclass
class Filled:
    """A form of a page, filled in: what is sent, and of that what a person has typed or chosen."""

    path: str
    form: Tag
    fields: dict[str, forms.Field]
    data: Data = field(default_factory=dict)
    typed: set[str] = field(default_factory=set)
    streams: dict[str, set[str]] = field(default_factory=dict)  # by the field's name: what its blocks hold
    mistakes: dict[str, str] = field(default_factory=dict)  # by control: something that it doesn't take

    def with_mistakes(self, names, button: str) -> Data:
        """Return the data with mistakes in the named controls, sent by the button, if there is one of that name.

        A form that says by its buttons what is done is sent by its first, as by the Enter key.
        """
        pressed = {button: ["1"]} if self.form.find(attrs={"name": button}) else {}
        if first := first_action(self.form):
            pressed = {"action": [first["value"]]}
        return self.data | {name: [self.mistakes[name]] for name in names} | pressed

    def one_of_each_kind(self) -> list[str]:
        """Return one control for each kind of mistake, and in each list of rows."""
        return list({(_kind(text), _rows_of(name)): name for name, text in self.mistakes.items()}.values())


def _kind(mistake: str) -> str:
    return mistake[:10]


def _rows_of(name: str) -> str:
    return name.split("-")[0] if "-" in name else ""


def html_of(response: HttpResponse) -> str:
    """Return the HTML of an answer: of a page, or of a dialog, which is within JSON."""
    if response.streaming:
        b"".join(response.streaming_content)
        return ""
    kind = response.headers.get("Content-Type", "")
    if kind.startswith("application/json") and response.content.startswith(b"{"):
        found = response.json()
        return found.get("html") or found.get("htmlFragment") or ""
    return response.content.decode() if kind.startswith("text/html") else ""


def forms_of(response: HttpResponse, path: str) -> Iterator[Filled]:
    """Yield the forms of a page that lead to the admin and into which something can be typed, filled in."""
    fields = None
    for form in BeautifulSoup(html_of(response), "html.parser").find_all("form"):
        to = urljoin(path, form.get("action") or path)
        if form.get("method", "get").lower() != "post" or not to.startswith("/admin/") or is_by_itself(form):
            continue
        if (first := first_action(form)) and first.has_attr("disabled"):
            continue  # the Enter key doesn't send it either
        add_rows(form)
        fields = fields_of(response) if fields is None else fields
        filled = Filled(to, form, fields)
        fill(filled)
        if filled.typed:
            yield filled


def is_by_itself(form: Tag) -> bool:
    """Say whether the form is sent by a script alone: the one that says who else edits a page."""
    return "w-session" in form.get("data-controller", "").split()


def first_action(form: Tag) -> Tag | None:
    """Return the first of the buttons that say what is done with the form; None if none does."""
    return form.find("button", attrs={"type": "submit", "name": "action"})


def fields_of(response: HttpResponse) -> dict[str, forms.Field]:
    """Return the fields of all forms on a page, with those of rows, by the names of their controls."""
    found: dict[str, forms.Field] = {}
    for layer in response.context or ():
        for value in layer.values() if isinstance(layer, dict) else layer.flatten().values():
            for form in forms_in(value):
                found |= {form.add_prefix(name): one for name, one in form.fields.items()}
    return found


def forms_in(value) -> Iterator[forms.BaseForm]:
    if isinstance(value, forms.BaseForm):
        yield value
        for formset in getattr(value, "formsets", {}).values():
            yield from forms_in(formset)
    elif isinstance(value, forms.BaseFormSet):
        yield from value.forms
        yield value.empty_form
    elif isinstance(value, list | tuple):
        for one in value:
            yield from forms_in(one)


def add_rows(form: Tag) -> None:
    """Add a row to each list of rows, as its button does, in the place of the template for rows."""
    for template in form.find_all(id=lambda name: name and name.endswith("-EMPTY_FORM_TEMPLATE")):
        prefix = template["id"].removeprefix("id_").removesuffix("-EMPTY_FORM_TEMPLATE")
        total = form.find(attrs={"name": f"{prefix}-TOTAL_FORMS"})
        written = template.decode_contents().replace(ROW, total["value"]).replace("<-/script>", "</script>")
        total["value"] = str(int(total["value"]) + 1)
        template.replace_with(BeautifulSoup(written, "html.parser"))


def fill(filled: Filled) -> None:
    """Type something into every field: text that can be recognised, other choices than before."""
    numbers = count(1)
    for control in filled.form.find_all(["input", "select", "textarea", "button"]):
        name, kind = control.get("name"), control.get("type", "text" if control.name == "input" else control.name)
        if not name or kind in NEVER_SHOWN_AGAIN or kind in BUTTONS or control.has_attr("disabled"):
            continue
        is_of_nobody = name == "csrfmiddlewaretoken" or name.rpartition("-")[2] in ("DELETE", "ORDER", "id")
        one = field_at(filled, name)
        if kind == "radio":
            if not control.has_attr("checked"):
                filled.data[name] = [control["value"]]  # the last of them
                filled.typed.add(name)
        elif kind == "checkbox":
            # What is ticked is taken away, and the other way round.
            if control.has_attr("checked") == is_of_nobody:
                filled.data.setdefault(name, []).append(control.get("value", "on"))
            if not is_of_nobody:
                filled.typed.add(name)
        elif control.name == "select":
            options = [choice for choice in control.find_all("option") if not choice.has_attr("disabled")]
            chosen = options if control.has_attr("multiple") else options[-1:]
            filled.data[name] = [choice.get("value", choice.get_text()) for choice in chosen]
            filled.typed.add(name)
        elif control.name == "button":
            continue
        elif is_of_nobody or (value := typed_into(control, kind, one, next(numbers))) is None:
            filled.data[name] = [control.get("value", "")]
        else:
            filled.data[name] = [value]
            filled.typed.add(name)
            mistake = mistake_in(control, one)
            if mistake is not None:
                filled.mistakes[name] = mistake
    for box in filled.form.find_all(attrs={"data-block": True}):
        name = box["id"]
        block = field_at(filled, name).block
        data = dict(blocks_typed(block, name, numbers))
        filled.data |= {key: [value] for key, (value, _) in data.items()}
        filled.streams[name] = {value for value, is_typed in data.values() if is_typed}
        filled.typed.add(name)


def field_at(filled: Filled, name: str) -> forms.Field | None:
    if name in filled.fields:
        return filled.fields[name]
    *before, _, last = name.rsplit("-", 2) if name.count("-") > 1 else (name, "", "")
    return filled.fields.get("-".join([*before, ROW, last]))


def typed_into(control: Tag, kind: str, one: forms.Field | None, number: int) -> str | None:
    """Return something that the field takes; None for what nobody types."""
    if one is not None and isinstance(one.widget, DraftailRichTextArea):
        return one.widget.format_value(f"<p>typed{number}</p>")
    if one is not None and isinstance(one.widget, BaseChooser):
        first = one.queryset.order_by("pk").last() if hasattr(one, "queryset") else None
        return str(first.pk) if first else None
    if kind == "hidden":
        return None
    if isinstance(one, TypedField):
        return "10.15 am" if isinstance(one, TimeOfDayField) else f"{number % 27 + 1} December 2031"
    if kind == "email" or isinstance(one, forms.EmailField):
        return f"typed{number}@example.org"
    if kind == "url" or isinstance(one, forms.URLField):
        return f"https://example.org/typed{number}"
    if kind == "number" or isinstance(one, forms.IntegerField | forms.FloatField):
        return str(number + 6)
    return f"typed{number}"


def mistake_in(control: Tag, one: forms.Field | None) -> str | None:
    """Return something that the field doesn't take; None if it takes everything."""
    if control.get("type") == "hidden":
        return None
    if isinstance(one, TypedField):
        return "soonish"
    for kinds, text in (
        ((forms.EmailField, "email"), "typed at example"),
        ((forms.URLField, "url"), "no address"),
        ((forms.IntegerField, "number"), "seven"),
    ):
        if isinstance(one, kinds[0]) or control.get("type") == kinds[1]:
            return text
    longest = getattr(one, "max_length", None) or int(control.get("maxlength", 0))
    if longest and not isinstance(one, TagField):
        return ("typed too long " * longest)[: longest + 9]
    return "" if one is not None and one.required else None


def blocks_typed(block: blocks.Block, name: str, numbers) -> Iterator[tuple[str, tuple[str, bool]]]:
    """Yield what a browser sends for a block with one of each block in it: names, values, and whether those are typed."""
    if isinstance(block, blocks.StreamBlock):
        yield f"{name}-count", (str(len(block.child_blocks)), False)
        for place, (kind, child) in enumerate(block.child_blocks.items()):
            here = f"{name}-{place}"
            yield from ((f"{here}-{part}", (value, False)) for part, value in row(place, kind).items())
            yield from blocks_typed(child, f"{here}-value", numbers)
    elif isinstance(block, blocks.ListBlock):
        yield f"{name}-count", ("1", False)
        yield from ((f"{name}-0-{part}", (value, False)) for part, value in row(0, "item").items())
        yield from blocks_typed(block.child_block, f"{name}-0-value", numbers)
    elif isinstance(block, blocks.StructBlock):
        for key, child in block.child_blocks.items():
            yield from blocks_typed(child, f"{name}-{key}", numbers)
    elif isinstance(block, TypedTableBlock):
        yield from table_typed(block, name, numbers)
    elif isinstance(block, blocks.FieldBlock):
        yield from field_block_typed(block, name, next(numbers))


def table_typed(block: TypedTableBlock, name: str, numbers) -> Iterator[tuple[str, tuple[str, bool]]]:
    """Yield a table with a row and a column of each type."""
    yield f"{name}-caption", (f"typed{next(numbers)}", True)
    sizes = {"column-count": len(block.child_blocks), "row-count": 1, "row-0-order": 0, "row-0-deleted": ""}
    yield from ((f"{name}-{part}", (str(value), False)) for part, value in sizes.items())
    for place, (kind, child) in enumerate(block.child_blocks.items()):
        heading = {"heading": f"typed{next(numbers)}"}
        for part, value in (row(place, kind) | heading).items():
            yield f"{name}-column-{place}-{part}", (value, part == "heading")
        yield from blocks_typed(child, f"{name}-cell-0-{place}", numbers)


def row(place: int, kind: str) -> dict[str, str]:
    return {"type": kind, "order": str(place), "deleted": "", "id": ""}


def field_block_typed(block: blocks.FieldBlock, name: str, number: int) -> Iterator[tuple[str, tuple[str, bool]]]:
    if isinstance(block, blocks.ChooserBlock):
        last = block.model_class.objects.order_by("pk").last()
        if last:
            yield name, (str(last.pk), True)
    elif isinstance(block, blocks.RichTextBlock):
        yield name, (block.field.widget.format_value(f"<p>typed{number}</p>"), False)
    elif isinstance(block, blocks.BooleanBlock):
        yield name, ("on", False)
    elif isinstance(block.field, forms.ChoiceField):
        yield name, (str(list(block.field.choices)[-1][0]), True)
    else:
        yield name, (f"typed{number}", True)


def lost_in(again: Tag, sent: Data, filled: Filled) -> list[str]:
    """Return the names of controls that don't hold any longer what was sent."""
    held: Data = {}
    for control in again.find_all(["input", "select", "textarea"]):
        name, kind = control.get("name"), control.get("type", "")
        if control.name == "select":
            chosen = control.find_all("option", selected=True) or control.find_all("option", limit=1)
            held[name] = [] if not chosen else [choice.get("value", choice.get_text()) for choice in chosen]
        elif kind in ("checkbox", "radio"):
            held.setdefault(name, [])
            if control.has_attr("checked"):
                held[name].append(control.get("value", "on"))
        else:
            held[name] = [
                control.get_text().removeprefix("\n") if control.name == "textarea" else control.get("value", "")
            ]
    lost = []
    for name in sorted(filled.typed):
        if name in filled.streams:
            box = again.find(id=name)
            leaves = Counter(leaves_of(state_of(box)[0])) if box else Counter()
            lost += [f"{name}: {value}" for value in filled.streams[name] if value not in leaves]
        elif isinstance(getattr(field_at(filled, name), "widget", None), DraftailRichTextArea):
            words = {block["text"] for block in json.loads(sent[name][0])["blocks"]}
            if name not in held or {block["text"] for block in json.loads(held[name][0] or "null")["blocks"]} != words:
                lost.append(name)
        elif sorted(held.get(name, ["gone"])) != sorted(sent.get(name, [])):
            lost.append(f"{name}: {sent.get(name, [])} became {held.get(name, 'gone')}")
    return lost


def form_again(response: HttpResponse, filled: Filled) -> Tag | None:
    """Return the form as the answer shows it; None if it doesn't."""
    found = BeautifulSoup(html_of(response), "html.parser").find_all("form")
    return next((form for form in found if is_same(form, filled)), None)


def is_same(form: Tag, filled: Filled) -> bool:
    names = {control.get("name") for control in form.find_all(["input", "select", "textarea"])}
    return any(name in names for name in filled.typed if name not in filled.streams)


def leaves_of(state) -> Iterator[str]:
    """Yield the texts and numbers in the state of blocks."""
    if isinstance(state, dict | list):
        for one in state.values() if isinstance(state, dict) else state:
            yield from leaves_of(one)
    elif state is not None:
        yield str(state)


def errors_in(again: Tag) -> set[str]:
    """Return the names of the controls, and of the fields of blocks, at which the form shows an error."""
    found = {box["id"] for box in again.find_all(attrs={"data-block": True}) if state_of(box)[1]}
    for control in again.find_all(["input", "select", "textarea"]):
        wrapper = control.find_parent(attrs={"data-field": True}) or control.find_parent(class_="w-field__wrapper")
        if control.get("aria-invalid") == "true" or (wrapper and wrapper.select(".error-message, .errorlist")):
            found.add(control.get("name"))
    return found


def state_of(box: Tag) -> list:
    """Return the state of a field of blocks, and its errors."""
    return json.loads(box["data-w-block-arguments-value"])
