"""The kinds of things that programs propose: what each needs to know. Apps add theirs."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q
from django.http import QueryDict
from wagtail.models import Site

from cms.base.registry import Registry

from .models import ProgramProposal

# By the model of their things.
kinds: Registry[ProgramProposalKind] = Registry("kind of proposal")


class NotAcceptedError(Exception):
    """The proposal can't be accepted as it is. The message is one sentence for the person."""


class ProgramProposalKind(ABC):
    """A kind of proposal, about objects of one model."""

    def __init__(self, model: Any):
        self.model = model

    @property
    @abstractmethod
    def label(self) -> str:
        """What the list calls it."""

    @abstractmethod
    def may_see(self, user: Any) -> bool:
        """Say whether the user decides on any proposals of this kind."""

    @abstractmethod
    def may_decide(self, user: Any, site: Site | None, thing: Model | None) -> bool:
        """Say whether the user may accept a proposal for the site, about the thing; None for a new one."""

    @abstractmethod
    def find(self, site: Site | None, key: int) -> Model | None:
        """Return the thing of the site with this key; None if there is none."""

    @abstractmethod
    def form(self, thing: Model | None, user: Any, data: QueryDict | None = None) -> Any:
        """Return the form by which a person makes or changes it."""

    @abstractmethod
    def version(self, thing: Model) -> str:
        """Return what is different once somebody has changed the thing, in 64 characters at most."""

    @abstractmethod
    def title(self, thing: Model | None, values: Mapping[str, Any]) -> str:
        """Return the title of a proposal."""

    @abstractmethod
    def accept(self, form: Any, proposal: ProgramProposal, thing: Model | None, user: Any) -> tuple[str, str]:
        """Save a valid form with the user's rights; return a sentence for them and the address of the result.

        Raises NotAcceptedError.
        """

    def shown(self, user: Any) -> Q:
        """Return the condition for the proposals of this kind that the user may see."""
        return Q(content_type=ContentType.objects.get_for_model(self.model))

    def always(self, site: Site | None, thing: Model | None) -> Mapping[str, Any]:
        """Return values that the form has beside those of the program."""
        return {}

    def own_page(self, proposal: ProgramProposal) -> str:
        """Return the address of the page where it is accepted, if that isn't the page of the proposal."""
        return ""


def kind_of(proposal: ProgramProposal) -> ProgramProposalKind | None:
    """Return the kind of a proposal; None if there is no such kind any more."""
    model = proposal.content_type.model_class()
    return kinds.get(model) if model else None
