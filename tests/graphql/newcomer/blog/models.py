"""A blog written for grapple."""

import graphene
from django.db import models
from grapple.models import (
    GraphQLBoolean,
    GraphQLCollection,
    GraphQLDocument,
    GraphQLField,
    GraphQLFloat,
    GraphQLForeignKey,
    GraphQLImage,
    GraphQLInt,
    GraphQLPage,
    GraphQLRichText,
    GraphQLSnippet,
    GraphQLStreamfield,
    GraphQLString,
)
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.fields import RichTextField, StreamField
from wagtail.models import DraftStateMixin, Orderable, RevisionMixin
from wagtail.snippets.models import register_snippet

from cms.models import BasePage
from cms.pages.kinds import PageKind

from .blocks import BlogStreamBlock


class Titled(graphene.Interface):
    """Something with a headline."""

    headline = graphene.String(description="The title, as a headline.")


class Spot(graphene.ObjectType):
    """A point on a map."""

    north = graphene.Float(required=True, description="Degrees north.")


@register_snippet
class Advert(DraftStateMixin, RevisionMixin, models.Model):
    """Something to sell."""

    name = models.CharField(max_length=50)
    slug = models.SlugField()
    url = models.URLField()

    graphql_fields = [GraphQLString("url", description="Where to buy it.")]

    def __str__(self):
        return self.name


class BlogPage(BasePage):
    """An entry of a blog."""

    template = "page.html"
    page_kind = PageKind("blog", "Entry of the blog", "Entries of the blog", plural_name="blog-pages", api=False)

    author = models.CharField(max_length=50)
    date = models.DateField()
    rating = models.FloatField()
    readers = models.IntegerField()
    featured = models.BooleanField(default=False)
    introduction = RichTextField()
    body = StreamField(BlogStreamBlock())
    advert = models.ForeignKey(Advert, null=True, on_delete=models.SET_NULL, related_name="+")
    image = models.ForeignKey("cms.HubImage", null=True, on_delete=models.SET_NULL, related_name="+")
    attachment = models.ForeignKey("cms.HubDocument", null=True, on_delete=models.SET_NULL, related_name="+")
    next_page = models.ForeignKey("wagtailcore.Page", null=True, on_delete=models.SET_NULL, related_name="+")
    adverts = ParentalManyToManyField(Advert, related_name="blog_pages")
    see_also = ParentalManyToManyField("wagtailcore.Page", related_name="seen_from")

    graphql_interfaces = (Titled,)
    graphql_fields = [
        *BasePage.graphql_fields,
        GraphQLString("author", required=True, description="Who wrote it."),
        GraphQLString("writer", source="author", deprecation_reason="Use `author`.", description="Who wrote it."),
        GraphQLString("initials", description="The author's initials."),
        GraphQLString("greeting", source="greet", description="A greeting."),
        GraphQLString("day", source="date", description="The day, as a text."),
        GraphQLField("date", graphene.Date, description="The day."),
        GraphQLField("spot", Spot, description="Where it was written."),
        GraphQLFloat("rating", description="How good it is."),
        GraphQLInt("readers", description="How many read it."),
        GraphQLBoolean("featured", description="Whether it is featured."),
        GraphQLRichText("introduction", description="A short introduction."),
        GraphQLStreamfield("body", description="The text."),
        GraphQLSnippet("advert", "blog.Advert", description="Its advert."),
        GraphQLForeignKey("same_advert", Advert, source="advert", description="Its advert."),
        GraphQLForeignKey("short_form", "blog.ShortForm", description="In one sentence."),
        GraphQLImage("image", description="A picture."),
        GraphQLDocument("attachment", description="A file."),
        GraphQLPage("next_page", description="What to read next; null if it isn't public."),
        GraphQLPage("above", source="page_above", description="The page above."),
        GraphQLCollection(GraphQLForeignKey, "related_links", "blog.Link", description="Links."),
        GraphQLForeignKey("same_links", "blog.Link", source="related_links", is_list=True, description="Links."),
        GraphQLCollection(GraphQLString, "related_urls", source="related_links.url", description="Their addresses."),
        GraphQLCollection(GraphQLSnippet, "adverts", "blog.Advert", item_required=True, description="Adverts."),
        GraphQLCollection(GraphQLPage, "see_also", required=True, description="Other pages."),
        GraphQLCollection(GraphQLPage, "siblings", source="next_to_it", description="Pages next to it."),
        GraphQLCollection(GraphQLString, "words", source="word_list", description="Words."),
        GraphQLString("letters", is_list=True, source="word_list", description="Words."),
    ]

    @property
    def headline(self) -> str:
        return f"{self.title}!"

    @property
    def initials(self) -> str:
        return "".join(name[0] for name in self.author.split())

    @property
    def spot(self) -> Spot:
        return Spot(north=56.5)

    @property
    def word_list(self) -> list[str]:
        return self.title.split()

    @property
    def page_above(self):
        return self.get_parent()

    def greet(self, info, **kwargs) -> str:
        return f"Welcome to {info.context.site.hostname}"

    def next_to_it(self, info, **kwargs):
        return self.get_siblings(inclusive=False).type(BlogPage)[:10]


class Link(Orderable):
    """A link of an entry, useless without its target page."""

    page = ParentalKey(BlogPage, related_name="related_links", on_delete=models.CASCADE)
    name = models.CharField(max_length=50)
    url = models.URLField()
    target = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")

    visibility_parent = "page"
    visibility_also = ("target",)
    graphql_fields = [
        GraphQLString("name", description="Its words."),
        GraphQLForeignKey("page", BlogPage, description="The entry."),
        GraphQLInt("place", source="sort_order", description="Its place."),
    ]

    def __str__(self):
        return self.name


class ShortForm(models.Model):
    """The entry in one sentence."""

    page = models.OneToOneField(BlogPage, on_delete=models.CASCADE, related_name="short_form")
    text = models.CharField(max_length=200)

    visibility_parent = "page"
    graphql_fields = [GraphQLString("text", description="The sentence.")]

    def __str__(self):
        return self.text
