"""Past days in the admin: from when on they are known, and what is withheld from them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.views.generic import FormView, TemplateView
from django.views.generic.base import TemplateResponseMixin, View
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page, Site

from cms.base.date_fields import PastMomentField
from cms.base.dates import moment_in_words
from cms.base.requests import EditorRequest
from cms.base.typed_dates import in_words
from cms.editing.hidden_past import HIDDEN, may_withhold
from cms.editing.own_things import seen
from cms.editing.views.writing_help import may_see_report
from cms.history import completeness, retention, things, withheld
from cms.history.erasure import Left
from cms.history.models import Withholding, WithholdingReason
from cms.history.moments import beginning
from cms.history.things import PastThing
from cms.notifications.lists import mark_over

TITLE = "Past days"
ICON = "history"
LONGEST_QUERY = 200


def may_see(user: Any) -> bool:
    """Say whether the user sees from when on past days are known."""
    return may_see_report(user) or may_withhold(user)


class PastDaysMixin(WagtailAdminTemplateMixin, TemplateResponseMixin, View):
    """A page about past days."""

    request: EditorRequest
    header_icon = ICON

    def may_see(self) -> bool:
        return may_withhold(self.request.user)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.may_see():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        title = self.get_page_title()
        above = [] if title == TITLE else [{"url": reverse("past_days_report"), "label": TITLE}]
        return [*self.breadcrumbs_items, *above, {"url": "", "label": title}]


class PastDaysView(PastDaysMixin, TemplateView):
    """From which day on each kind of thing is known; how many states of it, for those who work in all programmes; and what is
    withheld, for those who may withhold."""

    template_name = "cms/admin/past_days/report.html"
    page_title = TITLE

    def may_see(self) -> bool:
        return may_see(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kinds = completeness.known_kinds()
        return super().get_context_data(**kwargs) | {
            "kinds": kinds,
            "states": None if seen(self.request.user, Site) else sum(kind.states for kind in kinds),
            "size": completeness.size(),
            "rule": retention.rule_in_words(),
            "missing": completeness.without_triggers(),
            "may_withhold": may_withhold(self.request.user),
            "withholdings": Withholding.objects.select_related("by", "lifted_by").order_by("-at"),
        }


class FindView(PastDaysMixin, TemplateView):
    """Finds what was kept by words in its title or address."""

    template_name = "cms/admin/past_days/find.html"
    page_title = "Withhold from past days"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        query = self.request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_QUERY]
        found = things.named(query) if query else []
        return super().get_context_data(**kwargs) | {"query": query, "found": found}


class WithholdForm(forms.Form):
    """What is withheld of a thing, how, and why."""

    ALL, BEFORE, BETWEEN = "all", "before", "between"

    scope = forms.ChoiceField(label="What", widget=forms.RadioSelect)
    since = PastMomentField(
        label="From", required=False, help_text="Only for “between two moments”: the first one withheld."
    )
    until = PastMomentField(
        label="Until", required=False, help_text="Only for “between two moments”: the first one shown again."
    )
    how = forms.ChoiceField(
        widget=forms.RadioSelect,
        initial="hide",
        choices=[
            ("hide", "Withhold it. This can be undone"),
            ("erase", "Erase it from all that is kept of past days. This can’t be undone"),
        ],
    )
    reason = forms.ChoiceField(choices=WithholdingReason.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label="Why, in words",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For colleagues; never public. If you erase something, don’t repeat it here.",
    )

    def __init__(self, *args: Any, thing: PastThing, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.thing, self.user = thing, user
        scopes = [(self.ALL, "All of it, on every past day")]
        if thing.model is Page:
            scopes = [
                (self.ALL, "The page with all pages that were below it, on every past day"),
                (self.BEFORE, "The page itself, in its versions before the present one"),
                (self.BETWEEN, "The page itself, between two moments"),
            ]
        else:
            del self.fields["since"], self.fields["until"]
        self.fields["scope"].choices = scopes  # type: ignore[attr-defined]  # it is a ChoiceField
        self.fields["scope"].initial = self.ALL

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("scope") == self.BETWEEN:
            for name in ("since", "until"):
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, "Say which moment.")
        if not self.errors:
            try:
                withheld.check(self.withholding())
            except withheld.NotWithheldError as error:
                self.add_error(None, str(error))
        return given

    def withholding(self) -> Withholding:
        """Return what the form describes, not yet carried out."""
        given, now = self.cleaned_data, timezone.now()
        since, until = None, now
        if given["scope"] == self.BETWEEN:
            since, until = given["since"], given["until"]
        elif given["scope"] == self.BEFORE:
            since, until = beginning(), withheld.present_since(self.thing.key) or now
        return Withholding(
            model=self.thing.label,
            key=str(self.thing.key),
            title=self.thing.title[:255],
            since=since,
            until=until,
            reason=given["reason"],
            words=given["words"],
            is_erasure=given["how"] == "erase",
            at=now,
            by=self.user,
        )


class WithholdView(PastDaysMixin, FormView):
    """Withholds a thing, after saying what will be gone from which days."""

    template_name = "cms/admin/past_days/withhold.html"
    form_class = WithholdForm

    def get_page_title(self) -> str:
        return f"Withhold “{self.thing.title}”"

    @property
    def thing(self) -> PastThing:
        found = things.thing(self.kwargs["label"], str(self.kwargs["key"]))
        if found is None:
            raise Http404("Nothing is kept of it.")
        return found

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"thing": self.thing, "user": self.request.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"thing": self.thing}

    def form_valid(self, form: WithholdForm) -> HttpResponse:
        found = form.withholding()
        if "confirmed" not in self.request.POST:
            return self.render_to_response(self.get_context_data(form=form, sentences=sentences(found, self.thing)))
        try:
            withheld.withhold(found)
        except withheld.NotWithheldError as error:  # published since the form was checked
            form.add_error(None, str(error))
            return self.form_invalid(form)
        done = "erased" if found.is_erasure else "withheld"
        messages.success(self.request, f"It is {done}. Answers that were kept of past days are gone too.")
        return redirect("past_days_erased", found.pk) if found.report else redirect("past_days_report")


class ErasedView(PastDaysMixin, TemplateView):
    """What is left of something that was erased, and why: for those who answer the person who asked for it."""

    template_name = "cms/admin/past_days/erased.html"
    page_title = "What is left"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = get_object_or_404(Withholding, pk=self.kwargs["pk"], is_erasure=True)
        return super().get_context_data(**kwargs) | {
            "withholding": found,
            "report": [(left, left.rows(self.request.user)) for left in (Left(**one) for one in found.report)],
            "is_there": withheld.is_there(found),
        }


def sentences(found: Withholding, thing: PastThing) -> list[str]:
    """Return what a withholding will do, in sentences for the person who confirms it."""
    pages = withheld.reach_of(found).pages
    what = f"“{thing.title}”"
    if pages > 1:
        below = "1 page that was" if pages == 2 else f"{pages - 1} pages that were"
        what += f" and {below} below it or a copy"
    if found.since is None:
        ended = thing.until or found.until
        when = f"from every past day. It was kept from {_day(thing.since)} to {_day(min(ended, found.until))}"
    else:
        in_one_minute = moment_in_words(found.since) == moment_in_words(found.until)
        since, until = (moment_in_words(one, to_the_second=in_one_minute) for one in (found.since, found.until))
        when = f"from all moments between {since} and {until}"
    below_stays = []
    if thing.model is Page and found.since is not None:
        is_front = Site.objects.filter(root_page=found.key).exists()
        below_stays = [
            "It is a front page: nothing of its programme can be read as of those moments."
            if is_front
            else "Pages below it stay as they were."
        ]
    return [
        f"{what} will be gone {when}.",
        *below_stays,
        "Its links, its changes with their notes, and redirects to it are gone from those days too.",
        "What others wrote about it stays: pages that mention it, and issues of the newsletter that went out.",
        "This can’t be undone." if found.is_erasure else "This can be undone here.",
    ]


def _day(moment: Any) -> str:
    return in_words(timezone.localdate(moment))


def lift(request: EditorRequest, pk: int) -> HttpResponse:
    """Ask whether a withholding is to be lifted, or confirmed while it is provisional, and do it. Raises PermissionDenied."""
    if not may_withhold(request.user):
        raise PermissionDenied
    found = get_object_or_404(Withholding, pk=pk)
    if request.method != "POST":
        return render(request, "cms/admin/past_days/lift.html", {"withholding": found})
    settle, done = withheld.lift, "It can be read on past days again."
    if "confirm" in request.POST:
        settle, done = withheld.confirm, "It stays withheld from past days."
    try:
        settle(found, request.user)
    except withheld.NotWithheldError as error:
        messages.error(request, str(error))
    else:
        mark_over(HIDDEN, found.pk)
        messages.success(request, done)
    return redirect("past_days_report")


@hooks.register("register_permissions")
def offer_the_permission() -> Any:
    """Let administrators give the permission to a group."""
    return Permission.objects.filter(content_type__app_label="cms", codename=withheld.PERMISSION.partition(".")[2])


urlpatterns = [
    path("reports/past-days/", PastDaysView.as_view(), name="past_days_report"),
    path("reports/past-days/withhold/", FindView.as_view(), name="past_days_find"),
    path("reports/past-days/withhold/<str:label>/<int:key>/", WithholdView.as_view(), name="past_days_withhold"),
    path("reports/past-days/lift/<int:pk>/", lift, name="past_days_lift"),
    path("reports/past-days/erased/<int:pk>/", ErasedView.as_view(), name="past_days_erased"),
]
