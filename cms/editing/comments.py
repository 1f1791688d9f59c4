"""Notifications about comments on pages: to people whom a comment mentions, and to those who follow the comments."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db.models import Q
from django.urls import reverse
from wagtail.models import COMMENTS_RELATION_NAME, Comment, CommentReply, Page, PageSubscription

from cms.base.user_fields import name_of
from cms.editing.reviews import may_edit, visible_pages
from cms.notifications.kinds import NotificationKind, kinds
from cms.notifications.lists import notify

MENTION, COMMENT = "mention", "comment"


def register() -> None:
    """Register both kinds."""
    kinds.add(MENTION, NotificationKind("A comment mentions you", may_edit, visible_pages), order=20)
    kinds.add(
        COMMENT,
        NotificationKind(
            "Comments on pages that you follow", may_edit, visible_pages, switch="updated_comments_notifications"
        ),
        order=40,
    )


def notify_of(page: Page, changes: dict, writer: User) -> None:
    """Notify of what a save of the page's form changed in its comments, as Wagtail's view found it. Texts aren't quoted."""
    written = _texts(changes["new_comments"], changes["new_replies"])
    edited = _texts(changes["edited_comments"], changes["edited_replies"])
    resolved = changes["resolved_comments"]
    if not (written or edited or resolved):
        return
    people = list(get_user_model().objects.filter(is_active=True).exclude(pk=writer.pk))
    followers = _followers(page, {comment.pk for comment, _ in written} | {comment.pk for comment in resolved})
    following = [one for one in people if one.pk in followers]
    name, title = name_of(writer), page.get_admin_display_title()
    for comment, text in written + edited:
        named = mentioned(text.text, people)
        sentence = f"{name} mentions you in a comment on “{title}”."
        notify(MENTION, named, key=_key(text), subject=page.pk, text=sentence, url=_address(comment))
    for comment, text in written:
        named = mentioned(text.text, following)
        others = [one for one in following if one not in named]
        sentence = f"{name} commented on “{title}”."
        notify(COMMENT, others, key=_key(text), subject=page.pk, text=sentence, url=_address(comment))
    for comment in resolved:
        sentence = f"{name} resolved a comment on “{title}”."
        key = f"resolved-{comment.pk}"
        notify(COMMENT, following, key=key, subject=page.pk, text=sentence, url=_address(comment))


def notify_of_new_page(page: Page, writer: User) -> None:
    """Notify of the comments with which a page begins. One statement if there are none."""
    changes: dict[str, list] = dict.fromkeys(
        ("new_replies", "edited_comments", "edited_replies", "resolved_comments"), []
    )
    notify_of(page, {"new_comments": list(Comment.objects.filter(page=page)), **changes}, writer)


def mentioned(text: str, people: Iterable[User]) -> list[User]:
    """Return the people whom a text names with an @: “@ann”, or with the full name, “@Ann Lee”."""
    return [
        one
        for one in people
        if any(
            name and re.search(rf"(?<!\w)@{re.escape(name)}(?![\w@-]|\.\w)", text, re.IGNORECASE)
            for name in (one.get_username(), one.get_full_name())
        )
    ]


def _followers(page: Page, threads: set[int]) -> set[int]:
    """Return the keys of users who follow all comments on the page, or wrote in one of the threads. Two statements."""
    subscribed = PageSubscription.objects.filter(page=page, comment_notifications=True)
    wrote = get_user_model().objects.filter(
        Q(comment_replies__comment_id__in=threads) | Q(**{f"{COMMENTS_RELATION_NAME}__pk__in": threads})
    )
    return {*subscribed.values_list("user_id", flat=True), *wrote.values_list("pk", flat=True)}


def _texts(comments: list[Comment], replies: list) -> list[tuple[Comment, Comment | CommentReply]]:
    """Return each comment and reply with the comment at which it is shown."""
    found: list[tuple[Comment, Comment | CommentReply]] = [(comment, comment) for comment in comments]
    return found + [(comment, reply) for comment, those in replies for reply in those]


def _key(text: Comment | CommentReply) -> str:
    return f"{text._meta.model_name}-{text.pk}"


def _address(comment: Comment) -> str:
    return f"{reverse('wagtailadmin_pages:edit', args=[comment.page_id])}?comment={comment.pk}"
