"""Administrators withhold things from past days in the admin: found, asked, done, undone."""

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry, Page

from cms.accounts.roles import set_up_roles
from cms.editing.views import past_days
from cms.history import spans, things, withheld
from cms.history.models import Withholding
from cms.history.tables import histories
from tests import factories

from .conftest import sign_in

REPORT, FIND = reverse("past_days_report"), reverse("past_days_find")


@pytest.fixture
def gone(tree):
    """A page that was withdrawn, with another that was below it."""
    page = factories.StandardPageFactory(parent=tree.home, title="Quixotic <affair>", slug="quixotic")
    factories.StandardPageFactory(parent=page, title="Below it")
    page.unpublish()
    return page


def address_of(page) -> str:
    return reverse("past_days_withhold", args=["wagtailcore.page", page.pk])


def given(**more) -> dict[str, str]:
    return {"scope": "all", "how": "hide", "reason": "privacy", "words": "Asked by letter."} | more


def all_withheld(page) -> bool:
    states = spans.states(Page._meta.db_table, {page.pk})
    return all(is_withheld for *_, until, is_withheld in states if until != spans.LAST)


def test_the_question_says_what_becomes_of_the_pages_below(admin_client, tree):
    for page, said in ((tree.news, "Pages below it stay as they were."), (tree.home, "It is a front page: nothing of")):
        page.specific.save_revision().publish()
        assert said in admin_client.post(address_of(page), given(scope="before")).content.decode()


def test_moments_in_one_minute_are_told_apart_by_their_seconds(gone):
    until = timezone.now().replace(second=40)
    found = Withholding(model="wagtailcore.page", key=str(gone.pk), since=until.replace(second=20), until=until)
    said = past_days.sentences(found, things.thing("wagtailcore.page", str(gone.pk)))[0]
    assert ":20, UK time and" in said
    assert ":40, UK time" in said


def test_a_withdrawn_page_is_found_withheld_after_a_question_and_shown_again(admin_client, gone):
    found = admin_client.get(FIND, {"q": "quixotic"}).content.decode()
    assert "Quixotic &lt;affair&gt;" in found
    assert address_of(gone) in found

    asked = admin_client.post(address_of(gone), given()).content.decode()
    assert "“Quixotic &lt;affair&gt;” and 1 page that was below it" in asked
    assert "This can be undone here." in asked.replace("’", "'")
    assert not Withholding.objects.exists(), "nothing is done before the answer"

    done = admin_client.post(address_of(gone), given(confirmed="yes"), follow=True).content.decode()
    assert "It is withheld." in done
    assert "Asked by letter." in done
    assert all_withheld(gone)
    entry = ModelLogEntry.objects.get(action="cms.history.withheld")
    assert entry.user_id
    assert "Quixotic" in entry.message

    one = Withholding.objects.get()
    assert "Asked by letter." in admin_client.get(reverse("past_days_lift", args=[one.pk])).content.decode()
    assert Withholding.objects.get().lifted_at is None
    admin_client.post(reverse("past_days_lift", args=[one.pk]))
    assert not all_withheld(gone)
    assert ModelLogEntry.objects.filter(action="cms.history.lifted").exists()


def test_what_is_wrong_is_said_and_nothing_is_done(admin_client, gone, tree):
    public = factories.StandardPageFactory(parent=tree.home, title="Public")
    for page, sent, said in (
        (public, given(), "It is public now. Unpublish it first"),
        (gone, given(scope="between"), "Say which moment."),
        (gone, given(scope="between", since="1 January 2020", until="1 January 2019"), "must come after the beginning"),
        (gone, given(words=""), "This field is required."),
        (gone, given(scope="nothing"), "Select a valid choice."),
    ):
        assert said in admin_client.post(address_of(page), sent | {"confirmed": "yes"}).content.decode(), sent
    assert not Withholding.objects.exists()


@pytest.mark.parametrize("label", ["wagtailcore.page", "auth.user", "cms.signpost", "nothing"])
def test_what_was_never_kept_is_not_found(admin_client, tree, label):
    assert admin_client.get(reverse("past_days_withhold", args=[label, 987654])).status_code == 404


@pytest.mark.parametrize("query", ["%", "_", "\\", "'", "\0", "x" * 3000])
def test_any_words_may_be_looked_for(admin_client, gone, query):
    answer = admin_client.get(FIND, {"q": query})
    assert answer.status_code == 200
    assert "Quixotic" not in answer.content.decode()


def test_an_erasure_names_nothing_afterwards(admin_client, gone):
    sent, address = given(how="erase", confirmed="yes"), address_of(gone)
    assert "is still there. Delete that first" in admin_client.post(address, sent).content.decode()
    key = gone.pk
    gone.delete()
    admin_client.post(address, sent)

    assert "Quixotic" not in admin_client.get(REPORT).content.decode()
    assert "Quixotic" not in ModelLogEntry.objects.get(action="cms.history.erased").message
    assert spans.states(histories()[Page._meta.db_table].table, {key}) == []


def test_the_permission_is_of_administrators_unless_they_give_it(roles, tree, gone):
    set_up_roles()
    name = withheld.PERMISSION.partition(".")[2]
    permission = Permission.objects.get(codename=name)
    assert not permission.group_set.exists()
    lead = sign_in("lead", group="Programme leads")
    assert lead.get(REPORT).status_code == 200
    assert "Withhold something" not in lead.get(REPORT).content.decode()
    assert lead.get(FIND).status_code == 302

    lead.user.user_permissions.add(permission)
    assert "Withhold something" in lead.get(REPORT).content.decode()
    assert lead.get(FIND).status_code == 200


def test_a_withdrawn_page_offers_it_in_its_menu(admin_client, gone):
    gone.save_revision().publish()
    Page.objects.get(pk=gone.pk).specific.unpublish()
    assert address_of(gone) in admin_client.get(reverse("wagtailadmin_explore", args=[gone.pk])).content.decode()
    gone.save_revision().publish()
    assert address_of(gone) not in admin_client.get(reverse("wagtailadmin_explore", args=[gone.pk])).content.decode()


def test_the_report_costs_the_same_whatever_is_kept(admin_client, gone, tree):
    admin_client.get(REPORT)
    with CaptureQueriesContext(connection) as first:
        admin_client.get(REPORT)
    for number in range(3):
        factories.NewsFactory(parent=tree.news, title=f"News {number}")
        now = timezone.now()
        Withholding.objects.create(model="wagtailcore.page", key="1", until=now, at=now, reason="law")
    admin_client.get(REPORT)  # the content has changed, so the frame is read anew
    with CaptureQueriesContext(connection) as second:
        admin_client.get(REPORT)
    assert len(first) == len(second)
