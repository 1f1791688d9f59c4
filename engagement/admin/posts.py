"""Social posts in the admin: written, checked, copied by hand to the platform, and recorded."""

from __future__ import annotations

import django_filters
from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PageChooserPanel
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views import generic
from wagtail.models import Page

from cms.base.local_texts import worded_label
from cms.editing.records import RecordIndexView, RecordViewSet, cell_of, exported, is_key
from cms.editing.shown_rows import pages_shown, rows_shown
from cms.models import SocialChannel
from cms.pages.conflicts import GuardedForm
from cms.sites.rows import active_rows
from engagement.choices import PostCheck, PostState
from engagement.models import SocialPost
from engagement.social.suggestions import belongs_to, suggested
from programme.models import KeyMessagePage, WorkStreamPage
from programme.social import LIMIT


class PostForm(GuardedForm):
    """A post. The user who first saves it as posted counts as the one who posted it."""

    checked = forms.MultipleChoiceField(
        label="Checklist",
        choices=PostCheck.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Tick what you have checked. Everything that applies must be ticked before a post is ready.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "channel" in self.fields:
            mine = Q(active_rows("settings__site"), active=True) | Q(pk=self.instance.channel_id)
            self.fields["channel"].queryset = SocialChannel.objects.filter(mine)
            self.fields["channel"].required = True

    def save(self, commit=True):
        if self.instance.state != PostState.POSTED:
            self.instance.posted_by = None
        elif self.instance.posted_by is None:
            self.instance.posted_by = self.for_user
        return super().save(commit)

    def _save_m2m(self):
        super()._save_m2m()
        # A post about a message carries it.
        if message := KeyMessagePage.objects.filter(pk=self.instance.page_id).first():
            self.instance.key_messages.add(message)


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
    custom_field_preprocess = exported(
        state=lambda value: PostState(value).label,
        channel=cell_of,
        page=cell_of,
        author=cell_of,
        posted_by=cell_of,
    )


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
        return super().get_context_data(**kwargs) | {"limit": LIMIT}


class PostEditView(generic.EditView):
    template_name = "engagement/admin/post.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"limit": LIMIT}


class PostViewSet(RecordViewSet):
    model = SocialPost
    name = "social-posts"
    icon = "comment"
    menu_label = "Social posts"
    index_view_class = PostIndexView
    add_view_class = PostCreateView
    edit_view_class = PostEditView
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
        Column("state", label="State", accessor="get_state_display", sort_key="state"),
        DateColumn("planned_for", label="Planned for", sort_key="planned_for"),
        DateColumn("posted_on", label="Posted", sort_key="posted_on"),
        DateColumn("created_at", label="Written", sort_key="created_at"),
    ]
    panels = [
        MultiFieldPanel(
            [
                FieldPanel("channel", widget=forms.Select),
                FieldPanel("text"),
                FieldPanel("link"),
                FieldRowPanel([FieldPanel("image"), FieldPanel("alt_text")]),
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
        MultiFieldPanel([FieldPanel("checked"), FieldPanel("planned_for"), FieldPanel("state")], "Before it goes out"),
        MultiFieldPanel([FieldRowPanel([FieldPanel("posted_on"), FieldPanel("address")])], "Once it is posted"),
    ]
