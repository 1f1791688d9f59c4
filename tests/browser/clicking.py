"""What clicks on a preview lead to, in the form beside it; and which fields no page shows."""

from dataclasses import dataclass

# Fields that no reader sees, or only elsewhere: in lists, feeds, search and on other sites.
NOT_ON_PAGES = {
    *("change_note", "change_significance", "search_words"),
    *("slug", "seo_title", "search_description", "show_in_menus"),
    *("offers_hiding", "social_text", "other_names", "sort_name", "review_date"),
    *("kept_by", "lines_to_take"),
    *("family_name", "given_name", "number", "origin", "due_date"),
}

# Instead of another field, or in another state of what the page is about.
IN_OTHER_STATES = {
    "accepted_source",
    "end_time",
    "left_on",
    "online_address",
    "parent_group",
    "start_time",
    "state",
    "text_status",
}

# Of an issue: for its message, its receivers and other editions.
OF_MESSAGES = {
    *("audiences", "author", "internal_sections", "mailing_lists"),
    *("part", "reply_to", "subject", "work_streams"),
}

# In the page of the form: `clicks.lookAt(path)` waits for the focus, and notes where it went by Wagtail's own attributes. In the
# end `clicks.found()` returns the paths that led elsewhere, and the fields, rows and blocks that nothing led to.
START = """() => {
  const GROUP = "[data-streamfield-child], [data-inline-panel-child]";
  const reached = new Set(), astray = [];
  const buttons = () => [...document.querySelectorAll("#hub-not-shown button")];
  window.clicks = {
    async lookAt(path) {
      for (let tries = 0; tries < 300 && document.activeElement === document.body; tries++) {
        await new Promise((done) => setTimeout(done, 10));
      }
      const at = document.activeElement;
      for (let each = at; each; each = each.parentElement) reached.add(each);
      const add = at.id.endsWith("-ADD") && document.getElementById(at.id.replace(/ADD$/, "FORMS"));
      if (add) reached.add(add);
      const steps = path.split("."), last = steps.at(-1), first = steps[0];
      const isInField = at.closest(`[data-contentpath="${first}"], #id_${first}-FORMS`) || at.id === `id_${first}-ADD`;
      const keys = [...(at.closest("[data-inline-panel-child]")?.querySelectorAll("input[name$='-id']") ?? [])];
      const isThere = at.closest(`[data-contentpath="${last}"]`) || keys.some((key) => key.value === last) || steps.length === 1;
      if (!isInField || !isThere || !at.checkVisibility()) astray.push(`${path} led to ${at.outerHTML.slice(0, 120)}`);
    },
    async pressList() {
      for (const button of buttons()) {
        document.activeElement.blur();
        button.click();
        await this.lookAt(button.dataset.path);
      }
    },
    found() {
      const groups = [...document.querySelectorAll(`[role=tabpanel] :is(${GROUP})`)];
      const fields = [...document.querySelectorAll("[role=tabpanel] :is([data-field][data-contentpath], [id$='-FORMS'])")];
      const isInner = (each) => each.parentElement.closest(GROUP);  // its block or row is reached
      const left = [...groups, ...fields].filter((each) => !isInner(each) && !reached.has(each));
      return {
        astray,
        left: left.map((each) => each.cloneNode().outerHTML),
        listed: buttons().map((each) => each.dataset.path),
      };
    },
  };
}"""


@dataclass(frozen=True)
class Clicked:
    """What the clicks on the preview of a page found."""

    astray: list[str]
    left: list[str]
    listed: list[str]

    def unshown(self, name: str) -> list[str]:
        """Return the fields that only the list leads to although readers should see them. `name` is the model's."""
        fields = {path.split(".")[0] for path in self.listed} - NOT_ON_PAGES - IN_OTHER_STATES
        return sorted(fields - OF_MESSAGES if name == "issuepage" else fields)
