"""Types into every date field and every field with a limit on a page of the admin, and records the result."""

from dataclasses import dataclass

from playwright.sync_api import Page, Route

PATIENCE = 10_000  # milliseconds
TEXTS = ("20/11/2026", "1 December 2016", "soonish")
DAYS = {TEXTS[0]: "Friday 20 November 2026", TEXTS[1]: "Thursday 1 December 2016"}
TOO_MANY = 12
# Adds a row in each formset, so that its fields exist.
ADD_ROWS = "() => document.querySelectorAll('[id$=\"-ADD\"]').forEach(button => button.click())"
# The fields initialised by the page's own scripts, except those of row templates.
DATE_FIELDS = r"""() => [...document.scripts]
  .filter(script => !script.type)
  .flatMap(script => [...script.textContent.matchAll(/init(?:Date|DateTime|Time)Chooser\("([^"]+)"/g)])
  .map(found => JSON.parse(`"${found[1]}"`))
  .filter(id => !id.includes("__prefix__"))"""
# As a person would, in all fields: focus, type, leave.
TYPE_DATE = """async ([ids, text, patience]) => {
  const fields = ids.map(id => document.getElementById(id))
  const wordsOf = field => document.getElementById(`${field.id}-reading`)?.textContent ?? ""
  for (const field of fields) {
    field.dispatchEvent(new FocusEvent("focus"))
    field.dispatchEvent(new FocusEvent("focusin", { bubbles: true }))
    field.value = text
    field.dispatchEvent(new InputEvent("input", { bubbles: true }))
    field.dispatchEvent(new Event("change", { bubbles: true }))
    field.dispatchEvent(new FocusEvent("blur"))
    field.dispatchEvent(new FocusEvent("focusout", { bubbles: true }))
  }
  const end = performance.now() + patience
  while (fields.some(field => !wordsOf(field)) && performance.now() < end) await new Promise(requestAnimationFrame)
  return fields.map(field => ({
    name: field.id, typed: field.value, words: wordsOf(field), wrong: field.getAttribute("aria-invalid") === "true",
    described: (field.getAttribute("aria-describedby") ?? "").split(" ").includes(`${field.id}-reading`),
  }))
}"""
TYPE_TOO_MUCH = """more => [...document.querySelectorAll("[data-limit]")].map(field => {
  const text = "x".repeat(Number(field.dataset.limit) + more)
  field.value = text
  field.dispatchEvent(new InputEvent("input", { bubbles: true }))
  const ids = (field.getAttribute("aria-describedby") ?? "").split(" ")
  const words = ids.map(id => document.getElementById(id)).find(line => line?.className.includes("hub-count"))
  return { name: field.name, kept: field.value === text, words: words?.textContent ?? "" }
})"""
# A code of six digits is too long only by mistake, and is never pasted text.
STILL_CUT = """() => [...document.querySelectorAll(":is(input, textarea)[maxlength]:not([autocomplete=one-time-code])")]
  .map(field => field.name)"""


@dataclass
class Typed:
    """The results for one page: dates by the text typed, texts with a limit, and fields that cut off text."""

    dates: dict[str, list[dict]]
    limited: list[dict]
    cut: list[str]


def type_into_fields(page: Page) -> Typed:
    """Type into the fields of the open page, and leave it. Nothing is saved: only GET requests get through."""
    page.route("**/*", refuse_to_send)
    page.evaluate(ADD_ROWS)
    ids = page.evaluate(DATE_FIELDS)
    dates = {text: page.evaluate(TYPE_DATE, [ids, text, PATIENCE]) for text in TEXTS} if ids else {}
    typed = Typed(dates, page.evaluate(TYPE_TOO_MUCH, TOO_MANY), page.evaluate(STILL_CUT))
    page.goto("about:blank")  # before requests are allowed again
    page.unroute("**/*", refuse_to_send)
    return typed


def refuse_to_send(route: Route) -> None:
    route.continue_() if route.request.method == "GET" else route.abort()


def is_read(text: str, field: dict) -> bool:
    """Say whether the text at a field repeats the typed date, or reports that it isn't one.

    A field for a time reports that none of the texts is a time.
    """
    if field["name"].endswith("_time"):
        return field["words"].startswith(f"“{text}” can’t be read as a time.") and field["wrong"]
    if text in DAYS:
        return field["words"].startswith(DAYS[text]) and not field["wrong"]
    return field["words"].startswith(f"“{text}” can’t be read as a date.") and field["wrong"]
