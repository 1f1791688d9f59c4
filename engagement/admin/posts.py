"""Social posts in the admin: written, checked, copied to the platform or posted by the hub, and recorded."""

from __future__ import annotations

import django_filters
from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from wagtail.admin import messages
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PageChooserPanel
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views import generic
from wagtail.models import Page

from cms.base.local_texts import worded_label
from cms.editing.records import RecordEditView, RecordIndexView, RecordViewSet, is_key
from cms.editing.shown_rows import pages_shown, rows_shown
from cms.models import SocialChannel
from cms.pages.conflicts import GuardedForm
from cms.sites.rows import active_rows
from engagement.admin.post_preview import PostingView
from engagement.admin.post_variants import FurtherAccountsView
from engagement.choices import STANDS_IN_THE_WAY, PostCheck, PostingState, PostState
from engagement.models import SocialPost
from engagement.social import handovers, releases
from engagement.social.keys import has_keys
from engagement.social.platforms import STRICTEST, PlatformRules, rules_of
from engagement.social.suggestions import belongs_to, suggested
from engagement.social.variants import variants_of
from programme.models import KeyMessagePage, WorkStreamPage

# What somebody has to let the hub post anew if it changes, and what nobody changes once it is posted.
CONTENT = {"channel", "text", "link", "image", "alt_text"}
POSTED_MEANWHILE = (
    "It was posted since you opened it, so nothing was saved. What you typed is still here: copy it if you want to keep it, "
    "then open the post again."
)
KEPT = (
    "What was posted is kept, with its address. If somebody recorded it by mistake, set its state back first; what the hub "
    "itself posted stays in any case."
)


