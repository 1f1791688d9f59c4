"""Give each page of ours in the admin something to show, and list their addresses.

Run as a program (`python -m tests.browser.of_the_admin`) on a hub that `tests.browser.everything` has completed. It writes
`admin.json` into the hub's folder: a session of an administrator, and paths by name. A view without an example makes it fail, so
none can be forgotten.
"""

import json
import os
from pathlib import Path

import django

os.environ["TWO_FACTOR"] = "optional"  # has pages too, where it is offered
django.setup()

from django.conf import settings  # noqa: E402  only once Django is set up
from django.contrib.auth import get_user_model  # noqa: E402
from django.core.exceptions import ImproperlyConfigured  # noqa: E402
from django.db.models import Model  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402
from django_otp.plugins.otp_totp.models import TOTPDevice  # noqa: E402
from wagtail.models import Page, get_page_models  # noqa: E402

from bench.admin.addresses import own_views, own_viewsets  # noqa: E402
from bundles.choices import BundleState  # noqa: E402
from bundles.models import Bundle, BundlePage, BundlePost, SignOffLink  # noqa: E402
from bundles.publishing import items  # noqa: E402
from bundles.publishing import services as together  # noqa: E402
from bundles.sign_off import links  # noqa: E402
from home.models import StandardPage  # noqa: E402
from newsletter.approval import approve  # noqa: E402
from newsletter.choices import Audience  # noqa: E402
from newsletter.models import IssueIndexPage, MailingList, Send  # noqa: E402
from newsletter.sending import services  # noqa: E402
from programme.choices import ActionState  # noqa: E402
from programme.models import CommitmentPage, GroupPage, MeetingAction, MeetingPage, NewsPage, Organisation  # noqa: E402
from tests import factories  # noqa: E402

FOLDER = Path(settings.DATA_DIR)
MESSAGE = Path(settings.NEWSLETTER_FOLDER) / "example.eml"
PARTS = ("programme", "newspage")  # a type of page, in addresses


def main() -> None:
    admin, writer = (get_user_model().objects.create_superuser(name, f"{name}@example.org") for name in ("ann", "bob"))
    TOTPDevice.objects.create(user=writer, confirmed=True)
    send = add_what_is_worked_on(admin, writer)
    client = Client(headers={"host": "localhost"})
    client.force_login(admin)
    found = {name: path for name, path in (of_wagtail() | ours(send, writer)).items() if is_page(client, name, path)}
    (FOLDER / "admin.json").write_text(json.dumps({"session": client.cookies["sessionid"].value, "paths": found}))


def add_what_is_worked_on(admin, writer) -> Send:
    """Add feedback, contacts, a post, a draft that waits for approval, and an issue with a send. Return that."""
    factories.FeedbackFactory(message="When will it begin?", email="ada@example.org")
    factories.ContactFactory()
    factories.EngagementFactory()
    factories.SocialPostFactory()
    mailing_list = MailingList.objects.filter(offered=True).first()
    mailing_list.group = GroupPage.objects.first()
    mailing_list.save()
    MESSAGE.parent.mkdir(parents=True, exist_ok=True)
    MESSAGE.write_text("Subject: A message\n\nAs it would have left.\n")

    draft = factories.NewsFactory(parent=Page.objects.get(slug="news", depth=3), title="Waits", live=False)
    for _ in range(2):
        draft.save_revision(user=writer, log_action=True)
    draft.get_workflow().start(draft, writer)

    approved = factories.BundleFactory(name="Approved")
    for bundle in (approved, factories.BundleFactory()):
        ready = factories.NewsFactory(parent=draft.get_parent(), title=f"Together: {bundle}", live=False)
        ready.save_revision(user=writer)
        items.put_in(bundle, ready, writer)
    items.put_in(bundle, factories.SocialPostFactory(), writer)
    links.make(bundle, name="Ada", email="", days=7, user=writer)
    together.ask(approved, writer)
    together.approve(approved, admin, seen=Bundle.objects.get(pk=approved.pk).fingerprint())

    issue = factories.IssueFactory(parent=IssueIndexPage.objects.get(), number=7000, live=False)
    news = NewsPage.objects.filter(live=True).first()
    issue.sections = [("section", {"heading": "News", "items": [{"page": news, "text": ""}]})]
    issue.mailing_lists = [mailing_list]
    return services.schedule(approve(issue.save_revision(user=writer), admin), [mailing_list], user=admin)


