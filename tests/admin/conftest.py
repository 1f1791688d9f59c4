"""A signed-in user of each group, and content for them to work on."""

from dataclasses import dataclass

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from bench.admin.addresses import own_viewsets
from cms.accounts.roles import EDITORS, MODERATORS, ORGANISATION_LEADS, PROGRAMME_LEADS, VIEWERS
from cms.models import Signpost, Snippet
from engagement.models import FeedbackTheme
from newsletter.choices import LetterKind, SuppressionReason
from newsletter.models import Letter, Send, Suppression
from newsletter.rights import NEWSLETTER_SENDERS
from programme.choices import MeetingState
from programme.models import MeetingAction, NewsPage
from search.models import PromotedResult, Synonym
from tests import factories
from tests.worked_on import add_what_is_worked_on, ours

PASSWORD = "a-long-enough-password"
# The views that Wagtail gives every list, of records, terms or pages.
OF_LISTS = (
    *("index", "index_results", "list", "list_results", "inspect", "history", "history_results", "usage"),
    *("add", "copy", "edit", "unpublish", "delete", "choose_parent"),
)


def sign_in(username: str, *, group: str = "", superuser: bool = False) -> Client:
    """Return a client of a new user. Without the form, which `test_roles` tries once for each group."""
    user = get_user_model().objects.create_user(
        username, f"{username}@example.org", PASSWORD, is_superuser=superuser, is_staff=superuser
    )
    if group:
        user.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(user)
    client.user = user
    return client


@pytest.fixture
def editor(roles):
    return sign_in("editor", group=EDITORS)


@pytest.fixture
def moderator(roles):
    return sign_in("moderator", group=MODERATORS)


@pytest.fixture
def lead(roles):
    return sign_in("lead", group=PROGRAMME_LEADS)


@pytest.fixture
def organisation_lead(roles):
    return sign_in("organisation_lead", group=ORGANISATION_LEADS)


@pytest.fixture
def administrator(roles):
    return sign_in("administrator", superuser=True)


@pytest.fixture
def stream(tree):
    return factories.WorkStreamFactory(parent=tree.streams, title="Neglect")


@pytest.fixture
def other_stream(tree):
    return factories.WorkStreamFactory(parent=tree.streams, title="Trafficking")


@pytest.fixture
def viewer(roles):
    return sign_in("viewer", group=VIEWERS)


@pytest.fixture
def sender(roles):
    return sign_in("sender", group=NEWSLETTER_SENDERS)


@dataclass(frozen=True)
class Hub:
    """The objects of the views, and the addresses of all our views."""

    send: Send
    news: NewsPage
    addresses: dict[str, str]


@pytest.fixture
def hub(tree, roles, settings, tmp_path) -> Hub:
    """Content for every address."""
    settings.NEWSLETTER_FOLDER = str(tmp_path / "mail")
    settings.NEWSLETTER_BACKEND = "file"  # the outbox exists only with it
    page = factories.NewsFactory(parent=tree.news, title="News", summary="In short.")
    page.save_revision()
    stream = factories.WorkStreamFactory(parent=tree.streams, title="Neglect")
    factories.CommitmentFactory(parent=stream)
    factories.StandardPageFactory(parent=tree.home)
    group = factories.GroupFactory(parent=tree.groups)
    meeting = factories.MeetingFactory(parent=group, state=MeetingState.HELD)
    MeetingAction.objects.create(page=meeting, number=1, text="Ask the partners.")
    for make in (factories.MailingListFactory, factories.SubscriptionFactory):
        make()
    reverse("wagtailadmin_home")  # the lists are known once the addresses are loaded
    for model in (viewset.model for viewset in own_viewsets().values() if getattr(viewset, "model", None)):
        example(model)
    ann, bob = (get_user_model().objects.create_superuser(name) for name in ("ann", "bob"))
    TOTPDevice.objects.create(user=bob, confirmed=True)
    send = add_what_is_worked_on(ann, bob)
    return Hub(send, page, ours(send, bob, OF_LISTS))


def example(model) -> None:
    """Add an object, if there is none and the model has no factory."""
    given = {
        Letter: {"kind": LetterKind.values[0], "due_at": timezone.now()},
        Suppression: {"digest": "0" * 64, "reason": SuppressionReason.values[0]},
        FeedbackTheme: {"name": "Words"},
        PromotedResult: {"queries": "neglect", "page": NewsPage.objects.first()},
        Signpost: {
            "name": "Childline",
            "slug": "childline",
            "telephone": "0800 1111",
            "source": "https://example.org/",
        },
        Synonym: {"name": "Child", "slug": "child", "words": "child\nyoung person"},
    }
    if model not in given and issubclass(model, Snippet) and not model.objects.exists():
        given[model] = {"name": model.__name__, "slug": "an-example"}
    if model in given:
        model.objects.create(**given[model])
