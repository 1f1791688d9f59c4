"""Pages of the second factor, and the report that is the audit log."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME, get_user_model
from django.contrib.auth.views import LoginView
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.account import (
    AccountView,
    AvatarSettingsPanel,
    NotificationsSettingsPanel,
    PasswordResetConfirmView,
)
from wagtail.admin.views.reports.audit_logging import LogEntriesView

from cms.base.log_messages import audited

from . import devices, two_factor
from .forms import ReaderLoginForm
from .invitations import link_tokens

WRONG = "That code isn’t right, or has already been used. Codes change every half minute; wait for the next one."


class CodeForm(forms.Form):
    """A code of the second factor."""

    code = forms.CharField(
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autofocus": True, "spellcheck": "false"}),
    )


@method_decorator([never_cache, sensitive_post_parameters("code")], name="dispatch")
class CodeView(View):
    """Asks for the code after the password."""

    template_name = "cms/admin/two_factor_code.html"
    form_class = CodeForm

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return redirect("wagtailadmin_login")
        return super().dispatch(request, *args, **kwargs)

    def get(self, request):
        return self.show(CodeForm())

    def post(self, request):
        form = CodeForm(request.POST)
        if form.is_valid():
            if two_factor.enter(request, form.cleaned_data["code"]):
                return HttpResponseRedirect(self.next_url())
            form.add_error("code", WRONG)
        return self.show(form)

    def show(self, form, **context):
        context |= {"form": form, "next": self.request.GET.get(REDIRECT_FIELD_NAME, "")}
        return render(self.request, self.template_name, context)

    def next_url(self) -> str:
        """Return the next address: the one the person wanted, if it is on this site."""
        wanted = self.request.GET.get(REDIRECT_FIELD_NAME, "")
        here = {self.request.get_host()}
        if url_has_allowed_host_and_scheme(wanted, here, require_https=self.request.is_secure()):
            return wanted
        return reverse("wagtailadmin_home")


class SetUpView(CodeView):
    """Shows the QR code, checks the first code, and shows the recovery codes once."""

    template_name = "cms/admin/two_factor_set_up.html"

    def dispatch(self, request, *args, **kwargs):
        user = request.user
        if user.is_authenticated and not user.has_perm("wagtailadmin.access_admin"):
            raise PermissionDenied
        if user.is_authenticated and two_factor.has_device(user) and not two_factor.is_verified(request):
            return redirect("two_factor_code")
        return super().dispatch(request, *args, **kwargs)

    def post(self, request):
        form = CodeForm(request.POST)
        if form.is_valid():
            code = "".join(form.cleaned_data["code"].split())
            codes = two_factor.turn_on(request, two_factor.new_device(request.user), code)
            if codes is not None:
                return render(request, "cms/admin/two_factor_codes.html", {"codes": codes, "next": self.next_url()})
            form.add_error("code", WRONG)
        return self.show(form)

    def show(self, form, **context):
        device = two_factor.new_device(self.request.user)
        return super().show(
            form,
            picture=two_factor.picture_of(device),
            secret=two_factor.secret_of(device),
            again=two_factor.has_device(self.request.user),
        )


class ReaderLoginView(LoginView):
    """Signs in to read a restricted page or document, as Wagtail's own view does, with our limits."""

    template_name = "wagtailcore/login.html"
    authentication_form = ReaderLoginForm

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_success_url(self):
        wanted = super().get_success_url()
        if settings.TWO_FACTOR != "off" and two_factor.has_device(self.request.user):
            return f"{reverse('two_factor_code')}?{urlencode({REDIRECT_FIELD_NAME: wanted})}"
        return wanted


class NewPasswordView(PasswordResetConfirmView):
    """Sets a new password by the link in a mail. That shows whose account it is, so the browser becomes a known device."""

    token_generator = link_tokens

    def form_valid(self, form):
        devices.remember(self.request, self.user)
        return super().form_valid(form)


@never_cache
def session(request: HttpRequest) -> JsonResponse:
    """Answer a script of the admin with the CSRF token of the session, as `csrfToken`.

    Without a session, or before its second factor, Wagtail and `AccountsMiddleware` refuse such requests with status 403.
    """
    return JsonResponse({"csrfToken": get_token(request)})


def signed_in_again(request: HttpRequest) -> HttpResponse:
    """Say that the form in the other tab, from which the person went to sign in, can be saved now."""
    return render(request, "cms/admin/signed_in_again.html")


@method_decorator(require_admin_access, name="dispatch")
class HubAccountView(AccountView):
    """Wagtail's page of one's own account without the profile picture, which the hub shows nowhere and would have to read,
    and without Wagtail's choice of mails: the hub's own notifications have theirs.
    """

    left_out = (AvatarSettingsPanel, NotificationsSettingsPanel)

    def get_panels(self):
        return [panel for panel in super().get_panels() if not isinstance(panel, self.left_out)]


@method_decorator([never_cache, require_admin_access], name="dispatch")
class ResetView(View):
    """Lets an administrator reset the second factor of somebody who has lost it."""

    def dispatch(self, request, *args, pk, **kwargs):
        if not request.user.has_perm("auth.change_user"):
            raise PermissionDenied
        self.account = get_object_or_404(get_user_model(), pk=pk)
        if self.account.is_superuser and not request.user.is_superuser:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request):
        if not two_factor.has_device(self.account):
            raise Http404
        return render(request, "cms/admin/two_factor_reset.html", {"account": self.account})

    def post(self, request):
        if two_factor.turn_off(self.account, request.user):
            messages.success(
                request, f"{self.account.get_username()} signs in without a code until they set it up again."
            )
        return redirect("wagtailusers_users:index")


class AuditLogView(LogEntriesView):
    """Sign-ins, permissions, passwords, approvals, publications and sends: who, what, when. For users who manage accounts."""

    page_title = "Audit log"
    header_icon = "key"
    index_url_name = "audit_log"
    index_results_url_name = "audit_log_results"

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm("auth.change_user"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def filter_queryset(self, queryset):
        return super().filter_queryset(queryset.filter(action__in=audited))
