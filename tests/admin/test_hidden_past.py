"""Somebody who deletes or unpublishes something reads what past days keep of it, and may hide that at once."""

import datetime

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.models import Collection, ModelLogEntry, Page, PageViewRestriction, Site

from cms.base.typed_dates import in_words
from cms.editing.attention import groups
from cms.editing.permissions import DeskContext, Editing
from cms.history import withheld
from cms.history.models import Withholding
from cms.history.readable import readable
from cms.notifications.models import Notification
from cms.visibility.rule import Visibility
from programme.models import Topic
from tests import factories

pytestmark = pytest.mark.django_db

KEPT = "Readers can still read it as of past days, from"


def address(name: str, page) -> str:
    return reverse(f"wagtailadmin_pages:{name}", args=[page.pk])


def bulk(action: str, *things) -> str:
    meta = (Page if isinstance(things[0], Page) else type(things[0]))._meta
    path = reverse("wagtail_bulk_action", args=[meta.app_label, meta.model_name, action])
    return f"{path}?{'&'.join(f'id={thing.pk}' for thing in things)}"


def said(client, url: str) -> str:
    return client.get(url).content.decode()


def privacy(**more) -> dict[str, str]:
    return {"restriction_type": "login"} | more


@pytest.fixture
def post(tree):
    return factories.NewsFactory(parent=tree.news, title="Quixotic affair")


@pytest.fixture
def document(tree):
    return get_document_model().objects.create(
        title="Quixotic paper", file=ContentFile(b"x", name="x.txt"), collection=Collection.get_first_root_node()
    )


def test_pages_that_delete_unpublish_or_restrict_say_what_past_days_keep(lead, tree, post):
    draft = factories.NewsFactory(parent=tree.news, title="Draft", live=False)
    today = in_words(timezone.localdate())
    for name in ("delete", "unpublish", "set_privacy"):
        asked = lead.get(address(name, post)).content.decode().replace("\\u0022", '"')
        assert f"{KEPT} {today} to today." in asked, name
        assert "hide_past" in asked, name
    assert KEPT not in said(lead, address("delete", draft)), "a draft that never was public"
    for action in ("delete", "unpublish"):
        asked = said(lead, bulk(action, post, draft))
        assert f"{KEPT} {today} to today." in asked, action
    assert "as of past days" not in said(lead, bulk("move", post))
    assert "as of past days" not in said(lead, bulk("publish", post))


def test_a_page_that_always_was_private_or_is_withheld_needs_no_sentence(lead, tree):
    PageViewRestriction.objects.create(page=tree.news, restriction_type="login")
    private = factories.NewsFactory(parent=tree.news, title="Private")
    assert readable(private) is None
    PageViewRestriction.objects.all().delete()
    assert readable(private).until is None
    PageViewRestriction.objects.create(page=tree.news, restriction_type="login")
    assert readable(private).until is not None
    assert KEPT in said(lead, address("delete", private))
    withheld.withhold(
        Withholding(
            model="wagtailcore.page",
            key=str(private.pk),
            title="x",
            until=timezone.now(),
            at=timezone.now(),
            reason="law",
        )
    )
    assert KEPT not in said(lead, address("delete", private))


@pytest.mark.parametrize(
    ("name", "sent"), [("delete", {}), ("unpublish", {}), ("set_privacy", {"restriction_type": "login"})]
)
def test_a_lead_hides_the_past_at_once_and_an_administrator_settles_it(lead, administrator, post, name, sent):
    lead.post(address(name, post), {**sent, "hide_past": "privacy"})

    one = Withholding.objects.get()
    assert (one.title, one.reason, one.by) == ("Quixotic affair", "privacy", lead.user)
    assert one.settle_by == timezone.localdate() + datetime.timedelta(days=7)
    assert readable(post) is None, "gone from past days in the same request"
    assert ModelLogEntry.objects.filter(action="cms.history.hidden", user=lead.user).exists()
    notified = Notification.objects.get(kind="hidden")
    assert notified.user == administrator.user
    assert "Quixotic" not in notified.text
    assert "Hidden provisionally, to be settled by" in said(administrator, reverse("past_days_report"))

    settle = reverse("past_days_lift", args=[one.pk])
    assert lead.post(settle, {"confirm": "yes"}).status_code == 302
    assert Withholding.objects.get().is_provisional, "a lead settles nothing"
    assert "lead hid it on" in said(administrator, settle)
    administrator.post(settle, {"confirm": "yes"})
    one.refresh_from_db()
    assert (one.settle_by, one.lifted_at) == (None, None)
    assert readable(post) is None
    assert ModelLogEntry.objects.filter(action="cms.history.confirmed", user=administrator.user).exists()
    assert Notification.objects.get().read_at


