"""What every page of the hub has."""

from django.db import models
from django.http import Http404
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.search import index

from cms.graphql.fields import GraphQLText
from cms.graphql.visibility import Visibility


class BasePage(Page):
    """A page of the hub.

    A subclass writes, in this order: its fields, `search_fields`, `content_panels`, where it may stand
    (`parent_page_types`, `subpage_types`) and `graphql_fields`, each list starting with its parent's. What every page
    answers in GraphQL is in `cms.graphql.interfaces.PageInterface` and is not repeated.
    """

    graphql_fields: list = []

    class Meta:
        abstract = True

    def serve(self, request, *args, **kwargs):
        """Answer like a page that isn't there when it is past its time or stands under a page that isn't public.

        Wagtail itself only looks at the page's own `live`, which stays true until the scheduler has run.
        View restrictions are Wagtail's business: whoever may pass them has passed them when this is called.
        """
        if not Visibility.for_request(request).is_published(self):
            raise Http404
        return super().serve(request, *args, **kwargs)


class IndexPage(BasePage):
    """A page whose children are a list; one of each kind exists."""

    introduction = models.TextField(
        blank=True, max_length=500, help_text="One or two sentences above the list. Plain text."
    )

    max_count = 1
    search_fields = [*BasePage.search_fields, index.SearchField("introduction")]
    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    graphql_fields = [
        *BasePage.graphql_fields,
        GraphQLText("introduction", description="One or two sentences above the list; may be empty."),
    ]

    class Meta:
        abstract = True
