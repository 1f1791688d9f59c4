"""Progress that programs propose: an entry of a commitment's ledger, once a person has accepted it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Model, Q
from django.http import QueryDict
from django.urls import reverse
from wagtail.models import Site
from wagtail.permissions import page_permission_policy

from cms.pages.addresses import in_tree_of
from cms.proposals.kinds import ProgramProposalKind, kinds
from cms.proposals.models import ProgramProposal
from programme import ledger
from programme.admin.entries import EntryForm, first_values, record_form
from programme.entries import Outcome, may_record
from programme.models import CommitmentPage, ProgressEntry


class ProgressKind(ProgramProposalKind):
    """An entry of the ledger of a commitment; the proposal is about the commitment."""

    @property
    def label(self) -> str:
        return "progress"

    def may_see(self, user: Any) -> bool:
        return page_permission_policy.user_has_any_permission(user, ("add", "change"))

    def may_decide(self, user: Any, site: Site | None, thing: Model | None) -> bool:
        return isinstance(thing, CommitmentPage) and may_record(thing, user)

    def shown(self, user: Any) -> Q:
        pages = page_permission_policy.instances_user_has_permission_for(user, "change")
        return super().shown(user) & Q(object_id__in=pages.order_by().values("pk"))

    def find(self, site: Site | None, key: int) -> Model | None:
        here = in_tree_of(site) if site else Q()
        return CommitmentPage.objects.filter(here, pk=key).select_related("work_stream").first()

    def form(self, thing: Any, user: Any, data: QueryDict | None = None) -> Any:
        return EntryForm(data, instance=ProgressEntry(page=thing), initial=first_values(None), for_user=user)

    def version(self, thing: Any) -> str:
        """Return the latest entry recorded."""
        entries = ledger.recorded(thing)
        return str(entries[-1].pk) if entries else ""

    def title(self, thing: Any, values: Mapping[str, Any]) -> str:
        return f"{thing.work_stream.title}, {thing.distinct_name}" if thing else ""

    def accept(self, form: Any, proposal: ProgramProposal, thing: Any, user: Any) -> tuple[str, str]:
        page, outcome = record_form(form, thing, user)
        # A page awaiting approval is locked for the person who submitted it, who can do no more there.
        address = "" if outcome is Outcome.SUBMITTED else reverse("programme_record", args=[page.pk])
        return f"{proposal.title}: {outcome.value}", address


PROGRESS = ProgressKind(CommitmentPage)


def register() -> None:
    """Register the kind. Called when the app is ready."""
    kinds.add(CommitmentPage, PROGRESS)
