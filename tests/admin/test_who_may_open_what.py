"""Every address of ours in the admin, requested by every role: it opens only for users with the right permission.

What a role may do isn't written here: each view names the right that it is for, and `set_up_roles` says who has that. A view
that isn't named makes the test fail, and so does one that forgets to ask.
"""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.db import transaction
from django.test import Client
from django.urls import reverse
from wagtail.permissions import page_permission_policy

from bench.admin.addresses import own_viewsets
from newsletter.models import IssueIndexPage
from newsletter.rights import may_edit, may_send
from programme.models import CommitmentPage, EventPage, GroupPage, MeetingPage

from .conftest import Hub, sign_in

PEOPLE = (
    *("viewer", "sender", "editor", "moderator", "lead", "organisation_lead", "administrator"),
    *("only_the_admin", "reader", "anonymous"),
)


Rule = Callable[[AnonymousUser, Hub], bool]


def everybody(user, hub) -> bool:
    """Users with access to the admin."""
    return True


def administers(user, hub) -> bool:
    return user.is_superuser


def right(*names: str) -> Rule:
    return lambda user, hub: user.has_perms(names)


def on_pages(*actions: str) -> Rule:
    """Users with one of these permissions on some page."""
    return lambda user, hub: page_permission_policy.user_has_any_permission(user, actions)


def edits(find: Callable) -> Rule:
    return lambda user, hub: find(hub).permissions_for_user(user).can_edit()


def publishes(find: Callable) -> Rule:
    return lambda user, hub: find(hub).permissions_for_user(user).can_publish()


def adds_below(find: Callable) -> Rule:
    return lambda user, hub: find(hub).permissions_for_user(user).can_add_subpage()


def both(*rules: Rule) -> Rule:
    return lambda user, hub: all(rule(user, hub) for rule in rules)


def news(hub):
    return hub.news


def news_index(hub):
    return hub.news.get_parent()


def edits_issue(user, hub) -> bool:
    return may_edit(user, hub.send.issue)


def sends_issue(user, hub) -> bool:
    return may_send(user, hub.send.issue)


