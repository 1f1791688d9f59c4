"""Everything that the public can read is in an export, or is left out for a reason that is given here.

The rule: a folder has the content of a programme, and no records. Content is what somebody writes for readers, and the
settings and lists that it needs. Records are about people, about what the hub or its readers did, and about the hub itself.
"""

import pytest
from django.apps import apps
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.models import Page, Site, get_page_models

from cms.base.active_site import site_active
from cms.models import BasePage, Snippet
from engagement.choices import PostState
from engagement.models import SocialPost
from programme.content_export import export
from programme.content_loader.files import MEDIA_MODELS
from programme.content_loader.rows import models_of_rows
from programme.content_loader.values import own_rows
from programme.models import NewsPage
from search.models import PromotedResult
from tests.sites.canaries import programme

# Whole apps whose models hold no content of ours.
APPS = {
    "admin": "histories",
    "auth": "accounts",
    "contenttypes": "the program's own",
    "django_tasks_database": "the program's own",
    "otp_static": "accounts",
    "otp_totp": "accounts",
    "sessions": "accounts",
    "taggit": "not used",
    "wagtail_headless_preview": "drafts",
    "wagtailadmin": "histories",
    "wagtaildocs": "not used: the hub has its own documents",
    "wagtailembeds": "copies of what others hold",
    "wagtailimages": "not used: the hub has its own pictures",
    "wagtailsearch": "made of the content",
    "wagtailusers": "accounts",
    "webhooks": "where the hub is, and what it sent",
    "bundles": "drafts, and how they were published",
}
LEFT_OUT = {
    "accounts and rights": (
        "cms.RecoveryCodes cms.ProgrammeRole cms.AccessToken wagtailcore.APIToken wagtailcore.GroupApprovalTask "
        "wagtailcore.GroupCollectionPermission wagtailcore.GroupPagePermission wagtailcore.GroupSitePermission "
        "wagtailcore.Task wagtailcore.Workflow wagtailcore.WorkflowContentType wagtailcore.WorkflowPage "
        "wagtailcore.WorkflowTask newsletter.SecondPersonTask"
    ),
    "where a programme is, which every hub decides for itself": "cms.ProgrammeSite cms.FormerAddress wagtailcore.Collection "
    "wagtailcore.CollectionViewRestriction wagtailcore.PageViewRestriction wagtailcore.Locale cms.PreviewFrontend",
    "histories: when something was published begins anew where it is loaded": (
        "cms.Change wagtailcore.ModelLogEntry wagtailcore.PageLogEntry wagtailcore.Revision wagtailcore.TaskState "
        "wagtailcore.WorkflowState cms.WrittenVersion cms.WrittenOnce "
        "cms.DraftedPage cms.HistoryTable cms.PageCount cms.Withholding cms.LimitCount"
    ),
    "made of the content": (
        "cms.ContentVersion cms.HubRendition cms.Translation cms.LinkedAddress cms.Link cms.ScannedPage cms.Writing "
        "wagtailcore.ReferenceIndex search.Entry search.EntryText search.Posting search.PublicBlock "
        "search.Word search.DocumentText search.DeskEntry search.DeskText search.DeskPosting search.DeskBlock "
        "search.DeskWord search.DeskChange"
    ),
    "the running of the hub": (
        "cms.BackupRun cms.Restoration cms.Heartbeat cms.JobRun cms.FrontendDocument cms.DocumentUse "
        "newsletter.DatabaseRun wagtailcore.UploadedFile"
    ),
    "the work of editors": (
        "cms.PreviewLink cms.DiaryAddress cms.PutOffReminder cms.Notification cms.NotificationPreference cms.Notice "
        "wagtailcore.Comment wagtailcore.CommentReply wagtailcore.PageSubscription "
        "programme.Intake programme.IntakePage programme.IntakeFile programme.IntakeDocument programme.IntakeProposal "
        "cms.ProgramProposal measures.ItemFigure measures.PeriodReport "
        "measures.MeetingPack measures.MeetingPackLink measures.SurveyQuestion measures.SurveyAnswer "
        "engagement.PlanItem engagement.QuietPeriod"
    ),
    "records about people": (
        "engagement.Feedback engagement.FeedbackAnswer engagement.Stakeholder engagement.Promise engagement.Contact "
        "engagement.CommitmentOwner engagement.OwnerReport engagement.OwnerReportLink "
        "engagement.EventRegistration engagement.Registrant engagement.RegistrationNotice engagement.RegistrationLetter "
        "newsletter.Subscriber newsletter.Subscription newsletter.ConsentWording newsletter.ConsentEvent "
        "newsletter.Suppression newsletter.LastMessage newsletter.Letter search.AskedFor search.AskedOnSite "
        "newsletter.Following newsletter.FollowingConsent newsletter.FollowerNotice newsletter.FollowingNews"
    ),
    "what was sent, which an archive's record has": (
        "engagement.PostingRecord "
        "newsletter.ArchivedIssue newsletter.Snapshot newsletter.Edition newsletter.Send newsletter.SendList "
        "newsletter.SendRecipient newsletter.SendExclusion newsletter.Attempt newsletter.DeliveryEvent newsletter.IssuePdf"
    ),
    "a field of its page": "cms.LastUpdate",
    "how often this hub was read": "measures.DailyCount",
}
REASONS = {label: reason for reason, labels in LEFT_OUT.items() for label in labels.split()}


