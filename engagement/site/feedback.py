"""The pages on which people give feedback and see that it has arrived."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Page

from cms.graphql.addresses import page_at
from cms.graphql.context import Context
from cms.graphql.visibility import Visibility
from cms.limits import network_of
from cms.models import HubSettings
from cms.public_forms import public, see_other
from engagement.choices import FeedbackWay, Useful
from engagement.feedback import giving, numbers, wording
from engagement.feedback.forms import FeedbackForm
from engagement.models import YouSaidWeDidPage
from programme.site.lists import work_streams


@public
@sensitive_post_parameters("message", "name", "email")
@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request: HttpRequest) -> HttpResponse:
    """Show the whole form and take what it and the short one at the foot of every page send."""
    sent = request.method == "POST"
    page = _page(request, (request.POST if sent else request.GET).get("page", ""))
    # Whoever comes from a page has said by that what it is about.
    streams = [] if page else work_streams(Visibility.for_request(request))
    form = FeedbackForm(request.POST if sent else None, streams=streams, initial=_asked_for(request))
    words = wording.contact_wording(HubSettings.for_request(request))
    if not sent:
        return _show(request, "form", form=form, about=page, words=words)
    if not giving.network_may_send(request):
        response = _show(request, "form", status=429, form=form, about=page, words=words, too_many=True)
        response["Retry-After"] = "3600"
        return response
    if not form.is_valid():
        return _show(request, "form", form=form, about=page, words=words)
    said = form.cleaned_data
    if form.is_robot:
        number = numbers.new()
    else:
        context = Context.for_visibility(Visibility.for_request(request))
        number = giving.give(said, context, network=network_of(request), way=FeedbackWay.FORM, words=words)
    response = see_other("engagement:sent" if said["message"] else "engagement:counted", number)
    if said["page"]:
        response["Location"] += f"?{urlencode({'page': said['page']})}"
    return response


@public
@require_safe
def sent(request: HttpRequest, number: str) -> HttpResponse:
    """Say that a message has arrived, under which number, and what comes next. The same for every number, used or not."""
    return _show(request, "sent", number=number, about=_page(request, request.GET.get("page", "")))


@public
@require_safe
def counted(request: HttpRequest, number: str) -> HttpResponse:
    """Say that an answer is counted, and ask for the reason, which is then put to it."""
    page = _page(request, request.GET.get("page", ""))
    initial = {"adds_to": number, "page": request.GET.get("page", "")}
    return _show(request, "counted", form=FeedbackForm(initial=initial), about=page)


def _page(request: HttpRequest, path: str) -> Page | None:
    """Return the public page at the path, if there is one."""
    return page_at(path, Context.for_visibility(Visibility.for_request(request))) if path else None


def _asked_for(request: HttpRequest) -> dict[str, str]:
    """Return what the address fills in beforehand, so that a page can link to the form."""
    return {name: request.GET.get(name, "") for name in ("page", "useful")}


def _show(request: HttpRequest, name: str, status: int = 200, **context) -> HttpResponse:
    """Return one of the pages, with where to read what became of feedback."""
    done = Visibility.for_request(request).filter(YouSaidWeDidPage.objects.all()).first()
    # The forms at the foot of every page would be second ones here.
    context |= {"without_feedback": True, "without_subscribing": True}
    context |= {"you_said": done, "answers": Useful.choices}
    return render(request, f"engagement/feedback/{name}.html", context, status=status)