def of_wagtail() -> dict[str, str]:
    """Return pages of Wagtail's that hold much of ours: the dashboard and a form of every type of page."""
    found = {"dashboard": reverse("wagtailadmin_home"), "account": reverse("wagtailadmin_account")}
    for model in get_page_models():
        page = model.objects.order_by("pk").last() if model is not Page else None
        if page is not None:
            found[f"form, {model._meta.model_name}"] = reverse("wagtailadmin_pages:edit", args=[page.pk])
    waiting = NewsPage.objects.get(title="Waits")
    stream = CommitmentPage.objects.order_by("pk").first().work_stream
    return found | {
        "form, waiting": reverse("wagtailadmin_pages:edit", args=[waiting.pk]),
        "history": reverse("wagtailadmin_pages:history", args=[waiting.pk]),
        "pages below a stream": reverse("wagtailadmin_explore", args=[stream.pk]),
        "page types below a stream": reverse("wagtailadmin_pages:add_subpage", args=[stream.pk]),
    }


def ours(send: Send, user) -> dict[str, str]:
    """Return the paths of all our own views. Raises ImproperlyConfigured for one that there is no example for."""
    models = {space: getattr(viewset, "model", None) for space, viewset in own_viewsets().items()}
    found = {}
    for name, held in dict(own_views()).items():
        values = {}
        for part in held:
            value = example_of(part, name, models.get(name.partition(":")[0]), send, user)
            if value is None and name.endswith(":edit"):
                break  # a list that has nothing yet; its form is that for adding
            if value is None:
                raise ImproperlyConfigured(f"There is no example of {part} for the view {name}: add one here.")
            values[part] = value
        else:
            found[name] = reverse(name, kwargs=values)
    approved = Bundle.objects.get(state=BundleState.APPROVED)
    return found | {"bundle, approved": reverse("bundles:bundle", args=[approved.pk])}


def example_of(part: str, name: str, model: type[Model] | None, send: Send, user):
    """Return a value for a part of a view's address; None if none is known."""
    if part == "name" and name == "newsletter-outbox:message":
        return MESSAGE.name
    if name == "stakeholders:organisation":
        model = Organisation
    of_bundles = {
        ("item", "bundles:act_on_page"): BundlePage,
        ("item", "bundles:act_on_post"): BundlePost,
        ("item", "bundles:act_on_link"): SignOffLink,
        ("page", "bundles:add_page"): StandardPage,
    }
    model = of_bundles.get((part, name), model)
    if part == "deed":
        return "ask"
    if ":" in name:
        thing = model.objects.order_by("pk").first() if model else None
        return thing and thing.pk
    known = {
        ("pk", "newsletter_send"): send.pk,
        ("pk", "newsletter_progress"): send.pk,
        ("pk", "newsletter_settle"): send.pk,
        ("pk", "newsletter_decide"): send.pk,
        ("pk", "two_factor_reset"): user.pk,
        ("name", "guide_named"): "roles",
        ("name", "guide_picture"): "dashboard",
        ("page_id", "programme_record"): CommitmentPage.objects.first().pk,
        ("meeting_id", "programme_agree"): MeetingPage.objects.first().pk,
    }
    usual = {
        "pk": send.issue_id,
        "page_id": NewsPage.objects.first().pk,
        "group_id": GroupPage.objects.first().pk,
        "action_id": getattr(MeetingAction.objects.filter(state=ActionState.OPEN).first(), "pk", None),
        "action": "cancel",
        "audience": Audience.EXTERNAL,
        "app_label": PARTS[0],
        "model_name": PARTS[1],
        "content_type_app_name": PARTS[0],
        "content_type_model_name": PARTS[1],
        "parent_id": NewsPage.objects.first().get_parent().pk,
        "parent_page_id": NewsPage.objects.first().get_parent().pk,
    }
    return known.get((part, name), usual.get(part))


def is_page(client: Client, name: str, path: str) -> bool:
    """Say whether the path answers with a whole page of the admin: not with a part of one, a file, or a way elsewhere.

    Raises ImproperlyConfigured if it doesn't answer.
    """
    answer = client.get(path)
    if answer.status_code >= 400 and answer.status_code != 405:
        raise ImproperlyConfigured(f"{name} answered {path} with status {answer.status_code}.")
    is_html = answer.status_code == 200 and answer["Content-Type"].startswith("text/html")
    return is_html and b'class="wrapper"' in answer.content if not answer.streaming else False


if __name__ == "__main__":
    main()
