"""Who may make an export in the admin."""

from typing import Any

from wagtail.permissions import page_permission_policy


def may_export(user: Any) -> bool:
    """Say whether the user may export a past page or list: everybody who may publish some page.

    An export has only what anybody could read, so this isn't about secrets. It is work for the server, and it is given to
    people who answer for what was published.
    """
    return user.is_superuser or page_permission_policy.user_has_any_permission(user, ["publish"])