def test_what_was_hidden_is_shown_again_by_an_administrator_and_hidden_by_one_at_once(administrator, lead, post):
    lead.post(address("unpublish", post), {"hide_past": "safety"})
    administrator.post(reverse("past_days_lift", args=[Withholding.objects.get().pk]))
    assert readable(post).until is not None

    administrator.post(address("delete", post), {"hide_past": "safety"})
    assert readable(post) is None
    assert not Withholding.objects.get(lifted_at=None).is_provisional


def test_the_queue_is_on_the_dashboard_with_its_day(administrator, lead, post):
    lead.post(address("unpublish", post), {"hide_past": "safety"})

    def lines(user):
        asked = DeskContext(user, Visibility(None), Editing(user))
        return [line for group in groups(asked) if group.key == "hidden-past" for line in group.lines]

    (line,) = lines(administrator.user)
    assert line.text == "Quixotic affair"
    assert line.reason.endswith(f"To be settled by {in_words(timezone.localdate() + datetime.timedelta(days=7))}.")
    assert lines(lead.user) == []
    Withholding.objects.update(settle_by=timezone.localdate() - datetime.timedelta(days=1))
    assert "Overdue" in lines(administrator.user)[0].reason
    assert readable(post) is None, "nobody settled it, and it stays hidden"


@pytest.mark.parametrize(("below", "is_hidden"), [({}, False), ({"include_descendants": "on"}, True)])
def test_pages_below_are_hidden_if_they_are_unpublished_too(lead, tree, below, is_hidden):
    top = factories.StandardPageFactory(parent=tree.home, title="Top")
    child = factories.StandardPageFactory(parent=top, title="Below")
    assert "only if you unpublish them, too" in said(lead, address("unpublish", top))

    lead.post(address("unpublish", top), {"hide_past": "law"} | below)

    assert readable(top) is None
    assert (readable(child) is None) is is_hidden


def test_what_is_ticked_in_a_list_is_hidden_each(lead, tree, post):
    other = factories.NewsFactory(parent=tree.news, title="Other")
    draft = factories.NewsFactory(parent=tree.news, title="Draft", live=False)

    lead.post(bulk("unpublish", post, draft), {"hide_past": "privacy"})
    lead.post(bulk("delete", other), {"hide_past": "privacy"})

    assert sorted(Withholding.objects.values_list("title", flat=True)) == ["Other", "Quixotic affair"]
    assert readable(post) is None


def test_terms_and_documents_are_hidden_with_their_deletion(organisation_lead, document, tree):
    topic, ticked = (Topic.objects.create(name=name, slug=name.lower()) for name in ("Quixotic", "Ticked"))
    paper = get_document_model().objects.create(title="Ticked paper", file=ContentFile(b"y", name="y.txt"))
    picture = factories.ImageFactory()
    addresses = [
        reverse(Topic.snippet_viewset.get_url_name("delete"), args=[topic.pk]),
        reverse("wagtaildocs:delete", args=[document.pk]),
        reverse("wagtailimages:delete", args=[picture.pk]),
        bulk("delete", ticked),
        bulk("delete", paper),
    ]
    for one in addresses:
        assert KEPT in said(organisation_lead, one), one
        organisation_lead.post(one, {"hide_past": "law"})

    assert Withholding.objects.count() == len(addresses)
    assert not any(
        map(readable, (Topic(pk=int(one.key)) for one in Withholding.objects.filter(model="programme.topic")))
    )


def test_what_is_not_done_hides_nothing(lead, editor, post):
    sent = {"hide_past": "privacy"}
    assert editor.post(address("unpublish", post), sent).status_code == 302
    refused = lead.post(address("delete", post), sent | {"confirm_site_name": "another"})
    assert refused.status_code == 200, "the hub's name has to be typed"
    lead.post(address("unpublish", post), {"hide_past": "nonsense"})
    assert not Withholding.objects.exists()


def test_a_page_is_readable_since_its_site_begins_at_its_tree(tree, admin_user):
    """As while content is loaded: pages are there before their site leads to them."""
    home = factories.HomeFactory(parent=Page.objects.get(depth=1), title="Elsewhere", slug="elsewhere")
    page = factories.NewsFactory(parent=factories.NewsIndexFactory(parent=home), title="Early")
    assert readable(page) is None
    Site.objects.create(hostname="early.example.org", root_page=home)
    assert readable(page).until is None
