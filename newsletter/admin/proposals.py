"""A new issue, filled with what happened since the last one."""

from __future__ import annotations

from collections.abc import Callable
from textwrap import shorten

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.models import Site

from cms.base.dates import today
from cms.pages.addresses import free_slug, site_of_page
from cms.pages.viewer import visibility_of
from cms.sites.rows import rows_of
from newsletter.admin.desk import IssueView
from newsletter.generator.findings import GeneratorError
from newsletter.generator.proposals import ProposedSection, fill, propose, since_last_sent
from newsletter.models import IssueIndexPage, IssuePage, MailingList, NewsletterSettings
from newsletter.models.issues import LONGEST_SUBJECT, subject_from
from newsletter.rights import archive_page


def proposed(site: Site | None) -> list[ProposedSection]:
    """Return the current proposal of a site. Raises GeneratorError."""
    now = timezone.now()
    return propose(since_last_sent(now, site), now, site=site)


@transaction.atomic
def new_issue(
    index: IssueIndexPage, user, begin: Callable[[IssuePage], None] = lambda page: None
) -> tuple[IssuePage, int]:
    """Make a draft of the next issue with everything that the hub proposes. Return it and how many items it has.

    `begin` changes it before it is saved.

    Raises GeneratorError when the proposal can't be made; no page is left then.
    """
    site = site_of_page(index)
    number = IssuePage.next_number(site)
    name = NewsletterSettings.of(site).name
    title = f"{name}, issue {number}" if name else f"Issue {number}"
    page = IssuePage(
        title=title, slug=free_slug(index, str(number)), number=number, date=today(), live=False, owner=user
    )
    added = fill(page, proposed(site))
    page.subject = subject_from(page.sections) or shorten(title, LONGEST_SUBJECT, placeholder="…")
    index.add_child(instance=page)
    page.mailing_lists = MailingList.objects.filter(rows_of(site))
    begin(page)
    page.save()
    page.save_revision(user=user, log_action=True)
    return page, added


@require_POST
def new_issue_view(request):
    """Make the draft and open it in the editor."""
    index = archive_page(visibility_of(request).site)
    if index is None or not index.permissions_for_user(request.user).can_add_subpage():
        raise PermissionDenied
    try:
        page, added = new_issue(index, request.user)
    except GeneratorError as error:
        messages.error(request, f"No issue was made. {error}")
        return redirect("newsletter-issues:index")
    messages.success(request, _told(page, added))
    return redirect("wagtailadmin_pages:edit", page.pk)


def _told(page: IssuePage, added: int) -> str:
    if not added:
        return f"{page.title} is empty: nothing was published or changed since the last issue. Add what you like."
    return (
        f"{page.title} has {added} proposed item{'' if added == 1 else 's'}. Move, change or delete them as you like."
    )


class ProposeView(IssueView):
    """Add the news since then that isn't in the issue yet, as a new draft."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        lock = self.page.get_lock()
        if lock is not None and lock.for_user(request.user):
            messages.error(request, "Nothing was added: the page is locked.")
            return redirect("wagtailadmin_pages:edit", self.page.pk)
        draft = self.page.get_latest_revision_as_object()
        try:
            added = fill(draft, proposed(site_of_page(self.page)))
        except GeneratorError as error:
            messages.error(request, f"Nothing was added. {error}")
            return redirect("wagtailadmin_pages:edit", self.page.pk)
        if added:
            draft.save_revision(user=request.user, log_action=True)
            messages.success(request, _told(draft, added).replace("proposed item", "newly proposed item"))
        else:
            messages.success(request, "The issue already has everything that the hub would propose.")
        return redirect("wagtailadmin_pages:edit", self.page.pk)
