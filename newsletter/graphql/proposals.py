"""What the hub proposes for the next issue. Only for tokens that write: people decide what goes into an issue."""

from __future__ import annotations

import datetime
from typing import Any

import graphene
from django.utils import timezone
from wagtail.models import Page

from cms.drafts.graphql.requests import writer
from cms.graphql.context import Info
from cms.graphql.errors import ApiError, ErrorCode
from cms.graphql.ids import encode, id_of, kind_of
from cms.graphql.schema import register_query
from newsletter.generator.content import shortened
from newsletter.generator.findings import GeneratorError
from newsletter.generator.proposals import LONGEST_TEXT, ProposedItem, ProposedSection, propose, since_last_sent
from newsletter.models import IssuePage
from newsletter.rights import archive_page


class ProposedIssueItem(graphene.ObjectType):
    """A public page that the issue could mention."""

    page_id = graphene.ID(required=True, description="The page's `id`.")
    title = graphene.String(required=True, description="Its title.")
    url = graphene.String(required=True, description="Its full address.")
    text = graphene.String(
        required=True, description="What is new about it; empty if its own summary says it, as with a new page."
    )

    def resolve_page_id(root: ProposedItem, info: Info) -> str:
        return encode(kind_of(Page), root.page.id)

    def resolve_title(root: ProposedItem, info: Info) -> str:
        return root.page.title

    def resolve_url(root: ProposedItem, info: Info) -> str:
        return root.page.url

    def resolve_text(root: ProposedItem, info: Info) -> str:
        return shortened(root.text, LONGEST_TEXT)


class ProposedIssueSection(graphene.ObjectType):
    """A heading and the pages under it."""

    heading = graphene.String(required=True, description="The heading.")
    items = graphene.List(graphene.NonNull(ProposedIssueItem), required=True, description="The pages, in order.")

    def resolve_items(root: ProposedSection, info: Info) -> list[ProposedItem]:
        return list(root.items)


class ProposedIssue(graphene.ObjectType):
    """The contents of an issue that hasn't been written yet."""

    number = graphene.Int(required=True, description="The number after the highest, drafts included.")
    parent = graphene.ID(description="The `id` of the archive, below which issues are made; null without one.")
    since = graphene.DateTime(required=True, description="The beginning of its period.")
    sections = graphene.List(
        graphene.NonNull(ProposedIssueSection),
        required=True,
        description="What was published and changed in the period, without what earlier issues had.",
    )


@register_query
class ProposalQuery:
    """For programs that help to write an issue."""

    issue_proposal = graphene.Field(
        ProposedIssue,
        required=True,
        since=graphene.Argument(
            graphene.DateTime,
            description="The beginning of the period; when work on the last sent issue began if omitted.",
        ),
        description="What the hub proposes for the next issue. Only with a token that may write.",
    )

    @staticmethod
    def resolve_issue_proposal(root: None, info: Info, since: datetime.datetime | None = None) -> dict[str, Any]:
        context = info.context
        user: Any = writer(context).created_by  # none without a person is good
        context.is_confidential = True
        now, site = timezone.now(), context.site
        archive = archive_page(site)
        if archive and not archive.permissions_for_user(user).can_add_subpage():
            raise ApiError(ErrorCode.BAD_REQUEST, "The person behind this token may write no issue here.")
        if since is not None and timezone.is_naive(since):
            raise ApiError(ErrorCode.INVALID_VALUE, "Give `since` as a moment with its time zone.")
        start = since or since_last_sent(now, site)
        try:
            sections = propose(start, now, site=site)
        except ValueError:
            raise ApiError(ErrorCode.INVALID_VALUE, "`since` must be in the past.") from None
        except GeneratorError as error:
            raise ApiError(ErrorCode.BAD_REQUEST, str(error)) from None
        return {
            "number": IssuePage.next_number(site),
            "parent": id_of(archive) if archive else None,
            "since": start,
            "sections": sections,
        }
