"""Accounts of a team, and what waits for them, in a hub with the programme's content. Prints nothing."""

import django

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402  the hub has to be set up first
from django.contrib.auth.models import Group  # noqa: E402

from bench.clicks.team import PASSWORD, TEAM  # noqa: E402
from programme.models import NewsIndexPage  # noqa: E402
from tests import factories  # noqa: E402


def build() -> None:
    users = {name: add_user(name, groups) for name, groups in TEAM.items()}
    factories.FeedbackFactory(message="Where can I read the report on neglect?", email="reader@example.org")
    page = factories.NewsFactory(
        parent=NewsIndexPage.objects.get(), title="Training in Perth", summary="Forty people came.", live=False
    )
    page.save_revision(user=users["editor"])
    page.get_workflow().start(page, users["editor"])
    for title in ("First draft", "Second draft"):
        factories.NewsFactory(
            parent=NewsIndexPage.objects.get(), title=title, summary="Ready to go.", live=False
        ).save_revision()


def add_user(name: str, groups: list[str]):
    """Return a new user of the team; without groups an administrator."""
    user = get_user_model().objects.create_user(
        name, f"{name}@example.org", PASSWORD, first_name=name.title(), is_superuser=not groups, is_staff=True
    )
    user.groups.set(Group.objects.filter(name__in=groups))
    return user


if __name__ == "__main__":
    build()
