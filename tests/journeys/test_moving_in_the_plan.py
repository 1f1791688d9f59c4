"""Things are moved in the plan by the mouse, by keys, and on a phone."""

import datetime

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from cms.accounts.roles import EDITORS, set_up_roles
from cms.base import words
from cms.base.dates import today
from engagement.models import PlanItem
from tests import factories
from tests.chromium import fits

from .team import serve, sign_in

# The whole grid: what scrolls while it is dragged is not what was taken.
WHOLE = {"width": 1900, "height": 2000}
PHONE = {"width": 390, "height": 844}


def in_weeks(number: int) -> datetime.date:
    return today() + datetime.timedelta(weeks=number)


def told(page: Page, item: PlanItem, day: datetime.date) -> None:
    """Wait until the hub says that the item is on the day now, and look whether it is."""
    expect(page.locator(".messages")).to_contain_text(f"“{item.title}” is now on {words.day(day)}.")
    item.refresh_from_db()
    assert item.date == day


def move_button(page: Page, item: PlanItem) -> Locator:
    return page.get_by_role("button", name=f"Move “{item.title}” to another day")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_things_are_moved_by_mouse_by_keys_and_on_a_phone(browser, live_server, tree, settings, tmp_path):
    serve(tree, live_server.url, settings, tmp_path)
    set_up_roles()
    factories.AudienceFactory(name="Families")
    leaflet, poster, talk = (
        factories.PlanItemFactory(title=title, date=in_weeks(1)) for title in ("Leaflet", "Poster", "Talk")
    )
    page = sign_in(browser, live_server.url, "editor", EDITORS)
    page.set_viewport_size(WHOLE)
    page.goto(live_server.url + reverse("plan"))
    rows = page.locator("table.hub-plan tbody tr")
    own, other = (rows.filter(has=page.get_by_role("rowheader", name=name)) for name in ("No audience", "Families"))

    # To another week of its row. Another row, which is another audience, doesn't take it.
    dragged = own.locator(f"[data-drag=item-{leaflet.pk}]")
    dragged.drag_to(other.locator("td").nth(3))
    dragged.drag_to(own.locator("td").nth(3))
    told(page, leaflet, in_weeks(3))
    expect(own.locator("td").nth(3)).to_contain_text("Leaflet")

    # By keys: the focus goes with it.
    move_button(page, poster).focus()
    for key, day in (("ArrowRight", in_weeks(2)), ("ArrowRight", in_weeks(3)), ("ArrowLeft", in_weeks(2))):
        page.keyboard.press(key)
        told(page, poster, day)
        expect(move_button(page, poster)).to_be_focused()

    # By its button and a day.
    dialog = page.get_by_role("dialog", name="Move to another day")
    day = dialog.get_by_role("textbox", name="Day")
    move_button(page, talk).press("Enter")
    expect(day).to_be_focused()
    expect(day).to_have_value(f"{in_weeks(1):%d/%m/%Y}")
    dialog.get_by_role("button", name="Cancel").click()
    expect(dialog).to_be_hidden()
    move_button(page, talk).click()
    expect(dialog).to_contain_text("Talk")
    day.fill(f"{in_weeks(4):%d/%m/%Y}")
    dialog.get_by_role("button", name="Move", exact=True).click()
    told(page, talk, in_weeks(4))

    # On a phone it is a list.
    page.set_viewport_size(PHONE)
    page.goto(live_server.url + reverse("plan"))
    expect(page.locator("table.hub-plan")).to_be_hidden()
    listed = page.locator("div.hub-plan__narrow").get_by_role("listitem")
    expect(listed.locator("a:first-of-type")).to_have_text(["Poster", "Leaflet", "Talk"])
    assert fits(page)
    move_button(page, leaflet).click()
    day.fill(f"{in_weeks(5):%d/%m/%Y}")
    dialog.get_by_role("button", name="Move", exact=True).click()
    told(page, leaflet, in_weeks(5))
    expect(listed.locator("a:first-of-type")).to_have_text(["Poster", "Talk", "Leaflet"])
    page.context.close()