class PostForm(GuardedForm):
    """A post. The user who first saves it as posted counts as the one who posted it.

    If somebody who may not let the hub post changes what is posted, the hub doesn't post it. Once it is posted, its content
    is shown and stays as it is. A form that was opened before is refused, with all that was typed.
    """

    checked = forms.MultipleChoiceField(
        label="Checklist",
        choices=PostCheck.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Tick what you have checked. Everything that applies must be ticked before a post is ready.",
    )

    by_hub = forms.BooleanField(
        label="Posted by the hub",
        required=False,
        help_text="At the planned moment, once the post is ready. Untick it to post by hand.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "channel" in self.fields:
            mine = Q(active_rows("settings__site"), active=True) | Q(pk=self.instance.channel_id)
            self.fields["channel"].queryset = SocialChannel.objects.filter(mine)
            self.fields["channel"].required = self.instance.state != PostState.POSTED
        if not has_keys() or not (self.for_user and releases.may_release(self.for_user)):
            self.fields.pop("by_hub", None)
        # As the form found it: the hub was let post it, and still would.
        self.stood = releases.stands(self.instance)
        self.initial["by_hub"] = self.stood
        self.is_released = self.is_withdrawn = False
        self.was_posted = self.instance.state == PostState.POSTED
        # A browser sends no content from a form that shows it only.
        self.is_too_late = self.was_posted and any(self.add_prefix(name) in self.data for name in CONTENT)
        if self.was_posted and not self.is_too_late:
            self._lock()

    def _lock(self):
        for name in CONTENT & set(self.fields):
            field = self.fields[name]
            field.disabled = True
            if name == "image":  # a chooser can't be disabled
                field.queryset = field.queryset.filter(pk=self.instance.image_id)
                field.widget = forms.Select()
                field.widget.choices = field.choices

    def clean(self):
        data = super().clean()
        if self.is_too_late:
            raise ValidationError(POSTED_MEANWHILE)
        taken_back = self.was_posted and data.get("state") != PostState.POSTED and not self.errors
        if taken_back and self.instance.postings.filter(state=PostingState.POSTED).exists():
            self.add_error("state", "The hub posted it, so it stays posted.")
        if data.get("state") != PostState.POSTED and not self.errors:
            if data.get("by_hub"):
                self._check_release(data)
            elif "by_hub" not in self.fields and self.stood and not CONTENT & set(self.changed_data):
                self._check_day(data)
        return data

    def _check_day(self, data):
        planned = SocialPost(planned_for=data.get("planned_for"), planned_time=data.get("planned_time")).planned_moment
        if releases.would_miss(planned, before=self.instance.post_at):
            self.add_error("planned_for", "The hub posts it: give a day and time to come.")

    def _check_release(self, data):
        if not data.get("planned_for"):
            self.add_error("planned_for", "Say on which day the hub posts it.")
            return
        moment = SocialPost(planned_for=data["planned_for"], planned_time=data.get("planned_time")).planned_moment
        if moment and moment < timezone.now() and {"by_hub", "planned_for", "planned_time"} & set(self.changed_data):
            self.add_error(
                "planned_for", "This moment is past. Choose a later one, or post it at once from its preview."
            )
        post = SocialPost(pk=self.instance.pk, channel=data.get("channel"), site=self.instance.site)
        if objection := releases.objection_to(post):
            self.add_error("by_hub", objection)

    def save(self, commit=True):
        self._release_or_withdraw()
        if self.instance.state != PostState.POSTED:
            self.instance.posted_by = None
        elif self.instance.posted_by is None:
            self.instance.posted_by = self.for_user
        return super().save(commit)

    def _release_or_withdraw(self):
        post, changed = self.instance, set(self.changed_data)
        wanted = self.cleaned_data.get("by_hub") if "by_hub" in self.fields else not CONTENT & changed
        if post.state == PostState.POSTED or not wanted:
            releases.withdraw(post, self.for_user)
            self.is_withdrawn = self.stood and post.state != PostState.POSTED and "by_hub" not in self.fields
        elif self.cleaned_data.get("by_hub") and (not self.stood or CONTENT & changed):
            releases.release(post, self.for_user)
            self.is_released = True
        elif post.released_at:
            post.post_at = post.planned_moment

    def _save_m2m(self):
        super()._save_m2m()
        if self.is_released:
            releases.log_release(self.instance, self.for_user)
        self._settle_what_was_uncertain()
        # A post about a message carries it.
        if message := KeyMessagePage.objects.filter(pk=self.instance.page_id).first():
            self.instance.key_messages.add(message)

    def _settle_what_was_uncertain(self):
        """A person who records a post says that it is there."""
        post = self.instance
        if post.state == PostState.POSTED:
            for record in post.postings.filter(state=PostingState.UNCERTAIN):
                handovers.settle(record, PostingState.POSTED, address=post.address, user=self.for_user)


class PostFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(choices=PostState.choices, label="State")
    channel = django_filters.ModelChoiceFilter(
        queryset=lambda request: SocialChannel.objects.filter(rows_shown(request, "settings__site")), label="Channel"
    )
    work_streams = django_filters.ModelChoiceFilter(
        queryset=lambda request: WorkStreamPage.objects.filter(pages_shown(request)).order_by("path"),
        label=worded_label("Work stream"),
    )
    key_messages = django_filters.ModelChoiceFilter(
        queryset=lambda request: KeyMessagePage.objects.filter(pages_shown(request)).order_by("path"),
        label=worded_label("Key message"),
    )
    planned_for = django_filters.DateFromToRangeFilter(label="Planned for", widget=DateRangePickerWidget)

    class Meta:
        model = SocialPost
        fields = ["state", "channel", "work_streams", "key_messages", "planned_for"]


class PostIndexView(RecordIndexView):
    list_export = [
        *("channel", "text", "link", "length", "alt_text", "state", "planned_for", "posted_on", "address"),
        *("page", "author", "posted_by"),
    ]
    export_headings = {"length": "Counts as", "page": "About", "alt_text": "Alternative text"}

    def get_delete_url(self, instance):
        return None if instance.state == PostState.POSTED else super().get_delete_url(instance)


class PostCreateView(generic.CreateView):
    template_name = "engagement/admin/post.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        asked = request.GET.get("page", "")
        self.about = Page.objects.filter(pk=asked).first() if is_key(asked) else None

    def dispatch(self, request, *args, **kwargs):
        # A draft's summary is only for users who may see the draft.
        if self.about and not self.about.live and not self.about.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_initial_form_instance(self):
        post = suggested(self.about) if self.about else SocialPost()
        post.author = self.request.user
        return post

    def get_initial(self):
        return super().get_initial() | (belongs_to(self.about) if self.about else {})

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | {"rules": rules_by_channel(context["form"])}


class PostEditView(RecordEditView):
    template_name = "engagement/admin/post.html"

    @property
    def can_delete(self):
        return super().can_delete and not is_kept(self.object)

    def save_instance(self):
        saved = super().save_instance()
        if self.form.is_withdrawn:
            messages.warning(self.request, releases.WITHDRAWN)
        return saved

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        others = variants_of(self.object).exclude(pk=self.object.pk)
        return context | {"rules": rules_by_channel(context["form"]), "post": self.object, "variants": others}


class PostDeleteView(generic.DeleteView):
    def dispatch(self, request, *args, **kwargs):
        if is_kept(self.object):
            messages.error(request, KEPT)
            return redirect("social-posts:edit", self.object.pk)
        return super().dispatch(request, *args, **kwargs)


def is_kept(post: SocialPost) -> bool:
    """Say whether a post can't be deleted: it is posted, or the hub posted it or may have."""
    return post.state == PostState.POSTED or post.postings.filter(state__in=STANDS_IN_THE_WAY).exists()


def rules_by_channel(form) -> dict[str, dict]:
    """Return for each account that the form offers, and for none, what the script counts by. One query."""
    found = {str(channel.pk): rules_of(channel) for channel in form.fields["channel"].queryset}
    return {key: for_script(rules) for key, rules in {"": STRICTEST, **found}.items()}


def for_script(rules: PlatformRules) -> dict:
    """Return what the script needs to count a post."""
    return {"name": rules.name, "limit": rules.limit, "counting": rules.counting, "advice": rules.advice}


class PostViewSet(RecordViewSet):
    model = SocialPost
    name = "social-posts"
    icon = "comment"
    menu_label = "Social posts"
    index_view_class = PostIndexView
    add_view_class = PostCreateView
    edit_view_class = PostEditView
    delete_view_class = PostDeleteView
    inspect_view_enabled = False
    base_form_class = PostForm
    filterset_class = PostFilterSet
    search_fields = ["text", "page__title"]
    related = ("channel", "page", "author", "posted_by")
    ordering = "-created_at"
    form_fields = None
    list_display = [
        "__str__",
        Column("channel", label="Channel"),
        Column("page", label="About"),
        "state",
        DateColumn("planned_for", label="Planned for", sort_key="planned_for"),
        DateColumn("posted_on", label="Posted", sort_key="posted_on"),
        DateColumn("created_at", label="Written", sort_key="created_at"),
    ]
    panels = [
        MultiFieldPanel(
            [
                FieldPanel("channel", widget=forms.Select),
                "text",
                "link",
                FieldRowPanel(["image", "alt_text"]),
            ],
            "The post",
        ),
        MultiFieldPanel(
            [
                PageChooserPanel("page"),
                FieldPanel("key_messages", widget=forms.CheckboxSelectMultiple),
                FieldPanel("work_streams", widget=forms.CheckboxSelectMultiple),
            ],
            "Related content",
        ),
        MultiFieldPanel(
            [
                "checked",
                FieldRowPanel(["planned_for", "planned_time"]),
                FieldPanel("by_hub"),
                "state",
            ],
            "Before it goes out",
        ),
        MultiFieldPanel([FieldRowPanel(["posted_on", "address"])], "Once it is posted"),
    ]

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("further/<int:pk>/", self.construct_view(FurtherAccountsView), name="further"),
            path("posting/<int:pk>/", self.construct_view(PostingView), name="posting"),
        ]
