"""A proposal in the API."""

from __future__ import annotations

from typing import Any

import graphene
from django.conf import settings
from django.urls import reverse

from cms.proposals.services import Proposed


class MadeProposal(graphene.ObjectType):
    """What a program proposed. A person accepts it in the admin, changed or not, or declines it."""

    id = graphene.ID(description="Its number in the admin; null in a dry run.")
    title = graphene.String(required=True, description="The term, commitment or feedback that it concerns.")
    review_url = graphene.String(description="The address in the admin where people decide on it; null in a dry run.")


def proposal_output() -> graphene.Field:
    """Return the field that the payload of each mutation with a proposal has."""
    return graphene.Field(MadeProposal, description="The proposal; null if it was refused.")


def proposal_values(made: Proposed) -> dict[str, Any]:
    """Return the values of the payload of a mutation that made a proposal."""
    proposal = made.proposal
    address = reverse("proposal", args=[proposal.pk]) if proposal.pk else None
    described = {
        "id": str(proposal.pk) if proposal.pk else None,
        "title": proposal.title,
        "review_url": address and settings.WAGTAILADMIN_BASE_URL + address,
    }
    return {"proposal": described, "is_repeated": made.is_repeated}
