"""The records of engagement in the admin's search: feedback, contacts, engagements and posts."""

from __future__ import annotations

from django.db.models import Q
from django.utils.text import Truncator

from engagement.feedback import numbers
from engagement.models import Contact, Engagement, Feedback, SocialPost
from search.desk.records import RecordSource, sources

WORDS_SHOWN = 20


def register() -> None:
    """Add the records. Called when the app is ready."""
    sources.add(
        "feedback",
        RecordSource(
            *(Feedback, "Feedback", "feedback", ("message", "reply", "path", "name", "email")),
            names=("name",),
            icon="comment",
            title=lambda feedback: f"{feedback.number}: {feedback.get_state_display()}",
            excerpt=lambda feedback: _beginning(feedback.message),
            numbered=_feedback_number,
            inspected=True,
        ),
    )
    sources.add(
        "contacts",
        RecordSource(
            *(Contact, "Contacts", "contacts", ("name", "post", "email", "organisation__name")),
            names=("name",),
            icon="user",
            title=lambda contact: contact.name,
            excerpt=lambda contact: contact.post,
            shown=Q(erased_on=None),
        ),
    )
    sources.add(
        "engagements",
        RecordSource(
            *(Engagement, "Engagement log", "engagements"),
            ("title", "summary", "public_summary", "organisations__name", "contacts__name"),
            icon="calendar",
            title=lambda engagement: f"{engagement.title}, {engagement.date.day} {engagement.date:%B %Y}",
            excerpt=lambda engagement: _beginning(engagement.summary),
        ),
    )
    sources.add(
        "social-posts",
        RecordSource(
            *(SocialPost, "Social posts", "social-posts", ("text", "link")),
            icon="comment-add",
            title=lambda post: _beginning(post.text),
            excerpt=lambda post: post.get_state_display(),
        ),
    )


def _beginning(text: str) -> str:
    return Truncator(text).words(WORDS_SHOWN, truncate=" …")


def _feedback_number(typed: str) -> Q | None:
    number = numbers.found_in(typed)
    return Q(number=number) if number else None
