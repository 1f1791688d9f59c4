"""Bundles in the admin's menu: the list, and the form for name and note."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef
from django.urls import path, reverse
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic

from bundles.admin.actions import act, act_on_link, act_on_page, act_on_post
from bundles.admin.additions import AddPageView
from bundles.admin.bundle import BundleView, HistoryView
from bundles.models import Bundle, BundlePage
from bundles.publishing.items import begin_again
from cms.editing.records import RecordIndexView, RecordViewSet
from cms.pages.conflicts import GuardedForm


class BundleForm(GuardedForm):
    """Name, note, and whether an issue is sent as well; changing the last ends the approval."""

    def save(self, commit=True):
        if self.instance.pk is None:
            self.instance.created_by = self.instance.changed_by = self.for_user
        elif "sends_issue" in self.changed_data:
            self.instance.changed_by = self.for_user
            begin_again(self.instance)
        return super().save(commit)

    def clean(self):
        data = super().clean()
        if self.instance.pk and not self.instance.is_open:
            self.add_error(None, "The bundle is published, so it isn't changed any more.")
        return data


def _what(bundle: Bundle) -> str:
    parts = [(bundle.number_of_pages, "page"), (bundle.number_of_posts, "post")]
    return (
        ", ".join(f"{number} {word}{'' if number == 1 else 's'}" for number, word in parts if number) or "Nothing yet"
    )


def _state(bundle: Bundle) -> str:
    return f"{bundle.get_state_display()}{' · changed since' if bundle.is_open and bundle.has_newer_drafts else ''}"


class BundleIndexView(RecordIndexView):
    def get_base_queryset(self):
        newer = BundlePage.objects.filter(bundle=OuterRef("pk")).exclude(page__latest_revision=F("revision"))
        return (
            super()
            .get_base_queryset()
            .annotate(
                number_of_pages=Count("pages", distinct=True),
                number_of_posts=Count("posts", distinct=True),
                has_newer_drafts=Exists(newer),
            )
        )


class BundleCreateView(generic.CreateView):
    success_message = "The bundle “%(object)s” is there. Now put in what belongs to it."

    def get_success_url(self):
        return reverse("bundles:bundle", args=[self.object.pk])

    def get_success_buttons(self):
        return []


class BundleEditView(generic.EditView):
    success_message = "Saved."

    @transaction.atomic
    def post(self, request, *args, **kwargs):
        """Save the bundle under a lock: the whole record is written, including its state."""
        self.object = self.get_object(Bundle.objects.select_for_update())
        return super().post(request, *args, **kwargs)

    def get_success_url(self):
        return reverse("bundles:bundle", args=[self.object.pk])

    def get_success_buttons(self):
        return []


class BundleViewSet(RecordViewSet):
    model = Bundle
    name = "bundles"
    icon = "folder-open-1"
    menu_label = "Bundles"
    menu_order = 55
    add_to_admin_menu = True
    index_view_class = BundleIndexView
    add_view_class = BundleCreateView
    edit_view_class = BundleEditView
    inspect_view_enabled = False
    base_form_class = BundleForm
    form_fields = None
    search_fields = ["name", "note"]
    related = ("created_by",)
    list_filter = ["state"]
    ordering = "-created_at"
    list_display = [
        TitleColumn("name", label="Name", url_name="bundles:bundle", sort_key="name"),
        Column("what", label="Holds", accessor=_what),
        Column("state", label="State", accessor=_state, sort_key="state"),
        DateColumn("publish_at", label="Scheduled for", sort_key="publish_at"),
        DateColumn("published_at", label="Published", sort_key="published_at"),
        Column("created_by", label="Begun by"),
    ]
    panels = ["name", "note", "sends_issue"]

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/", BundleView.as_view(), name="bundle"),
            path("<int:pk>/log/", HistoryView.as_view(), name="log"),
            path("<int:pk>/do/<slug:deed>/", act, name="act"),
            path("<int:pk>/pages/<int:item>/<slug:deed>/", act_on_page, name="act_on_page"),
            path("<int:pk>/posts/<int:item>/<slug:deed>/", act_on_post, name="act_on_post"),
            path("<int:pk>/links/<int:item>/<slug:deed>/", act_on_link, name="act_on_link"),
            path("page/<int:page>/", AddPageView.as_view(), name="add_page"),
        ]