LOOKS = ("add", "change", "delete", "publish", "bulk_delete")
RULES: dict[str, Rule] = {
    **dict.fromkeys(("look_preview", "look_sample"), right("cms.change_looksettings")),
    **dict.fromkeys(("guide", "guide_named", "guide_picture", "attention", "message_house", "readings"), everybody),
    **dict.fromkeys(("desk_search", "session", "signed_in_again"), everybody),
    **dict.fromkeys(
        ("put_off", "put_off, a review", "notifications", "notifications_read", "notification", "notification_mark"),
        everybody,
    ),
    **dict.fromkeys(
        ("calendar", "calendar_day", "calendar_move", "calendar_address", "change_calendar_address"), everybody
    ),
    **dict.fromkeys(("two_factor_code", "two_factor_set_up"), everybody),
    **dict.fromkeys(("invite", "two_factor_reset", "audit_log", "audit_log_results"), right("auth.change_user")),
    **dict.fromkeys(("broken_links", "broken_links_results"), right("cms.view_link")),
    **dict.fromkeys(("frontend_documents", "frontend_documents_results"), right("cms.view_frontenddocument")),
    **dict.fromkeys(("search_queries", "search_queries_results"), right("search.view_askedfor")),
    **dict.fromkeys(("writing_report", "writing_results"), on_pages(*LOOKS)),
    **dict.fromkeys(("without_sources", "without_sources_results"), on_pages(*LOOKS)),
    **dict.fromkeys(
        ("hub_accept_parts", "writing_help", "translate_page", "translation_followed", "preview_links"),
        edits(news),
    ),
    "writing_help_with_new": adds_below(news_index),
    "access-tokens:revoke": right("cms.change_accesstoken"),
    **dict.fromkeys(("vocabularies", "vocabulary"), right("cms.change_programmevocabularies")),
    "past_days_report": on_pages(*LOOKS),
    **dict.fromkeys(("counts", "counts_of_page", "counts_of_issue"), right("measures.view_dailycount")),
    **dict.fromkeys(
        ("past_days_find", "past_days_withhold", "past_days_lift", "past_days_erased"),
        right("cms.withhold_from_past_days"),
    ),
    "doctor": administers,
    "restoration_confirm": administers,
    "programme_choose": on_pages("change"),
    "programme_record": edits(lambda hub: CommitmentPage.objects.first()),
    **dict.fromkeys(
        ("evidence", "programme_import", "programme_import_template"),
        on_pages("publish"),
    ),
    **dict.fromkeys(
        (
            *("intakes", "intake", "intake, done", "intake_table"),
            *("intake_new_documents", "intake_documents", "intake_document"),
        ),
        on_pages("add", "change"),
    ),
    "proposals": on_pages("add", "change"),
    "proposal": right("programme.add_topic"),
    "programme_plan_meeting": adds_below(lambda hub: GroupPage.objects.first()),
    "programme_actions": edits(lambda hub: GroupPage.objects.first()),
    "programme_agree": publishes(lambda hub: MeetingPage.objects.first()),
    "programme_close_action": publishes(lambda hub: MeetingPage.objects.first()),
    "meeting_packs": on_pages("add", "change"),
    **dict.fromkeys(
        (
            *("meeting_pack", "meeting_pack_made", "meeting_pack_pdf", "meeting_pack_make"),
            *("meeting_pack_link", "meeting_pack_mail", "meeting_pack_revoke"),
        ),
        edits(lambda hub: MeetingPage.objects.first()),
    ),
    "owner_reports": right("engagement.change_ownerreport"),
    **dict.fromkeys(
        ("owner_report", "owner_reports_of"),
        both(right("engagement.change_ownerreport"), edits(lambda hub: CommitmentPage.objects.first())),
    ),
    "plan": right("engagement.view_planitem"),
    **dict.fromkeys(("plan_move", "plan_draft"), right("engagement.change_planitem")),
    "event_registration": both(
        right("engagement.change_eventregistration"), edits(lambda hub: EventPage.objects.first())
    ),
    "event_registrants": both(right("engagement.change_registrant"), edits(lambda hub: EventPage.objects.first())),
    "newsletter_new_issue": adds_below(lambda hub: IssueIndexPage.objects.first()),
    **dict.fromkeys(("newsletter_desk", "newsletter_pdf", "newsletter_propose", "newsletter_test"), edits_issue),
    **dict.fromkeys(("newsletter_preview", "newsletter_send", "newsletter_progress"), edits_issue),
    **dict.fromkeys(("newsletter_schedule", "newsletter_decide", "newsletter_settle"), sends_issue),
    "newsletter-import:index": right("newsletter.add_subscription"),
    **dict.fromkeys(("newsletter-outbox:index", "newsletter-outbox:message"), right("newsletter.view_letter")),
    "newsletter-lists:feed": right("newsletter.add_subscription", "engagement.view_contact"),
    "newsletter-subscribers:remove": right("newsletter.change_subscriber"),
    "newsletter-subscribers:erase": right("newsletter.delete_subscriber"),
    **dict.fromkeys(("feedback:take", "feedback:answer", "feedback:tell"), right("engagement.change_feedback")),
    **dict.fromkeys(("objectives:rows", "objectives:figures"), right("measures.view_measure")),
    **dict.fromkeys(("period-reports:report", "period-reports:file"), right("measures.view_periodreport")),
    "item-figures:item": right("measures.view_itemfigure"),
    "period-reports:act": right("measures.change_periodreport"),
    "contacts:withdraw": right("engagement.change_contact"),
    "contacts:erase": right("engagement.delete_contact"),
    # To post from there needs a further right, without which the page says so.
    "social-posts:posting": right("engagement.change_socialpost"),
    "social-posts:further": right("engagement.change_socialpost", "engagement.add_socialpost"),
    **dict.fromkeys(("stakeholders:index", "stakeholders:index_results"), right("engagement.view_engagement")),
    "stakeholders:organisation": right("engagement.view_engagement"),
    **dict.fromkeys(("bundles:bundle", "bundles:log", "bundle, approved"), right("bundles.view_bundle")),
    **dict.fromkeys(("bundles:act", "bundles:act_on_page", "bundles:act_on_post"), right("bundles.change_bundle")),
    "bundles:act_on_link": right("bundles.change_bundle"),
    **dict.fromkeys(
        ("webhooks:webhook", "webhooks:act", "webhooks:message", "webhooks:again"), right("webhooks.change_webhook")
    ),
    "programmes_own": everybody,
    **dict.fromkeys(("programmes", "programmes_across"), right("cms.view_programmesite")),
    "programmes_add": right("cms.add_programmesite"),
    **dict.fromkeys(("programmes_edit", "programmes_state"), right("cms.change_programmesite")),
    "bundles:add_page": both(right("bundles.change_bundle"), edits(news)),
}
# The views that Wagtail gives every list, by the required permission: one of these actions on its model.
OF_EVERY_LIST = {
    **dict.fromkeys(("index", "index_results", "inspect"), ("view", "add", "change", "delete")),
    **dict.fromkeys(("history", "history_results"), ("add", "change", "delete")),
    **{action: (action,) for action in ("add", "delete")},
    **{
        view: (action,)
        for view, action in (("edit", "change"), ("usage", "change"), ("copy", "add"), ("unpublish", "publish"))
    },
    **dict.fromkeys(("list", "list_results"), ("view", "add", "change", "delete")),
}
# Lists of pages have no such actions.
OF_LISTS_OF_PAGES = {**dict.fromkeys(("index", "index_results"), on_pages(*LOOKS)), "choose_parent": everybody}


