"""Answers to feedback that programs propose. A person reads, changes and sends each on the page where answers are written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Model
from django.http import QueryDict
from django.urls import reverse
from wagtail.models import Site

from cms.editing.permissions import works_on_site
from cms.models import HubSettings, ProgramProposal
from cms.proposals.kinds import NotAcceptedError, ProgramProposalKind, kinds
from cms.sites.rows import rows_of
from engagement.admin.answers import FeedbackAnswerForm
from engagement.feedback import answers
from engagement.models import EngagementSettings, Feedback

RIGHT = "engagement.change_feedback"


class AnswerKind(ProgramProposalKind):
    """An answer; the proposal is about the feedback."""

    @property
    def label(self) -> str:
        return "answer to feedback"

    def may_see(self, user: Any) -> bool:
        return user.has_perm(RIGHT)

    def may_decide(self, user: Any, site: Site | None, thing: Model | None) -> bool:
        return isinstance(thing, Feedback) and user.has_perm(RIGHT) and works_on_site(user, thing.own_site)

    def find(self, site: Site | None, key: int) -> Model | None:
        """Return the feedback, if there is an address to answer to."""
        return Feedback.objects.exclude(email="").filter(rows_of(site), pk=key).first()

    def form(self, thing: Any, user: Any, data: QueryDict | None = None) -> Any:
        hub, own = HubSettings.for_site(thing.own_site), EngagementSettings.for_site(thing.own_site)
        begun = answers.beginning(thing, hub, own)
        form: Any = FeedbackAnswerForm(data, initial=begun | {"key": "00000000-0000-0000-0000-000000000000", "seen": 0})
        form.begun = begun["text"]
        form.formsets = {}  # it has no lists of rows
        return form

    def version(self, thing: Any) -> str:
        return str(answers.newest(thing))

    def title(self, thing: Any, values: Mapping[str, Any]) -> str:
        return f"Answer to {thing.number}" if thing else ""

    def accept(self, form: Any, proposal: ProgramProposal, thing: Model | None, user: Any) -> tuple[str, str]:
        raise NotAcceptedError("An answer is sent on its own page.")

    def own_page(self, proposal: ProgramProposal) -> str:
        return f"{reverse('feedback:answer', args=[proposal.object_id])}?proposal={proposal.pk}"


ANSWERS = AnswerKind(Feedback)


def register() -> None:
    """Register the kind. Called when the app is ready."""
    kinds.add(Feedback, ANSWERS)
