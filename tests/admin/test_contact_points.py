"""Contact points in the admin: what they must have, where they are used, and issues whose replies go to one."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import Site

from cms.quality.known import known_contacts
from newsletter.approval import ApprovalError, approve
from newsletter.choices import EditionAudience
from newsletter.models import NewsletterSettings
from programme.models import ContactPoint
from tests import factories


@pytest.mark.parametrize(
    ("values", "field"),
    [({}, "email"), ({"email": "desk@example.org", "hours": "9 to 5"}, "phone")],
)
def test_one_that_nobody_could_reach_is_refused(db, values, field):
    with pytest.raises(ValidationError) as error:
        ContactPoint(name="Desk", slug="desk", kind="other", **values).full_clean()
    assert list(error.value.message_dict) == [field]


def test_the_team_needs_no_address_since_the_feedback_form_reaches_it(db):
    ContactPoint(name="The team", slug="team", kind="team").full_clean()


def test_editors_add_one_and_are_told_where_it_is_used_before_it_goes(editor, lead, tree):
    url = ContactPoint.snippet_viewset.get_url_name
    form = {"name": "Press office", "slug": "press-office", "kind": "press", "email": "press@example.org"}
    others = {"description": "", "phone": "", "hours": "", "address": "", "site": ""}
    response = editor.post(reverse(url("add")), form | others)
    assert response.status_code == 302, response.context["form"].errors
    office = ContactPoint.objects.get(slug="press-office")
    page = factories.PublicationFactory(parent=tree.publications, title="Report", contact_point=office)
    page.save_revision().publish()
    assert "Report" in lead.get(reverse(url("usage"), args=[office.pk])).content.decode()


def test_its_address_and_number_are_no_personal_data(db):
    factories.ContactPointFactory(email="desk@example.org", phone="0131 496 0000")
    assert {"desk@example.org", "01314960000"} <= known_contacts()


# Replies to issues


@pytest.fixture
def issue(tree):
    news = factories.NewsFactory(parent=tree.news)
    page = factories.IssueFactory(parent=tree.updates, live=False, number=7)
    page.sections = [("section", {"heading": "News", "items": [{"page": news, "text": ""}]})]
    return page


def test_replies_go_to_the_address_as_it_was_approved(issue, editor, lead):
    desk = factories.ContactPointFactory(email="desk@example.org")
    issue.reply_to = desk
    snapshot = approve(issue.save_revision(user=editor.user), lead.user)
    desk.email = "later@example.org"
    desk.save()
    contents = [edition.content for edition in snapshot.editions.all()]
    assert [content.reply_to for content in contents] == ["desk@example.org"] * len(EditionAudience)


def test_without_one_nothing_is_named(issue, editor, lead):
    snapshot = approve(issue.save_revision(user=editor.user), lead.user)
    assert {edition.content.reply_to for edition in snapshot.editions.all()} == {""}


def test_one_without_an_address_cannot_get_replies(issue):
    issue.reply_to = factories.ContactPointFactory(name="Phone desk", email="", phone="0131 496 0000")
    with pytest.raises(ValidationError) as error:
        issue.full_clean()
    assert error.value.message_dict == {"reply_to": ["“Phone desk” has no e-mail address, so it can't get replies."]}


def test_an_issue_is_not_approved_while_its_contact_point_is_not_published(issue, editor, lead):
    issue.reply_to = factories.ContactPointFactory(name="Desk", live=False)
    with pytest.raises(ApprovalError, match="“Desk” can't get replies"):
        approve(issue.save_revision(user=editor.user), lead.user)


@pytest.fixture
def office(issue, tree) -> ContactPoint:
    """The contact point of the newsletter's settings."""
    office = factories.ContactPointFactory(name="Office", email="office@example.org")
    NewsletterSettings.objects.update_or_create(site=tree.site, defaults={"reply_to": office})
    return office


def replies_of(snapshot) -> set[str]:
    return {edition.content.reply_to for edition in snapshot.editions.all()}


@pytest.mark.parametrize("own", ["", "desk@example.org"])
def test_replies_go_to_the_address_of_the_settings_unless_the_issue_has_its_own(own, issue, office, editor, lead):
    issue.reply_to = factories.ContactPointFactory(name="Desk", email=own) if own else None
    snapshot = approve(issue.save_revision(user=editor.user), lead.user)
    assert replies_of(snapshot) == {own or "office@example.org"}


def test_an_issue_is_not_approved_while_the_contact_point_of_the_settings_has_no_address(issue, office, editor, lead):
    office.email, office.phone = "", "0131 496 0000"
    office.save()
    with pytest.raises(ApprovalError, match="“Office” can't get replies"):
        approve(issue.save_revision(user=editor.user), lead.user)


def test_the_settings_of_another_site_don_t_count(issue, office, editor, lead, tree):
    other = Site.objects.create(hostname="other.example.org", root_page=tree.news)
    NewsletterSettings.objects.update(site=other)
    assert replies_of(approve(issue.save_revision(user=editor.user), lead.user)) == {""}


def test_settings_with_one_that_has_no_address_are_refused_at_their_field(lead, tree):
    desk = factories.ContactPointFactory(name="Phone desk", email="", phone="0131 496 0000")
    office = factories.ContactPointFactory(name="Office", email="office@example.org")
    url = reverse("wagtailsettings:edit", args=["newsletter", "newslettersettings", tree.site.pk])
    typed = {"name": "Update", "sender": "", "rhythm": "6", "first_number": "", "offers_following": "on"}
    response = lead.post(url, typed | {"reply_to": desk.pk})
    assert response.context["form"].errors == {
        "reply_to": ["“Phone desk” has no e-mail address, so it can't get replies."]
    }
    assert lead.post(url, typed | {"reply_to": office.pk}).status_code == 302
    assert NewsletterSettings.of(tree.site).reply_to == office
