"""The page on which a post is looked at as it will be, and posted by the hub; and where an uncertain one is settled."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from wagtail.admin import messages

from cms.base.requests import EditorRequest
from cms.delivery.social_platforms import host_of
from cms.editing.views.admin_page import AdminPage
from engagement.choices import PostingState, PostState
from engagement.models import PostingRecord, SocialPost
from engagement.models.posts import same_platform
from engagement.social import releases
from engagement.social.handovers import LATE
from engagement.social.keys import key_of
from engagement.social.outgoing_posts import description_of, linked_page

CHANGE = "engagement.change_socialpost"


def preview_of(post: SocialPost) -> dict:
    """Return what a preview shows of a post. One query, if it is about a page."""
    page = linked_page(post)
    return {
        "post": post,
        "host": host_of(post.link),
        "title": page.title if page else "",
        "description": description_of(page) if page else "",
    }


class PostAddressForm(forms.Form):
    """Where an uncertain post turned out to be."""

    address = forms.URLField(label="Address of the post", max_length=500, assume_scheme="https")

    def __init__(self, *args, post: SocialPost, **kwargs):
        super().__init__(*args, **kwargs)
        self.post = post

    def clean_address(self) -> str:
        address = self.cleaned_data["address"]
        channel = self.post.channel
        if channel and not same_platform(address, channel.address):
            raise forms.ValidationError(f"This isn't on {host_of(channel.address)}, where {channel.handle} is.")
        return address


class PostPageMixin(AdminPage):
    """A page of the admin about a post, for users who write posts."""

    header_icon = "comment"
    right = CHANGE
    page_above = ("social-posts:index", "Social posts")

    def find(self):
        posts = SocialPost.objects.select_related("channel__settings", "image", "page")
        self.post_shown = get_object_or_404(posts, pk=self.kwargs["pk"])

    def crumbs_above(self):
        post = self.post_shown
        return [{"url": reverse("social-posts:edit", args=[post.pk]), "label": str(post)}]


class PostingView(PostPageMixin):
    """A post as it will be, whether the hub can post it, and how that went."""

    template_name = "engagement/admin/posting.html"
    page_title = "Preview and posting"

    def get(self, request, *args, **kwargs) -> HttpResponse:
        return self._shown()

    def post(self, request: EditorRequest, *args, **kwargs) -> HttpResponse:
        post, deed = self.post_shown, request.POST.get("deed", "")
        if not releases.may_release(request.user):
            messages.error(request, "A moderator or programme lead can let the hub post it.")
            return redirect("social-posts:posting", post.pk)
        record = post.postings.first()
        form = PostAddressForm(request.POST, post=post)
        if deed == "there" and not form.is_valid():
            return self._shown(form)
        try:
            words = self._done(deed, record, form)
        except releases.ReleaseError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, words)
        return redirect("social-posts:posting", post.pk)

    def _done(self, deed: str, record: PostingRecord | None, form: PostAddressForm) -> str:
        """Carry out a deed and return what is said about it. Raises ReleaseError."""
        user = self.request.user
        if deed == "now":
            releases.post_now(self.post_shown, user)
            return "The post is on its way: load this page again in a few seconds."
        if record is None:
            raise releases.ReleaseError("The hub hasn't tried to post it.")
        if deed == "there":
            releases.settle(record, user, form.cleaned_data["address"])
            return "It is recorded as posted."
        if deed == "again":
            releases.try_again(record, user)
            return "It is tried again: load this page again in a few seconds."
        if deed == "not-there":
            releases.settle(record, user, "")
            return "It counts as not posted: it can be posted again."
        raise releases.ReleaseError("Choose one of the buttons.")

    def _shown(self, form: PostAddressForm | None = None) -> HttpResponse:
        post, now = self.post_shown, timezone.now()
        record = post.postings.first()
        uncertain = record is not None and record.state == PostingState.UNCERTAIN
        may, stands = releases.may_release(self.request.user), releases.stands(post)
        context = self.get_context_data(
            post=post,
            shown=preview_of(post),
            record=record,
            records=post.postings.all(),
            uncertain=uncertain,
            posted=post.state == PostState.POSTED,
            has_key=key_of(post.channel) is not None,
            objection=releases.objection_now(post),
            stands=stands,
            waits=stands and post.post_at is not None and now - LATE < post.post_at <= now,
            may=may,
            form=(form or PostAddressForm(post=post)) if uncertain and may else None,
            may_try_again=uncertain and record is not None and releases.may_try_again(record, now),
        )
        return self.render_to_response(context, status=200)
