"""An event's registration in the admin: what it asks and what came of it, and the list of those who registered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from wagtail.admin import messages

from cms.base.spreadsheets import csv_file
from cms.editing.shown_rows import pages_shown
from cms.editing.views.admin_page import AdminPage
from cms.pages.kinds import when
from engagement.choices import RegistrantState, RegistrationLetterKind
from engagement.models import EventRegistration, Registrant, RegistrationLetter, RegistrationNotice
from engagement.registrations import registrants
from engagement.registrations.log_actions import ACTIONS
from programme.models import EventPage

from .forms import EventOutcomeForm, EventRegistrationForm, RegistrationNoticeForm

RIGHT_TO_SET, RIGHT_TO_NAMES = "engagement.change_eventregistration", "engagement.change_registrant"
TITLE, ICON = "Registration", "group"
COLUMNS = ("Name", "E-mail", "Organisation", "Needs", "State", "Registered", "Confirmed", "Came")


def may_set(event: EventPage, user: User | AnonymousUser) -> bool:
    """Say whether the user decides about registration for an event. An alias has its original's."""
    may = user.has_perm(RIGHT_TO_SET) and event.alias_of_id is None
    return may and event.permissions_for_user(user).can_edit()


class EventRegistrationMixin(AdminPage):
    """A page about the registration for one event of the programmes that the admin shows."""

    header_icon = ICON
    right = RIGHT_TO_SET

    def find(self) -> None:
        self.event = get_object_or_404(EventPage.objects.filter(pages_shown(self.request)), pk=self.kwargs["event_id"])
        if not may_set(self.event, self.request.user):
            raise PermissionDenied
        found = EventRegistration.objects.filter(event=self.event).first()
        self.registration = found or EventRegistration(event=self.event)
        self.registration.event = self.event

    def crumbs_above(self) -> list[dict[str, Any]]:
        return [{"url": reverse("wagtailadmin_pages:edit", args=[self.event.pk]), "label": self.event.title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {
            "event": self.event,
            "when": when(self.event),
            "registration": self.registration,
            "numbers": numbers_of(self.registration),
            "has_begun": self.event.start <= timezone.now(),
        }
        return super().get_context_data(**context | kwargs)


class EventRegistrationView(EventRegistrationMixin):
    """What is asked, how many registered, and afterwards how many came and what was learned."""

    template_name = "engagement/registrations/admin/event.html"

    def get_page_title(self) -> str:
        return TITLE

    def post(self, request: HttpRequest, event_id: int) -> HttpResponse:
        is_outcome = request.POST.get("act") == "outcome"
        made = EventOutcomeForm if is_outcome else EventRegistrationForm
        form = made(request.POST, instance=self.registration, for_user=self.request.user)
        if not form.is_valid():
            # What the other form shows is what is kept.
            self.registration = EventRegistration.objects.filter(pk=self.registration.pk).first() or EventRegistration()
            self.registration.event = self.event
            return self.shown(422, **{"outcome_form" if is_outcome else "form": form})
        with transaction.atomic():
            form.save()
            registrants.recount(self.registration)
            if changed := [str(form.fields[name].label) for name in form.changed_data if name != "as_opened"]:
                ACTIONS.write("set", self.event, self.request.user, what=", ".join(changed))
        messages.success(request, "What came of the event is saved." if is_outcome else "The registration is saved.")
        return redirect("event_registration", self.event.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        registration = self.registration
        context = {
            "is_public": self.event.live,
            "form": EventRegistrationForm(instance=registration, for_user=self.request.user),
            "outcome_form": EventOutcomeForm(instance=registration, for_user=self.request.user),
            "may_see_names": self.request.user.has_perm(RIGHT_TO_NAMES),
        }
        return super().get_context_data(**context | kwargs)


def numbers_of(registration: EventRegistration) -> dict[str, int]:
    """Return how many have registered, asked and cancelled, and how many came, as far as it is noted. One query."""
    if registration.pk is None:
        return {}
    found = registration.registrants.aggregate(
        confirmed=Count("pk", filter=Q(state=RegistrantState.CONFIRMED)),
        asked=Count("pk", filter=Q(state=RegistrantState.ASKED)),
        cancelled=Count("pk", filter=Q(state=RegistrantState.CANCELLED)),
        came=Count("pk", filter=Q(came=True)),
    )
    if registration.registered is not None:
        found["confirmed"] = registration.registered
    return found


class RegistrantsView(EventRegistrationMixin):
    """Those who registered: a list and a file, who came, cancelling and erasing, and a mail to all who have a place."""

    template_name = "engagement/registrations/admin/people.html"
    right = RIGHT_TO_NAMES

    def get_page_title(self) -> str:
        return "Who registered"

    @property
    def people(self) -> list[Registrant]:
        if self.registration.pk is None:
            return []
        order = {RegistrantState.CONFIRMED: 0, RegistrantState.ASKED: 1, RegistrantState.CANCELLED: 2}
        found = self.registration.registrants.order_by("name", "pk")
        return sorted(found, key=lambda one: order[RegistrantState(one.state)])

    def get(self, request: HttpRequest, event_id: int) -> HttpResponse:
        return self._file() if request.GET.get("export") == "csv" else self.shown()

    def post(self, request: HttpRequest, event_id: int) -> HttpResponse:
        acts: dict[str, Callable[[], HttpResponse]] = {
            "came": self._note_who_came,
            "cancel": self._cancel,
            "erase": self._erase,
        }
        return acts.get(request.POST.get("act", ""), self._write)()

    def _note_who_came(self) -> HttpResponse:
        came = {key for key in self.request.POST.getlist("came") if key.isdecimal() and len(key) < 19}
        confirmed = self.registration.confirmed() if self.registration.pk else Registrant.objects.none()
        with transaction.atomic():
            confirmed.filter(pk__in=came).update(came=True)
            confirmed.exclude(pk__in=came).update(came=False)
        messages.success(self.request, "It is saved who came.")
        return self._back()

    def _cancel(self) -> HttpResponse:
        one = self._chosen()
        if registrants.cancel(one):
            ACTIONS.write("cancel", self.event, self.request.user, what=str(one))
        messages.success(self.request, "The registration is cancelled. They get a mail that says so.")
        return self._back()

    def _erase(self) -> HttpResponse:
        one = self._chosen()
        registrants.erase(one)
        ACTIONS.write("erase", self.event, self.request.user, what=str(one))
        messages.success(self.request, "All about this person is deleted. They get no mail.")
        return self._back()

    def _chosen(self) -> Registrant:
        found = Registrant.objects.filter(registration=self.registration.pk)
        key = self.request.POST.get("person", "")
        return get_object_or_404(found, pk=int(key) if key.isdecimal() and len(key) < 19 else 0)

    def _write(self) -> HttpResponse:
        form = RegistrationNoticeForm(self.request.POST)
        if self.registration.pk is None or not self.registration.confirmed().exists():
            form.is_valid()
            form.add_error(None, "Nobody is registered, so there is nobody to write to.")
        if not form.is_valid():
            return self.shown(422, notice_form=form)
        try:
            number = self._written(form.cleaned_data)
        except IntegrityError:
            messages.success(self.request, "This mail was sent already.")
        else:
            messages.success(
                self.request, f"The mail is on its way to {number} {'person' if number == 1 else 'people'}."
            )
        return self._back()

    @transaction.atomic
    def _written(self, given: dict[str, Any]) -> int:
        """Write to all who have a place, and return their number. Raises IntegrityError if this form was sent before."""
        notice = RegistrationNotice.objects.create(
            registration=self.registration, created_by=self.request.user, **given
        )
        letters = [
            RegistrationLetter(registrant=one, kind=RegistrationLetterKind.NOTICE, notice=notice)
            for one in self.registration.confirmed()
        ]
        RegistrationLetter.objects.bulk_create(letters)
        ACTIONS.write("notice", self.event, self.request.user, what=str(len(letters)))
        return len(letters)

    def _file(self) -> HttpResponse:
        people = self.people
        response = csv_file(f"registered-{self.event.pk}.csv", [COLUMNS, *map(_row, people)])
        response["Cache-Control"] = "private, no-store"
        if self.registration.pk:
            ACTIONS.write("file", self.event, self.request.user, what=str(len(people)))
        return response

    def _back(self) -> HttpResponse:
        return redirect("event_registrants", self.event.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        people = self.people
        context = {
            "people": people,
            "somebody_is_registered": any(one.state == RegistrantState.CONFIRMED for one in people),
            "notice_form": RegistrationNoticeForm(),
            "notices": self._notices(),
        }
        return super().get_context_data(**context | kwargs)

    def _notices(self) -> list[RegistrationNotice]:
        """Return the mails of the team with how many were taken by the mail server. One query."""
        if self.registration.pk is None:
            return []
        accepted = Count("letters", filter=Q(letters__accepted_at__isnull=False))
        return list(self.registration.notices.annotate(number=Count("letters"), accepted=accepted))


def _row(one: Registrant) -> list[str]:
    days = [
        timezone.localtime(moment).strftime("%Y-%m-%d") if moment else "" for moment in (one.asked_at, one.confirmed_at)
    ]
    texts = [one.name, one.email, one.organisation, one.needs, str(RegistrantState(one.state).label)]
    return [*texts, *days, {True: "yes", False: "no", None: ""}[one.came]]
