"""Preview frontends in the admin's settings, for programme leads: a frontend that is named here gets drafts."""

from __future__ import annotations

from django import forms
from django.contrib.contenttypes.models import ContentType
from wagtail import hooks
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.models import get_page_models

from cms.accounts.roles import PROGRAMME_LEADS, of_the_hub, rights
from cms.base.own_words import worded
from cms.editing.records import RecordViewSet
from cms.pages.conflicts import GuardedForm
from cms.pages.models import PreviewFrontend


class KindsField(forms.ModelMultipleChoiceField):
    """The types of pages that are made here, by the names that they have in webhooks and menus."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj):
        kind = getattr(obj.model_class(), "page_kind", None)
        return kind.plural if kind else worded(obj.name.capitalize())


class PreviewFrontendForm(GuardedForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        types = ContentType.objects.get_for_models(*(model for model in get_page_models() if model.is_creatable))
        self.fields["kinds"].queryset = ContentType.objects.filter(pk__in=[one.pk for one in types.values()]).order_by(
            "model"
        )

    class Meta:
        field_classes = {"kinds": KindsField}
        widgets = {"kinds": forms.CheckboxSelectMultiple}


class PreviewFrontendViewSet(RecordViewSet):
    model = PreviewFrontend
    name = "preview-frontends"
    icon = "view"
    menu_label = "Preview frontends"
    menu_order = 500
    add_to_settings_menu = True
    inspect_view_enabled = False
    ordering = "name"
    form_fields = None
    base_form_class = PreviewFrontendForm
    list_display = [
        "name",
        Column("address", label="Address", sort_key="address", classname="hub-wide"),
        Column("site", label="Programme", accessor=lambda frontend: frontend.site or "All programmes"),
    ]
    related = ["site"]
    panels = [
        "name",
        "address",
        "site",
        FieldPanel("kinds", help_text="With none ticked, all."),
    ]


@hooks.register("register_admin_viewset")
def register_preview_frontends():
    return PreviewFrontendViewSet()


def register_preview_frontend_rights() -> None:
    """Let programme leads say which frontends get drafts."""
    of_the_hub.add(PreviewFrontend)
    rights.add((PROGRAMME_LEADS, PreviewFrontend), ("add", "change", "delete"))
