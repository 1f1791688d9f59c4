"""Something to show for each page of ours in the admin, and an example of each address.

A view without an example makes `ours` fail, so none can be forgotten.
"""

import datetime
from collections.abc import Iterable
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Site, TaskState

from bench.admin.addresses import OF_LISTS, own_views, own_viewsets
from bundles.choices import BundleState
from bundles.models import Bundle, BundlePage, BundlePost, SignOffLink
from bundles.publishing import items
from bundles.publishing import services as together
from bundles.sign_off import links
from cms.models import AccessToken, Notification, PreviewFrontend, ProgramProposal, Withholding
from cms.pages import preview_links
from engagement.models import CommitmentOwner, OwnerReport, PlanItem, Promise, SocialPost
from engagement.owners import links as owner_links
from home.models import StandardPage
from measures.models import ItemFigure, Measure, MeetingPack, MeetingPackLink
from measures.packs import links as pack_links
from newsletter.approval import approve
from newsletter.choices import EditionAudience
from newsletter.models import IssueIndexPage, MailingList, Send
from newsletter.sending import services
from programme.choices import ActionState
from programme.intake import imports
from programme.models import (
    CommitmentPage,
    EventIndexPage,
    EventPage,
    GroupPage,
    Intake,
    IntakeDocument,
    IntakeKind,
    IntakeProposal,
    IntakeState,
    MeetingAction,
    MeetingPage,
    NewsPage,
    Organisation,
    ProposalKind,
    Topic,
)
from tests import factories
from webhooks.messages import send_test
from webhooks.models import Webhook, WebhookMessage

MESSAGE = "example.eml"
CHOOSER = "wagtailsnippetchoosers_"  # then the app and the model
PARTS = ("programme", "newspage")  # a type of page, in addresses
# What a source counts, and files and deeds of reports.
OF_MEASURES = {
    ("name", "item-figures:item"): "post",
    ("name", "objectives:rows"): "news",
    ("kind", "period-reports:file"): "csv",
    ("deed", "period-reports:act"): "anew",
}


def add_what_is_worked_on(admin, writer) -> Send:
    """Add feedback, contacts, a post, a draft that waits for approval, and an issue with a send. Return that."""
    factories.FeedbackFactory(message="When will it begin?", email="ada@example.org")
    factories.ContactFactory()
    factories.ContactPointFactory(name="Desk for documents")
    factories.EngagementFactory()
    Promise.objects.create(organisation=factories.OrganisationFactory(), text="Show them the draft")
    factories.SocialPostFactory()
    factories.PlanItemFactory()
    factories.QuietPeriodFactory()
    factories.FigureFactory()
    factories.ItemFigureFactory()
    factories.ReportFactory()
    factories.SurveyFactory()
    # The site's pages were made by another process, which has its own Person0.
    factories.FollowingFactory(page=CommitmentPage.objects.first(), subscriber__address="follower@example.org")
    mailing_list = MailingList.objects.filter(offered=True).first()
    mailing_list.group = GroupPage.objects.first()
    mailing_list.save()
    folder = Path(settings.NEWSLETTER_FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MESSAGE).write_text("Subject: A message\n\nAs it would have left.\n")

    AccessToken.make(
        admin, name="Website", scopes=["read"], budget=1_000, expires_at=timezone.now() + datetime.timedelta(days=1)
    )

    webhook = Webhook.objects.create(name="Website", address="https://www.example.org/hub", events=["page.changed"])
    send_test(webhook, timezone.now())

    imports.begin("news", "title,summary\nTaken in,In short.", writer)
    Intake.objects.create(kind=IntakeKind.NEWS, state=IntakeState.DONE, file_name="done.csv")
    document = IntakeDocument.objects.create(
        intake=Intake.objects.create(kind=IntakeKind.DOCUMENTS), file_name="report.docx", title="Report"
    )
    IntakeProposal.objects.create(
        document=document, place=0, kind=ProposalKind.ACTION, number=1, passage="Action 1: Train."
    )

    ProgramProposal.objects.create(
        content_type=ContentType.objects.get_for_model(Topic),
        title="Seaweed",
        values={"name": "Seaweed", "slug": "weed"},
    )

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

    now = timezone.now()
    Withholding.objects.create(model="wagtailcore.page", key="1", title="Withdrawn", until=now, at=now, reason="law")

    frontend = PreviewFrontend.objects.create(name="Staging", address="https://staging.example.org/{path}?t={token}")
    week = timezone.now() + datetime.timedelta(days=7)
    first = NewsPage.objects.first()
    preview_links.make(first, name="Ada", email="", expires_at=week, mode=frontend.mode, user=writer)

    meeting = MeetingPage.objects.first()
    MeetingPack.objects.create(
        meeting=meeting, day=now.date(), content={"sections": []}, pdf=b"%PDF-1.7", made_by=writer
    )
    pack_links.make(meeting, name="Ada", email="", days=7, user=writer)

    registration = factories.EventRegistrationFactory(event=_event(), asks_needs=True)
    factories.RegistrantFactory(registration=registration, needs="A ramp")

    commitment = CommitmentPage.objects.first()
    contact = factories.ContactFactory(name="Ada Bell")
    CommitmentOwner.objects.create(commitment=commitment, contact=contact)
    report = OwnerReport.objects.create(
        commitment=commitment,
        contact=contact,
        reason="due",
        for_day=now.date(),
        answer_by=now.date(),
        mailed_at=now,
        state="answered",
        status="complete",
        date=now.date(),
        note="All is done.",
        answered_by="Ada Bell",
        answered_at=now,
    )
    owner_links.make(report)

    issue = factories.IssueFactory(parent=IssueIndexPage.objects.get(), number=7000, live=False)
    news = NewsPage.objects.filter(live=True).first()
    issue.sections = [("section", {"heading": "News", "items": [{"page": news, "text": ""}]})]
    issue.mailing_lists = [mailing_list]
    return services.schedule(approve(issue.save_revision(user=writer), admin), [mailing_list], user=admin)


