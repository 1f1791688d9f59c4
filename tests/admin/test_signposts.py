"""Signposts in the admin: invalid values are refused at their fields, and editors are reminded to check."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from cms.base.dates import today
from cms.editing import attention
from cms.editing.permissions import DeskContext
from cms.links import scans
from cms.models import HelpGroup, Link, Signpost
from cms.signposts.fields import check_telephone, check_text_number
from programme.models import Audience
from tests import factories

GOOD = ["999", "101", "111", "116 123", "116 000", "0800 1111", "0800 83 85 87", "08000 28 22 33", "0808 800 5000"]
GOOD += ["0131 496 0000", "07401 288595", "+44 131 496 0000", "+44 (0)131 496 0000", "18001 101", "0345 6000 459"]
BAD = ["99", "9999", "call us", "0800", "0800 1111 or 101", "12345678901", "0131 496", "0800 1111 (free)", "85258"]
GOOD += ["+33 1 23 45 67 89", "+299 32 10 00"]
BAD += ["+33", "+0 123 456 789", "00 44 131 496 0000", "0800 111 1111 1111", "tel:999", "٩٩٩", "O800 1111"]


@pytest.mark.parametrize("number", GOOD)
def test_a_number_that_can_be_dialled(number):
    check_telephone(number)
    check_text_number(number)


@pytest.mark.parametrize("number", BAD)
def test_a_number_that_cannot(number):
    with pytest.raises(ValidationError, match="one telephone number"):
        check_telephone(number)


def test_text_messages_have_short_codes_too():
    check_text_number("85258")
    with pytest.raises(ValidationError):
        check_text_number("852585")


def test_a_link_dials_the_digits():
    signpost = Signpost(telephone="+44 (0)131 496-0000", text_number="116 000")
    assert (signpost.telephone_link, signpost.text_link) == ("tel:01314960000", "sms:116000")


# The form

ADD = "wagtailsnippets_cms_signpost:add"
TYPED = {
    "name": "Childline",
    "slug": "childline",
    "description": "Somebody listens.",
    "audiences": ["child", "young_person"],
    "topics": ["any"],
    "telephone": "0800 1111",
    "language": "English",
    "order": "1",
    "source": "https://example.org/",
    "checked_on": "2026-11-27",
}


@pytest.fixture
def groups(tree):
    """The groups and subjects of the hub, from which the form offers."""
    factories.add_help_groups()
    factories.add_help_subjects()


def add(client, **changed):
    return client.post(reverse(ADD), TYPED | changed | {"action-publish": "1"})


def errors(response) -> dict[str, list[str]]:
    return {name: list(messages) for name, messages in response.context["form"].errors.items()}


def test_an_editor_ticks_several_people_and_troubles(groups, lead):
    assert add(lead, topics=["any", "suicide"]).status_code == 302
    one = Signpost.objects.get()
    assert (one.live, one.audiences, one.topics) == (True, ["child", "young_person"], ["any", "suicide"])
    edit = reverse("wagtailsnippets_cms_signpost:edit", args=[one.pk])
    shown = lead.get(edit).context["form"]
    assert (shown["audiences"].value(), shown["topics"].value()) == (["child", "young_person"], ["any", "suicide"])
    assert lead.post(edit, TYPED | {"hours": "Every day", "action-publish": "1"}).status_code == 302
    one.refresh_from_db()
    assert (one.hours, one.audiences, one.topics) == ("Every day", ["child", "young_person"], ["any"])


@pytest.mark.parametrize(
    ("changed", "field", "message"),
    [
        ({"telephone": ""}, "telephone", "at least one contact"),
        ({"telephone": "0800 1111 free"}, "telephone", "one telephone number"),
        ({"text_number": "shout"}, "text_number", "one telephone number"),
        ({"text_keyword": "SHOUT"}, "text_number", "Give the number"),
        ({"audiences": []}, "audiences", "required"),
        ({"topics": ["hunger"]}, "topics", "hunger"),
        ({"source": ""}, "source", "required"),
        ({"description": "x" * 301}, "description", "300"),
    ],
)
def test_what_cannot_be_right_is_refused_at_its_field_and_stays_typed(changed, field, message, groups, lead):
    response = add(lead, **changed)
    assert response.status_code == 200
    assert list(errors(response)) == [field]
    assert message in errors(response)[field][0]
    form = response.context["form"]
    for name, value in (TYPED | changed).items():
        assert form[name].value() == value, name
    assert not Signpost.objects.exists()


def test_a_new_hub_offers_only_what_fits_any_programme(lead):
    page = lead.get(reverse(ADD))
    form = page.context["form"]
    assert [key for key, _ in form.fields["audiences"].choices] == ["danger", "anyone"]
    assert [key for key, _ in form.fields["topics"].choices] == ["any", "immediate_danger"]
    assert 'name="gaelic"' not in page.content.decode()


def test_an_audience_chooses_among_the_groups(groups, lead):
    add_audience = reverse("wagtailsnippets_programme_audience:add")
    typed = {"name": "Pupils", "slug": "pupils", "description": "", "help_group": "child"}
    response = lead.post(add_audience, typed | {"help_group": "pupils", "action-publish": "1"})
    assert "Select a valid choice" in errors(response)["help_group"][0]
    assert lead.post(add_audience, typed | {"action-publish": "1"}).status_code == 302
    pupils = Audience.objects.get()
    assert pupils.help_group == "child"
    # One that is no longer public stays chosen.
    HelpGroup.objects.filter(slug="child").update(live=False)
    edit = reverse("wagtailsnippets_programme_audience:edit", args=[pupils.pk])
    assert lead.post(edit, typed | {"name": "All pupils", "action-publish": "1"}).status_code == 302
    pupils.refresh_from_db()
    assert (pupils.name, pupils.help_group) == ("All pupils", "child")
    pupils.help_group = "nobody"
    with pytest.raises(ValidationError, match="no group for signposts “nobody”"):
        pupils.full_clean()


def test_a_group_that_is_no_longer_public_stays_ticked(groups, lead):
    add(lead)
    HelpGroup.objects.filter(slug="young_person").update(live=False)
    edit = reverse("wagtailsnippets_cms_signpost:edit", args=[Signpost.objects.get().pk])
    assert lead.post(edit, TYPED | {"action-publish": "1"}).status_code == 302
    assert Signpost.objects.get().audiences == ["child", "young_person"]


def test_the_key_of_a_group_stays(groups):
    group = HelpGroup.objects.get(slug="parent")
    group.slug = "parents"
    with pytest.raises(ValidationError, match="can't be changed"):
        group.full_clean()


# Reminder and links


@pytest.fixture
def reminded(rf, administrator):
    def ask() -> dict[str, tuple[str, str]]:
        request = rf.get("/")
        request.user = administrator.user
        groups = {group.key: group for group in attention.groups(DeskContext.by(request))}
        return {line.text: (line.reason, line.url) for line in groups["signposts-to-check"].lines}

    return ask


def test_an_editor_is_reminded_to_check_one_again(reminded, tree):
    old = factories.SignpostFactory(name="Old", checked_on=today() - datetime.timedelta(days=183))
    factories.SignpostFactory(name="Checked", checked_on=today() - datetime.timedelta(days=182))
    factories.SignpostFactory(name="Draft", checked_on=today() - datetime.timedelta(days=900), live=False)
    assert reminded() == {
        "Old": ("Last checked 26 weeks ago.", reverse("wagtailsnippets_cms_signpost:edit", args=[old.pk]))
    }


def test_the_link_check_covers_their_addresses(tree):
    one = factories.SignpostFactory(
        name="Childline", address="https://example.org/site", chat_address="https://example.org/chat"
    )
    scans.scan_things(lambda: False)
    links = {link.field: (link.address.address, link.thing) for link in Link.objects.select_related("address")}
    assert links == {
        "Address of the chat": ("https://example.org/chat", "Signpost: Childline"),
        "Address": ("https://example.org/site", "Signpost: Childline"),
        "Source": (one.source, "Signpost: Childline"),
    }
