"""People and their accounts in the admin: invited by mail, with each role explained in a sentence."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from wagtail.admin import messages
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import CreateView, UserViewSet

from cms.base.requests import EditorRequest

from .invitations import close_to_passwords, in_a_sentence, invite

NOT_SENT = "The mail couldn't be sent. Ask the people who run the hub about its mail server, then send it again."


class WithRoles:
    """A form of an account without passwords, which names each role and says what its people do."""

    password_enabled = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        groups = self.fields["groups"]
        groups.label_from_instance = self._role
        groups.label = "Roles"
        groups.help_text = "Tick everything that this person does."
        self.order_fields(("username", "email", "first_name", "last_name", "groups", "is_superuser"))

    @staticmethod
    def _role(group: Group) -> str:
        said = in_a_sentence(group)
        return f"{group.name}: {said}" if said else group.name


class InvitationForm(WithRoles, UserCreationForm):
    """A new account."""

    def clean(self):
        said = super().clean()
        if not (said.get("groups") or said.get("is_superuser")):
            self.add_error("groups", "Tick what this person does: without a role they can't sign in to the admin.")
        return said

    def save(self, commit=True):
        close_to_passwords(self.instance)
        return super().save(commit)


class PersonForm(WithRoles, UserEditForm):
    """An existing account."""


class InvitationView(CreateView):
    """Makes an account and sends its owner the link."""

    page_title = "Invite a person"

    def get_success_message(self, instance):
        return f"{instance.get_full_name()} has an account."

    def save_instance(self):
        account = super().save_instance()
        say_whether_sent(self.request, account)
        return account


class HubUserViewSet(UserViewSet):
    """Wagtail's accounts without passwords that somebody else makes up."""

    add_view_class = InvitationView
    create_template_name = "wagtailadmin/generic/form.html"  # all on one page: the person and what the person does

    def get_form_class(self, for_update=False):
        return PersonForm if for_update else InvitationForm


def say_whether_sent(request: EditorRequest, account) -> None:
    """Send the invitation, and say whether that went well."""
    if invite(account, request.user):
        messages.success(request, f"An invitation went to {account.email}.")
    else:
        messages.error(request, NOT_SENT)


def invite_again(request: EditorRequest, pk: int) -> HttpResponse:
    """Ask whether to send the invitation again, or send it."""
    if not request.user.has_perm("auth.change_user"):
        raise PermissionDenied
    account = get_object_or_404(get_user_model(), pk=pk, is_active=True)
    if account.is_superuser and not request.user.is_superuser:
        raise PermissionDenied
    if request.method != "POST":
        return render(request, "cms/admin/invite.html", {"account": account})
    say_whether_sent(request, account)
    return redirect("wagtailusers_users:index")
