"""Numbers as people write them, in the templates of measures, and the question at the foot of pages."""

from __future__ import annotations

from django import template
from wagtail.models import Page

from cms.pages.viewer import is_preview, visibility_of
from measures.models.objectives import number_in_words
from measures.surveys.open_survey import OpenSurvey, open_survey

register = template.Library()
register.filter("as_number", number_in_words)


@register.simple_tag(takes_context=True)
def survey_here(context) -> OpenSurvey | None:
    """Return the open question for the foot of a page; None where nothing is asked.

    Nothing is asked on previews and sign-off pages, on pages that readers may have to leave quickly, and on what isn't a
    page, such as help, the search and forms.
    """
    request, page = context.get("request"), context.get("page")
    if request is None or not isinstance(page, Page) or context.get("hiding") or context.get("without_feedback"):
        return None
    if is_preview(request):
        return None
    return open_survey(visibility_of(request))
