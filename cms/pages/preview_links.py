"""Preview links of pages: making, revoking and opening them. What editors do is in the page's history.

A link opens the latest draft of one page to anybody who has it. It shows nothing else that isn't public: no other draft, no
picture or document that readers don't get. It ends at its moment, when it is revoked, when the page is deleted, and when
its maker may no longer edit the page.
"""

from __future__ import annotations

from django.db.models import Model
from wagtail.models import Page, Site

from cms.base.log_messages import LoggedActions
from cms.base.secret_links import LinkClosedError, SecretLinkTokens
from cms.pages.link_kinds import LinkKind
from cms.pages.models import PreviewLink
from cms.pages.previews import Draft, PreviewError, session_of, token_of

OPENER = "preview link"
# Each action with its name and its message, in the history of the page and in the audit log.
ACTIONS = LoggedActions(
    "cms.preview_",
    {
        "link": ("Make a preview link", "Preview link made for {name}, until {until}"),
        "link_revoked": ("Revoke a preview link", "Preview link of {name} revoked"),
        "link_mailed": ("Mail a preview link", "Preview link of {name} mailed to {email}"),
    },
)

NO_LONGER = (
    "The person who made this link may no longer edit the page. If you still need it, ask the team for a new one."
)


LINKS = LinkKind(
    "Preview links",
    PreviewLink,
    shows="page",
    loads=("page", "created_by"),
    tokens=SecretLinkTokens("cms.pages.preview_links"),
    view="preview_link",
    actions=ACTIONS,
    revoked="link_revoked",
    mailed="link_mailed",
)
make, address_of = LINKS.make, LINKS.address_of


def may_show(user, page: Page) -> bool:
    """Say whether the user may show the page to others: those who edit it."""
    return (
        user is not None
        and user.is_active
        and user.has_perm("wagtailadmin.access_admin")
        and page.permissions_for_user(user).can_edit()
    )


def opened(token: str, site: Site | None) -> tuple[PreviewLink, Page]:
    """Return the link of a token, and the latest draft of its page. Raises LinkClosedError."""
    link = LINKS.opened(token, site)
    return link, _draft_of(link)


def frontend_token(link: PreviewLink) -> str:
    """Return a preview token with which a frontend shows the page of a link."""
    return token_of(OPENER, link.pk)


def open_draft_of_link(key: int) -> Draft:
    """Return the draft that a link opens. Raises PreviewError if the link doesn't work any more."""
    link = PreviewLink.objects.select_related("page", "created_by").filter(pk=key).first()
    try:
        if link is None:
            raise LinkClosedError("What this preview showed is no longer there.")
        link.require_open()
        draft = _draft_of(link)
    except LinkClosedError as closed:
        raise PreviewError(str(closed)) from None
    paths = frozenset({link.page.url_path, draft.url_path})
    return Draft(draft, keep_hidden, paths, session_of(f"{OPENER} {link.pk}"))


def keep_hidden(thing: Model) -> None:
    """Open no linked object: the holder of a link sees of others what the public sees."""


def _draft_of(link: PreviewLink) -> Page:
    """Return the latest draft. Raises LinkClosedError if the link's maker may no longer edit the page."""
    if not may_show(link.created_by, link.page):
        raise LinkClosedError(NO_LONGER)
    return link.page.get_latest_revision_as_object()