def terms() -> list[type[Snippet]]:
    return [model for model in apps.get_models() if issubclass(model, Snippet)]


def exported_models() -> set[type]:
    """Return the models that have rows in an export."""
    pages = {model for model in get_page_models() if issubclass(model, BasePage)}
    settings = {model for model in apps.get_models() if issubclass(model, BaseSiteSetting)}
    rows = {model for model, kind in models_of_rows() if kind.exports}
    found = pages | settings | {*terms()} | rows | {*MEDIA_MODELS.values(), Site, Page}
    return found | {row for model in found for row in own_rows(model).values()}


def test_no_model_is_forgotten():
    exported = {model._meta.label for model in exported_models()}
    every = {model._meta.label for model in apps.get_models()}
    others = {label for label in every - exported if label.partition(".")[0] not in APPS}
    assert others - set(REASONS) == set(), "Let an export have it, or say in LEFT_OUT why not."
    assert set(REASONS) - others == set(), "An export has it, or it is gone."


@pytest.fixture
def filled(tree):
    """The programme of the hub with a page of every type and a row of every kind, and what only some hubs have."""
    found = programme("canary", tree.site)
    page = NewsPage.objects.descendant_of(tree.home).first()
    Redirect.add_redirect("/canary-moved", page, site=tree.site)
    PromotedResult.objects.create(queries="canary question", page=page)
    with site_active(tree.site):
        SocialPost.objects.update(state=PostState.POSTED, posted_on=timezone.localdate())
    for model in terms():
        model._default_manager.create(name=f"canary {model.__name__}", slug="canary-term")
    return found


def test_a_page_of_every_type_is_in_it(filled, tmp_path):
    export(filled.site, tmp_path / "folder")
    texts = [path.read_text() for path in (tmp_path / "folder" / "pages").rglob("*.md")]
    types = {model._meta.label for model in get_page_models() if issubclass(model, BasePage)}
    assert {
        label for label in types if not any(f'type = "{label}"' in text and "canary" in text for text in texts)
    } == set()


def test_terms_of_every_kind_are_in_it(filled, tmp_path):
    export(filled.site, tmp_path / "folder")
    texts = [path.read_text() for path in (tmp_path / "folder" / "snippets").glob("*.toml")]
    missing = {model._meta.label for model in terms() if not any(f"canary {model.__name__}" in text for text in texts)}
    assert missing == set()


def test_rows_of_every_kind_are_in_it(filled, tmp_path):
    export(filled.site, tmp_path / "folder")
    found = {path.stem: path.read_text() for path in (tmp_path / "folder" / "records").glob("*.toml")}
    for name, kind in models_of_rows():
        is_in = any(f'type = "{name._meta.label}"' in text and "canary" in text for text in found.values())
        assert is_in is kind.exports, name
    assert "canary@" not in "".join(found.values())