def rule_of(name: str) -> Rule:
    """Return the users a view is for. Raises KeyError if it isn't declared."""
    if name in RULES:
        return RULES[name]
    space, _, view = name.partition(":")
    if space.startswith(("wagtailsnippetchoosers_", "wagtailimages_chooser")):
        return everybody  # who writes a page chooses among its terms
    viewset = own_viewsets()[space]
    if not hasattr(viewset, "permission_policy"):
        return OF_LISTS_OF_PAGES[view]
    return lambda user, hub: viewset.permission_policy.user_has_any_permission(user, OF_EVERY_LIST[view])


@pytest.fixture
def person(request, who) -> Client:
    """Somebody who asks."""
    if who == "anonymous":
        client = Client()
        client.user = AnonymousUser()
    elif who in ("only_the_admin", "reader"):
        client = sign_in(who)
        if who == "only_the_admin":
            client.user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    else:
        client = request.getfixturevalue(who)
    return client


def refuses(client: Client, address: str, method: str) -> bool | None:
    """Say whether the client is refused at the address, and roll back any effects; None if the view doesn't accept the
    method."""
    with transaction.atomic():
        answer = getattr(client, method)(address)
        transaction.set_rollback(True)
    if answer.streaming:
        b"".join(answer.streaming_content)  # so that the client closes the response, but no connection
    if answer.status_code == 405:
        return None
    elsewhere = answer.headers.get("Location", "").partition("?")[0]
    return answer.status_code == 403 or elsewhere in (reverse("wagtailadmin_home"), reverse("wagtailadmin_login"))


# Permissions are the same on every database. The administrator's run shows that each page works there, and the editor's
# that rights are asked for.
IN_EVERY_RUN = {"administrator": [], "editor": [pytest.mark.once], "anonymous": [pytest.mark.once]}


@pytest.mark.parametrize(
    "who", [pytest.param(who, marks=IN_EVERY_RUN.get(who, [pytest.mark.long, pytest.mark.once])) for who in PEOPLE]
)
def test_an_address_opens_for_those_with_the_right_and_for_nobody_else(hub, person, who):
    wrong = []
    for name, address in hub.addresses.items():
        allowed = person.user.has_perm("wagtailadmin.access_admin") and rule_of(name)(person.user, hub)
        for method in ("get", "post"):
            refused = refuses(person, address, method)
            if refused is not None and refused == allowed:
                wrong.append(f"{method.upper()} {name} {'refused' if refused else 'opened'}: {address}")
    assert wrong == []


def test_every_role_was_asked(roles):
    assert Group.objects.count() == len(
        set(PEOPLE) & {"viewer", "sender", "editor", "moderator", "lead", "organisation_lead"}
    )
