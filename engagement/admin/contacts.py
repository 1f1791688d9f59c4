"""Contacts: people whom the team may write to or call, their consent and its withdrawal, and shared mailboxes."""

from __future__ import annotations

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.log_actions import log
from wagtail.permissions import register_permission_policy

from cms.editing.records import RecordIndexView, RecordViewSet, WithheldPermissions, is_key
from cms.pages.conflicts import GuardedForm
from engagement.choices import ConsentWay
from engagement.models import Contact


def register_policy() -> None:
    """Register that nobody can delete a contact's row, which engagements count. It is erased instead."""
    register_permission_policy(Contact, WithheldPermissions(Contact, "delete"), exact_class=True)


class ContactIndexView(RecordIndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().filter(erased_on=None)


def _consent(contact: Contact) -> str:
    if contact.withdrawn_on:
        return f"Withdrawn on {contact.withdrawn_on.day} {contact.withdrawn_on:%B %Y}"
    if not contact.consent_on:
        return "Shared mailbox" if contact.is_shared else "None recorded"
    way = ConsentWay(contact.consent_way).label.lower() if contact.consent_way else ""
    return f"{contact.consent_on.day} {contact.consent_on:%B %Y} {way}".strip()


class ContactCreateView(generic.CreateView):
    success_message = "The contact was added."

    def get_initial(self):
        """Start with values from the page that the editor comes from."""
        asked = self.request.GET
        found = {name: asked[name][:150] for name in ("name", "post") if asked.get(name)}
        if is_key(asked.get("organisation", "")):
            found["organisation"] = int(asked["organisation"])
        return super().get_initial() | found


class ContactEditView(generic.EditView):
    template_name = "engagement/admin/contact.html"
    success_message = "The contact was saved."

    def get_queryset(self):
        """Without erased contacts: saving a form that was still open would restore their data."""
        return super().get_queryset().filter(erased_on=None)

    def get_page_subtitle(self):
        return self.object.name

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "may_erase": self.request.user.has_perm("engagement.delete_contact"),
            "engagements": self.object.engagements.all(),
        }


class ContactForm(GuardedForm):
    """A contact. Noting new consent cancels a withdrawal."""

    def save(self, commit=True):
        if {"consent_on", "consent_wording"} & set(self.changed_data) and self.instance.consent_on:
            self.instance.withdrawn_on = None
        return super().save(commit)


def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that a contact no longer agrees."""
    return _act(
        request,
        pk,
        "engagement.change_contact",
        "Withdraw consent",
        "Address and telephone number are deleted at once. Name and role stay, so that nobody asks them again by mistake.",
        Contact.withdraw,
    )


def erase(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a contact."""
    return _act(
        request,
        pk,
        "engagement.delete_contact",
        "Erase this contact",
        "Everything that identifies them is deleted. Their engagements stay, with an erased contact. This can't be undone.",
        Contact.erase,
    )


def _act(request: HttpRequest, pk: int, permission: str, title: str, explanation: str, act) -> HttpResponse:
    if not request.user.has_perm(permission):
        raise PermissionDenied
    contact = get_object_or_404(Contact, pk=pk, erased_on=None)
    if request.method != "POST":
        context = {"title": title, "explanation": explanation, "contact": contact}
        return render(request, "engagement/admin/act_on_contact.html", context)
    act(contact)
    log(instance=contact, action="wagtail.edit", user=request.user)
    messages.success(request, f"{title}: done.")
    return redirect(reverse("contacts:index"))


class ContactViewSet(RecordViewSet):
    model = Contact
    name = "contacts"
    icon = "user"
    menu_label = "Contacts"
    index_view_class = ContactIndexView
    add_view_class = ContactCreateView
    edit_view_class = ContactEditView
    inspect_view_enabled = False
    base_form_class = ContactForm
    search_fields = ["name", "post", "email", "organisation__name"]
    related = ("organisation",)
    list_filter = ["organisation"]
    ordering = "name"
    form_fields = None
    list_display = [
        "name",
        "post",
        Column("organisation", label="Organisation", sort_key="organisation__name"),
        "email",
        Column("consent", label="Consent", accessor=_consent),
    ]
    panels = [
        MultiFieldPanel(
            [
                FieldRowPanel(["name", "post"]),
                FieldPanel("organisation", widget=forms.Select),
                FieldRowPanel(["email", "telephone"]),
                "is_shared",
            ],
            "Who they are",
        ),
        MultiFieldPanel(
            [
                FieldRowPanel(["consent_on", "consent_way"]),
                "consent_wording",
            ],
            "Consent",
        ),
    ]

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("withdraw/<int:pk>/", withdraw, name="withdraw"),
            path("erase/<int:pk>/", erase, name="erase"),
        ]
