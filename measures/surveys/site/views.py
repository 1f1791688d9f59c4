"""The page with the open question, which takes answers from the foot of pages too, and the page that says thank you."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from cms.batches.reader import BatchReader
from cms.delivery.public_forms import public, see_other, too_often, while_open
from cms.pages.addresses import page_at
from cms.pages.viewer import visibility_of
from measures.surveys import answers
from measures.surveys.open_survey import open_survey

LONGEST_PATH = 255
TOO_LARGE = "What was sent was far too long. Choose one of the answers."


@public
@sensitive_post_parameters("answer", "page")
@require_http_methods(["GET", "HEAD", "POST"])
@while_open()
def survey(request: HttpRequest) -> HttpResponse:
    """Show the open question, or count an answer to it."""
    try:
        data = request.POST if request.method == "POST" else None
    except SuspiciousOperation:  # Django stops reading at a limit
        return _closed(request, TOO_LARGE, status=413)
    visibility = visibility_of(request)
    found, page = open_survey(visibility), (request.GET if data is None else data).get("page", "")
    if found is None or visibility.site is None:
        return _closed(request, "" if data is None else answers.NOT_OPEN, page, status=404 if data is None else 409)
    form = answers.SurveyForm(data, survey=found)
    if data is None:
        return _form(request, form, page)
    if not answers.network_may_answer(request):
        return too_often(_form(request, form, page, problem=answers.TOO_MANY))
    if not form.is_of_the_open_question():
        return _closed(request, answers.NOT_OPEN, page, status=409)
    if not form.is_valid():
        return _form(request, form, page, status=422)
    if not form.is_robot:
        answers.count(visibility.site, form.cleaned_data["answer"])
    response = see_other("survey:counted")
    if page and len(page) <= LONGEST_PATH:
        response["Location"] += f"?{urlencode({'page': page})}"
    return response


@public
@require_safe
def counted(request: HttpRequest) -> HttpResponse:
    """Say that the answer was counted, the same for everybody."""
    return _show(request, "counted", request.GET.get("page", ""))


def _form(
    request: HttpRequest, form: answers.SurveyForm, page: str, status: int = 200, problem: str = ""
) -> HttpResponse:
    return _show(request, "form", page, status, form=form, survey=form.survey, problem=problem)


def _closed(request: HttpRequest, problem: str, page: str = "", status: int = 200) -> HttpResponse:
    return _show(request, "closed", page, status, problem=problem)


def _show(request: HttpRequest, name: str, path: str, status: int = 200, **context: Any) -> HttpResponse:
    """Return one of the pages. `path` is the page that the reader comes from; a link leads back to it, if it is public."""
    about = page_at(path, BatchReader.for_visibility(visibility_of(request))) if path else None
    # The forms at the foot of every page would be second ones here.
    context |= {"about": about, "path": path, "without_feedback": True, "without_subscribing": True, "hides": True}
    return render(request, f"measures/survey/{name}.html", context, status=status)
