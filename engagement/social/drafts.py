"""Social posts that programs draft: by the form of the admin, and never ready, planned or posted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from cms.drafts.form_data import FilledForm, FormProblem, problems_of
from cms.drafts.requests import NOT_FOUND, DraftAuthor, RefusedError, RequestTerms, carry_out, refused
from cms.editing.permissions import works_on_site
from engagement.admin.posts import PostViewSet
from engagement.models import SocialPost

from .log_actions import ACTIONS

# What a program writes of a post. The rest says that people have checked, planned or posted it.
FIELDS = ("channel", "text", "link", "image", "alt_text", "page", "key_messages", "work_streams")


@dataclass(frozen=True)
class DraftedPost:
    """A post, unsaved in a trial. `is_repeated` says that an earlier request with the same key had saved it."""

    post: SocialPost
    is_repeated: bool = False


def form_class() -> type[Any]:
    """Return the form of a post in the admin."""
    return PostViewSet().get_edit_handler().get_form_class()


def draft_post(
    author: DraftAuthor, terms: RequestTerms, values: Mapping[str, Any], problems: Iterable[FormProblem] = ()
) -> DraftedPost:
    """Save a new post as a draft. `problems` are those with values that couldn't be read. Raises RefusedError."""
    user, unreadable = author.user, list(problems)

    def may() -> bool:
        return user.has_perm("engagement.add_socialpost") and works_on_site(user, terms.site)

    def write() -> DraftedPost:
        if not may():
            raise refused("not_permitted", "The person behind this token may write no social posts here.")
        form = _filled(author, values, unreadable)
        post = form.save(commit=False)
        post.author, post.site = user, terms.site
        if not terms.is_trial:
            post.save()
            form.save_m2m()
            ACTIONS.write("drafted", post, user, **author.log_data)
        return DraftedPost(post)

    def again(post: SocialPost | None) -> DraftedPost:
        if post is None or not may():
            raise refused(NOT_FOUND, "The post that the earlier request drafted is gone.")
        return DraftedPost(post, is_repeated=True)

    return carry_out(author, terms, ("post", dict(values)), write, lambda drafted: drafted.post, again)


def _filled(author: DraftAuthor, values: Mapping[str, Any], problems: list[FormProblem]) -> Any:
    """Return the form, valid and filled in. Raises RefusedError with all that is wrong."""
    made, user = form_class(), author.user
    filled = FilledForm(made(instance=SocialPost(), for_user=user), values)
    form = made(filled.data, instance=SocialPost(), for_user=user)
    found = [*problems, *filled.problems]
    if not form.is_valid():
        known = {one.path for one in found}
        found += [one for one in problems_of(form, filled.places) if one.path not in known]
    if found:
        raise RefusedError(found)
    return form
