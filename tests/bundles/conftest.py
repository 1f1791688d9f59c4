"""A bundle with a new page, a page that changes and a page under a new one, and the people who work on it."""

from dataclasses import dataclass

import pytest

from bundles.models import Bundle
from bundles.publishing import items, services
from engagement.choices import PostCheck
from programme.models import CommitmentPage, NewsPage, WorkStreamPage
from tests import factories
from tests.admin.conftest import administrator, editor, lead, moderator, viewer  # noqa: F401  fixtures


@dataclass
class Launch:
    """A bundle and what is in it."""

    bundle: Bundle
    stream: WorkStreamPage
    promise: CommitmentPage
    news: NewsPage

    @property
    def pages(self) -> list:
        return [self.stream, self.promise, self.news]

    def again(self) -> Bundle:
        return Bundle.objects.get(pk=self.bundle.pk)


def draft(page, user, **values):
    """Save a draft of the page and return the page as the database has it."""
    for name, value in values.items():
        setattr(page, name, value)
    page.save_revision(user=user)
    return type(page).objects.get(pk=page.pk)


@pytest.fixture
def launch(tree, roles, editor):  # noqa: F811  fixtures
    """A new stream with a promise under it, and news that changes."""
    stream = factories.WorkStreamFactory(parent=tree.streams, title="Launch stream", slug="launch", live=False)
    promise = factories.CommitmentFactory(parent=stream, number=1, slug="action-1", live=False)
    news = factories.NewsFactory(parent=tree.news, title="Old news", slug="launch-news")
    news.save_revision().publish()
    news.refresh_from_db()
    for page in (stream, promise):
        draft(page, editor.user)
    draft(news, editor.user, title="New news")
    bundle = factories.BundleFactory(name="Launch", created_by=editor.user, changed_by=editor.user)
    # The news first, and the promise before its stream: the order is that of readers, not of publishing.
    for page in (news, promise, stream):
        items.put_in(bundle, page, editor.user)
    return Launch(Bundle.objects.get(pk=bundle.pk), stream, promise, news)


@pytest.fixture
def approved(launch, editor, lead):  # noqa: F811  fixtures
    """The same, approved by a lead."""
    approve(launch.bundle, editor.user, lead.user)
    return launch


def approve(bundle, asker, approver) -> None:
    bundle = Bundle.objects.get(pk=bundle.pk)
    services.ask(bundle, asker)
    services.approve(bundle, approver, seen=Bundle.objects.get(pk=bundle.pk).fingerprint())


@pytest.fixture
def post(tree):
    """A social post, with everything on its list ticked."""
    return factories.SocialPostFactory(text="Read it.", checked=[check.value for check in PostCheck])