def _event() -> EventPage:
    return EventPage.objects.first() or factories.EventFactory(parent=EventIndexPage.objects.first())


def ours(send: Send, user, of_lists: Iterable[str] = OF_LISTS) -> dict[str, str]:
    """Return the paths of all our own views. Raises ImproperlyConfigured for one that there is no example for."""
    models = {space: getattr(viewset, "model", None) for space, viewset in own_viewsets().items()}
    found = {}
    for name, held in dict(own_views(of_lists)).items():
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
    review = TaskState.objects.filter(revision__object_str="Waits").values_list("pk", flat=True).get()
    return found | {
        "item-figures:add": f"{reverse('item-figures:add')}?post={ItemFigure.objects.get().post_id}",
        "intake, done": reverse("intake", args=[Intake.objects.get(state=IntakeState.DONE).pk]),
        "bundle, approved": reverse("bundles:bundle", args=[approved.pk]),
        "put_off, a review": f"{reverse('put_off')}?group=reviews&line={review}",
    }


def example_of(part: str, name: str, model: type[Model] | None, send: Send, user):
    """Return a value for a part of a view's address; None if none is known."""
    if part == "name" and name == "newsletter-outbox:message":
        return MESSAGE
    if ":" in name and (part, name) in OF_MEASURES:
        return OF_MEASURES[part, name]
    if name == "stakeholders:organisation":
        model = Organisation
    if name.startswith(CHOOSER):
        model = apps.get_model(*name.removeprefix(CHOOSER).partition(":")[0].split("_", 1))
    of_bundles = {
        ("measure", "objectives:figures"): Measure,
        ("pk", "item-figures:item"): SocialPost,
        ("item", "bundles:act_on_page"): BundlePage,
        ("item", "bundles:act_on_post"): BundlePost,
        ("item", "bundles:act_on_link"): SignOffLink,
        ("page", "bundles:add_page"): StandardPage,
        ("message", "webhooks:message"): WebhookMessage,
        ("message", "webhooks:again"): WebhookMessage,
    }
    model = of_bundles.get((part, name), model)
    if name == "programmes_state" and part == "deed":
        return "archive"
    if part == "site_id":
        return send.issue.get_site().pk
    if part == "deed":
        return "off" if name == "webhooks:act" else "ask"
    if ":" in name:
        thing = model.objects.order_by("pk").first() if model else None
        return thing and thing.pk
    known = {
        ("pk", "newsletter_send"): send.pk,
        ("pk", "newsletter_progress"): send.pk,
        ("pk", "newsletter_settle"): send.pk,
        ("pk", "newsletter_decide"): send.pk,
        ("pk", "counts_of_page"): NewsPage.objects.first().pk,
        ("pk", "two_factor_reset"): user.pk,
        ("pk", "invite"): user.pk,
        ("pk", "notification"): Notification.objects.exclude(user=user).first().pk,
        ("pk", "notification_mark"): Notification.objects.exclude(user=user).first().pk,
        ("name", "guide_named"): "roles",
        ("label", "past_days_withhold"): "wagtailcore.page",
        ("key", "past_days_withhold"): NewsPage.objects.first().pk,
        ("pk", "past_days_lift"): getattr(Withholding.objects.first(), "pk", None),
        ("intake_id", "intake"): getattr(
            Intake.objects.filter(kind=IntakeKind.NEWS, state=IntakeState.OPEN).first(), "pk", None
        ),
        ("name", "vocabulary"): "statuses",
        ("name", "guide_picture"): "dashboard",
        ("page_id", "programme_record"): CommitmentPage.objects.first().pk,
        ("page_id", "owner_reports_of"): CommitmentPage.objects.first().pk,
    }
    usual = {
        "pk": send.issue_id,
        "page_id": NewsPage.objects.first().pk,
        "group_id": GroupPage.objects.first().pk,
        "action_id": getattr(MeetingAction.objects.filter(state=ActionState.OPEN).first(), "pk", None),
        "meeting_id": MeetingPage.objects.first().pk,
        "pack_id": getattr(MeetingPack.objects.first(), "pk", None),
        "item_id": getattr(PlanItem.objects.first(), "pk", None),
        "event_id": EventPage.objects.first().pk,
        "report_id": getattr(OwnerReport.objects.first(), "pk", None),
        "link_id": getattr(MeetingPackLink.objects.first(), "pk", None),
        "action": "cancel",
        "intake_id": getattr(Intake.objects.filter(kind=IntakeKind.DOCUMENTS).first(), "pk", None),
        "proposal_id": getattr(ProgramProposal.objects.first(), "pk", None),
        "upload_id": getattr(IntakeDocument.objects.first(), "pk", None),
        "step": "name",
        "audience": EditionAudience.EXTERNAL,
        "site_id": Site.objects.get(is_default_site=True).pk,
        "app_label": PARTS[0],
        "model_name": PARTS[1],
        "content_type_app_name": PARTS[0],
        "content_type_model_name": PARTS[1],
        "parent_id": NewsPage.objects.first().get_parent().pk,
        "parent_page_id": NewsPage.objects.first().get_parent().pk,
    }
    return known.get((part, name), usual.get(part))
