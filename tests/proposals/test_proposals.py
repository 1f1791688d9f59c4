"""Proposals of terms and of progress: checked at once, and saved by nobody but a person."""

import datetime

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from cms.accounts.roles import EDITORS, VIEWERS
from cms.graphql.ids import id_of
from cms.proposals.kinds import kinds
from cms.proposals.models import ProgramProposal, ProgramProposalState, forget
from home.programmes.services import NewProgramme, make
from programme.models import GlossaryTerm, ProgressEntry, Topic
from tests import factories
from tests.admin.conftest import sign_in
from tests.drafts.programs import errors_of
from tests.graphql.editors import person

from .asking import proposal_of, propose_term, record_progress

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(roles):
    return sign_in("boss", superuser=True)


@pytest.fixture
def commitment(tree):
    stream = factories.WorkStreamFactory(parent=tree.streams)
    page = factories.CommitmentFactory(parent=stream)
    page.save_revision().publish()
    return page


def page_of(proposal: ProgramProposal) -> str:
    return reverse("proposal", args=[proposal.pk])


def filled(client, proposal: ProgramProposal) -> dict[str, str]:
    """Return what a browser would send of the form with the proposal, unchanged."""
    context = client.get(page_of(proposal)).context
    values = {name: values[-1] for name, values in context["form"].data.lists()}
    return values | {"seen": context["seen"], "action": "accept"}


def test_a_new_term_waits_until_a_person_accepts_it(tree, program, boss):
    made = propose_term(program, "topic", {"name": "Online safety", "description": "Harm online."}, agent="Scribe")
    proposal = proposal_of(made)
    assert made["proposal"] == {
        "id": str(proposal.pk), "title": "Online safety", "reviewUrl": f"http://localhost{page_of(proposal)}",
    }  # fmt: skip
    assert not Topic.objects.exists() and proposal.is_waiting and proposal.values["slug"] == "online-safety"
    assert "Online safety" in boss.get(reverse("proposals")).content.decode()
    html = boss.get(page_of(proposal)).content.decode()
    assert "Scribe, with the token “Minutes”" in html and "Harm online." in html
    sent = filled(boss, proposal)
    response = boss.post(page_of(proposal), sent | {"description": "Harm to children online."})
    assert response.status_code == 302
    term = Topic.objects.get()
    assert (term.name, term.slug, term.description, term.live) == (
        "Online safety", "online-safety", "Harm to children online.", True,
    )  # fmt: skip
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decided_by.username) == (ProgramProposalState.ACCEPTED, "boss")
    # It can't be accepted twice.
    boss.post(page_of(proposal), sent | {"name": "Twice", "slug": "twice"})
    assert Topic.objects.count() == 1


def test_a_change_shows_both_values_and_says_if_the_term_changed_meanwhile(tree, program, boss):
    term = GlossaryTerm(name="NGO", slug="ngo", long_form="Non-government organisation")
    term.save()
    term.save_revision().publish()
    given = {"longForm": "Non-governmental organisation"}
    proposal = proposal_of(propose_term(program, "glossaryTerm", given, term))
    html = boss.get(page_of(proposal)).content.decode()
    assert "Non-government organisation" in html and "Non-governmental organisation" in html
    assert "Somebody changed this" not in html
    term.description = "Not part of a government."
    term.save_revision().publish()
    assert "Somebody changed this" in boss.get(page_of(proposal)).content.decode()
    assert boss.post(page_of(proposal), filled(boss, proposal)).status_code == 302
    term.refresh_from_db()
    assert (term.long_form, term.description) == ("Non-governmental organisation", "Not part of a government.")
    actions = ModelLogEntry.objects.filter(object_id=str(term.pk)).values_list("action", flat=True)
    assert {"cms.proposal.made", "cms.proposal.accepted"} <= set(actions)


@pytest.fixture
def term(tree):
    term = GlossaryTerm(name="NGO", slug="ngo", long_form="Non-government organisation", description="A charity.")
    term.save()
    term.save_revision().publish()
    return GlossaryTerm.objects.get()


def test_accepting_one_undoes_nothing_that_was_accepted_meanwhile(term, program, boss):
    first, second = (
        proposal_of(propose_term(program, "glossaryTerm", given, term))
        for given in ({"longForm": "Non-governmental organisation"}, {"description": "No part of a government."})
    )
    sent = {one: filled(boss, one) for one in (first, second)}
    assert boss.post(page_of(first), sent[first]).status_code == 302
    response = boss.post(page_of(second), sent[second] | {"description": "My own words."})
    term.refresh_from_db()
    assert response.status_code == 422 and term.long_form == "Non-governmental organisation"
    assert ProgramProposal.objects.get(pk=second.pk).is_waiting
    html = response.content.decode()
    assert "Somebody changed this while you had the form open" in html and "My own words." in html
    assert {(one["yours"], one["now"]) for one in response.context["meanwhile"]} == {
        ("Non-government organisation", "Non-governmental organisation"),
        ("My own words.", "No part of a government."),
    }
    new = {name: values[-1] for name, values in response.context["form"].data.lists()}
    new |= {"seen": response.context["seen"], "action": "accept", "description": "My own words."}
    assert boss.post(page_of(second), new).status_code == 302
    term.refresh_from_db()
    assert (term.long_form, term.description) == ("Non-governmental organisation", "My own words.")


def test_accepting_undoes_no_draft_that_a_colleague_saved_meanwhile(term, program, boss):
    proposal = proposal_of(propose_term(program, "glossaryTerm", {"description": "No part of a government."}, term))
    sent = filled(boss, proposal)
    term.long_form = "Half a thou"
    term.save_revision()
    assert boss.post(page_of(proposal), sent).status_code == 422
    assert term.get_latest_revision_as_object().long_form == "Half a thou"


def test_accepting_publishes_no_draft_of_a_colleague(term, program, boss):
    draft = term.get_latest_revision_as_object()
    draft.long_form = "Half a thou"
    draft.save_revision()
    proposal = proposal_of(propose_term(program, "glossaryTerm", {"description": "No part of a government."}, term))
    response = boss.post(page_of(proposal), filled(boss, proposal), follow=True)
    assert "saved as a draft, since it has other changes" in response.content.decode()
    term.refresh_from_db()
    assert (term.long_form, term.description) == ("Non-government organisation", "A charity.")
    draft = term.get_latest_revision_as_object()
    assert (draft.long_form, draft.description) == ("Half a thou", "No part of a government.")


def test_progress_recorded_meanwhile_is_shown_before_it_is_accepted(program, boss, commitment):
    first, second = (
        proposal_of(record_progress(program, commitment, status="in_progress", note=note)) for note in ("One.", "Two.")
    )
    sent = filled(boss, second)
    assert boss.post(page_of(first), filled(boss, first)).status_code == 302
    assert boss.post(page_of(second), sent).status_code == 422 and ProgressEntry.objects.count() == 1
    assert boss.post(page_of(second), filled(boss, second)).status_code == 302 and ProgressEntry.objects.count() == 2


def test_people_of_another_programme_propose_and_accept_nothing(tree, program_of, roles):
    ann = get_user_model().objects.create_superuser("ann", "ann@example.org")
    energy = make(NewProgramme("Energy", "energy", path="energy", host=tree.site), ann)
    own = Topic.objects.create(name="Neglect", slug="neglect", site=tree.site)
    erin = person("erin")
    erin.groups.set(Group.objects.filter(name__in=["Leads of Energy", "Editors of Energy"]))
    assert erin.has_perm("programme.add_topic") and erin.has_perm("programme.change_topic")
    program = program_of(erin)
    for thing in (None, own):
        with pytest.raises(AssertionError, match="WRONG_SITE"):
            propose_term(program, "topic", {"name": "Heat"}, thing)
    assert not ProgramProposal.objects.exists()
    kind = kinds.get(Topic)
    theirs = Topic.objects.create(name="Heat", slug="heat", site=energy)
    assert kind.may_decide(erin, energy, None) and kind.may_decide(erin, energy, theirs)
    assert not kind.may_decide(erin, tree.site, None) and not kind.may_decide(erin, energy, own)
    # A new term is that of the programme for which it was proposed.
    proposal = proposal_of(propose_term(program_of(ann, budget=10_000), "topic", {"name": "Care"}))
    boss = sign_in("boss", superuser=True)
    assert boss.post(page_of(proposal), filled(boss, proposal)).status_code == 302
    assert Topic.objects.get(name="Care").site == tree.site


def test_a_proposal_is_declined_with_a_reason(tree, program, boss):
    proposal = proposal_of(propose_term(program, "topic", {"name": "Online safety"}))
    assert boss.post(page_of(proposal), {"action": "decline", "reason": ""}).status_code == 422
    assert boss.post(page_of(proposal), {"action": "decline", "reason": "We have it."}).status_code == 302
    proposal.refresh_from_db()
    assert (proposal.state, proposal.note) == (
        ProgramProposalState.DECLINED,
        "We have it.",
    ) and not Topic.objects.exists()
    assert page_of(proposal) not in boss.get(reverse("proposals")).content.decode()
    assert page_of(proposal) in boss.get(reverse("proposals") + "?show=decided").content.decode()


def test_the_form_refuses_a_term_at_once_with_all_that_is_wrong(tree, program):
    Topic.objects.create(name="Online safety", slug="online-safety")
    found = propose_term(program, "topic", {"name": "x" * 200, "description": "Words."})
    assert errors_of(found) >= {("term.topic.name", "TOO_LONG")}
    found = propose_term(program, "topic", {"name": "Online safety"})
    assert errors_of(found) == {("term.topic.name", "INVALID"), ("term.topic.slug", "INVALID")}
    found = propose_term(program, "topic", {})
    assert errors_of(found) == {("term.topic.name", "REQUIRED"), ("term.topic.slug", "REQUIRED")}
    found = propose_term(program, "topic", {"name": "x"}, tree.news)
    assert errors_of(found) == {("id", "INVALID")}
    assert not ProgramProposal.objects.exists()


def test_a_trial_proposes_nothing_and_a_repetition_nothing_twice(tree, program):
    trial = propose_term(program, "topic", {"name": "Online safety"}, dryRun=True)
    assert trial["userErrors"] == [] and trial["proposal"]["id"] is None and not ProgramProposal.objects.exists()
    first = propose_term(program, "topic", {"name": "Online safety"}, idempotencyKey="one")
    again = propose_term(program, "topic", {"name": "Online safety"}, idempotencyKey="one")
    assert again == first | {"isRepeated": True} and ProgramProposal.objects.count() == 1


@pytest.mark.parametrize("group", [EDITORS, VIEWERS, None])
def test_only_who_may_save_it_may_propose_see_or_accept_it(group, tree, program, program_of, roles, commitment):
    user = person("member")
    if group:
        user.groups.add(Group.objects.get(name=group))
    user.user_permissions.add(Permission.objects.get(codename="add_accesstoken"))
    may, may_record = user.has_perm("programme.add_topic"), commitment.permissions_for_user(user).can_edit()
    for propose in (
        lambda: propose_term(program_of(user), "topic", {"name": "Online safety"}, dryRun=True),
        lambda: record_progress(program_of(user), commitment, status="in_progress", note="Begun.", dryRun=True),
    ):
        if may and may_record:
            assert errors_of(propose()) == set()
        else:
            with pytest.raises(AssertionError, match="WRONG_SCOPE"):
                propose()
    term = proposal_of(propose_term(program, "topic", {"name": "Online safety"}))
    progress = proposal_of(record_progress(program, commitment, status="in_progress", note="Begun."))
    client = sign_in("other", group=group) if group else sign_in("other")
    assert (client.get(page_of(term)).status_code == 200) is may
    assert (client.get(page_of(progress)).status_code == 200) is may_record
    for one, right in ((term, may), (progress, may_record)):
        if not right:
            assert client.post(page_of(one), {"action": "decline", "reason": "No."}).status_code in (302, 403, 404)
            assert ProgramProposal.objects.get(pk=one.pk).is_waiting


def test_progress_counts_once_a_person_has_accepted_it(tree, program, boss, commitment):
    given = {"status": "in_progress", "date": "2026-06-22", "note": "The review has begun.", "significance": "MINOR"}
    proposal = proposal_of(record_progress(program, commitment, **given, evidencePage=id_of(tree.news)))
    assert not ProgressEntry.objects.exists()
    html = boss.get(page_of(proposal)).content.decode()
    assert "In progress" in html and "The review has begun." in html
    assert boss.post(page_of(proposal), filled(boss, proposal)).status_code == 302
    entry = ProgressEntry.objects.get()
    assert (entry.status, entry.date, entry.note) == (
        "in_progress",
        datetime.date(2026, 6, 22),
        "The review has begun.",
    )
    assert entry.evidence_page_id == tree.news.pk and entry.recorded_by.username == "boss"
    # The same entry a second time is refused where the ledger refuses it.
    again = proposal_of(record_progress(program, commitment, **given))
    response = boss.post(page_of(again), filled(boss, again))
    assert response.status_code == 422 and "already exists" in response.content.decode()
    assert ProgressEntry.objects.count() == 1 and ProgramProposal.objects.get(pk=again.pk).is_waiting


def test_progress_is_refused_in_the_words_of_the_form(tree, program, commitment):
    found = record_progress(program, commitment, status="nonsense", date="2199-01-01", evidenceLink="nowhere")
    assert errors_of(found) >= {("status", "NOT_OFFERED"), ("date", "INVALID")}
    assert errors_of(record_progress(program, tree.news, status="in_progress")) == {("commitment", "NOT_FOUND")}


def test_a_proposal_about_something_that_is_gone_is_outdated(tree, program, boss):
    term = Topic.objects.create(name="Online safety", slug="online-safety")
    proposal = proposal_of(propose_term(program, "topic", {"name": "Safety online"}, term))
    term.delete()
    assert boss.get(page_of(proposal)).status_code == 200
    proposal.refresh_from_db()
    assert proposal.state == ProgramProposalState.OUTDATED


def test_proposals_are_forgotten_after_90_days(tree, program, lead):
    decided, waiting, young = (
        proposal_of(propose_term(program, "topic", {"name": name})) for name in ("One", "Two", "Three")
    )
    decided.decide(ProgramProposalState.DECLINED, lead, "No.")
    long_ago = timezone.now() - datetime.timedelta(days=91)
    ProgramProposal.objects.filter(pk=decided.pk).update(decided_at=long_ago)
    ProgramProposal.objects.filter(pk=waiting.pk).update(made_at=long_ago)
    forget(lambda: False)
    assert dict(ProgramProposal.objects.values_list("title", "state")) == {"Two": "outdated", "Three": "waiting"}
    assert young.is_waiting
