"""No declaration shows non-public data, neither with the hub's helpers nor with grapple's."""

import graphene
import pytest
from django.apps import apps
from django.contrib.auth.models import Permission, User
from django.contrib.sessions.models import Session
from grapple.models import (
    GraphQLCollection,
    GraphQLField,
    GraphQLForeignKey,
    GraphQLImage,
    GraphQLInt,
    GraphQLPage,
    GraphQLRichText,
    GraphQLStreamfield,
    GraphQLString,
)
from grapple.types.rich_text import RichText as GrappleRichText
from wagtail import blocks
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage
from wagtail.models import Page, Revision

from cms.graphql.exposure import PUBLIC
from cms.graphql.fields import GraphQLOne, GraphQLRows, GraphQLText, GraphQLTexts, deprecated
from cms.graphql.grapple.checks import settings_are_the_hubs
from cms.graphql.grapple.declarations import read
from cms.models import HubDocument, HubImage
from cms.pages.blocks.content import HeadingBlock, PageLinksBlock, RichTextBlock
from cms.pages.blocks.table import TableBlock
from cms.visibility.rule import has_rule
from engagement.models import SocialPost
from home.models import HomePage
from newsletter.models import IssuePage, Subscriber
from programme.models import KeyMessagePage, NewsPage, Organisation, Topic


def remark_on(owner: type, item) -> str:
    """Return the check's message about a refused item: its id and text."""
    items, (remark,) = read(owner, [item])
    assert items == []
    assert remark.instead.endswith(".")
    return f"{remark.id} {remark.words}"


@pytest.mark.parametrize(
    ("owner", "base"), [(NewsPage, Page), (HubImage, AbstractImage), (HubDocument, AbstractDocument)]
)
@pytest.mark.parametrize("helper", [GraphQLString, GraphQLText])
def test_of_wagtails_own_attributes_only_these_are_for_readers(owner, base, helper):
    """Tries all attributes of Wagtail's class, including those of new releases."""
    shown = {name for name in dir(base) if read(owner, [helper("alias", source=name, description="Of Wagtail's.")])[0]}
    assert shown == PUBLIC[base]


@pytest.mark.parametrize("name", ["owner", "locked_by", "latest_revision", "live_revision", "alias_of", "content_type"])
def test_no_relation_of_wagtails_pages_is_for_readers(name):
    model = Page._meta.get_field(name).related_model
    assert remark_on(NewsPage, GraphQLForeignKey(name, model)).startswith("cms.E005")
    assert remark_on(NewsPage, GraphQLOne(name, model._meta.label, description="It.")).startswith("cms.E005")


@pytest.mark.parametrize("model", [model for model in apps.get_models() if not has_rule(model)])
def test_nothing_leads_to_a_model_without_a_rule(model):
    """They include users, permissions, sessions, revisions and subscribers."""
    item = GraphQLForeignKey("somebody", model, source="default_description", description="Somebody.")
    assert f"leads to {model._meta.label}" in remark_on(NewsPage, item)


def test_users_sessions_permissions_and_subscribers_have_no_rule():
    assert not any(map(has_rule, (User, Session, Permission, Revision, Subscriber)))


HIDDEN = [
    (NewsPage, GraphQLString("image"), "“image” is a relation"),
    (NewsPage, GraphQLText("image_id", description="Its key."), "“image_id” is a relation"),
    (NewsPage, GraphQLString("topics"), "“topics” is a relation"),
    (NewsPage, GraphQLText("body", description="The text."), "“body” is a StreamField"),
    (NewsPage, GraphQLField("text", graphene.String, source="body"), "“text” is a StreamField"),
    (NewsPage, GraphQLField("text", lambda: graphene.String, source="image"), "“text” is a relation"),
    (NewsPage, GraphQLString("file", source="image.file"), "“file” reads another object"),
    (NewsPage, GraphQLText("name", source="image.title", description="Its name."), "“name” reads another object"),
    (KeyMessagePage, GraphQLString("words", source="body"), "“words” is a StreamField"),
    (HomePage, GraphQLString("vision"), "“vision” is a rich text"),
    (
        HubDocument,
        GraphQLString("file_address", source="file"),
        "“file_address” is for AbstractDocument's internal use",
    ),
    (IssuePage, GraphQLStreamfield("internal_sections"), "“internal_sections” is never public"),
    (
        Organisation,
        GraphQLCollection(GraphQLString, "emails", source="contacts.email"),
        "“emails” leads to engagement.Contact",
    ),
    (
        Organisation,
        GraphQLRows("contacts", "engagement.Contact", via="organisation", description="x"),
        "engagement.Contact",
    ),
    (NewsPage, GraphQLCollection(GraphQLString, "owners", source="topics.latest_revision"), "RevisionMixin"),
    (RichTextBlock, GraphQLText("text", description="The text."), "“text” is a rich text"),
    (PageLinksBlock, GraphQLTexts("pages", description="The pages."), "“pages” chooses an object"),
    (PageLinksBlock, GraphQLString("html", source="render_as_block"), "“html” is for StructValue's internal use"),
    (TableBlock, GraphQLString("table"), "“table” is a table"),
]


class UntypedBlock(blocks.StructBlock):
    """A block with unregistered inner blocks."""

    steps = blocks.ListBlock(blocks.StructBlock([("text", blocks.CharBlock())]))


UNKNOWN = [
    (NewsPage, GraphQLString("title"), "“title” is a field that every object of the kind already has."),
    (Topic, GraphQLInt("id"), "“id” is a field that every object of the kind already has."),
    (NewsPage, GraphQLString("author", colour="red"), "“author” has an option that does nothing: colour."),
    (NewsPage, "title", "“title” isn't one of the helpers of grapple or of the hub."),
    (NewsPage, GraphQLField("words", GrappleRichText, source="summary"), "“words” has one of grapple's types"),
    (NewsPage, GraphQLForeignKey("topics", "programme.Topic"), "“topics” leads to several objects."),
    (NewsPage, GraphQLForeignKey("image", "cms.HubDocument"), "“image” leads to cms.HubImage, not to cms.HubDocument."),
    (NewsPage, GraphQLForeignKey("author", "cms.HubImage"), "“author” isn't a relation."),
    (NewsPage, GraphQLForeignKey("image", "no.Model"), "“image” leads to no.Model, which doesn't exist."),
    (NewsPage, GraphQLCollection(GraphQLForeignKey, "image", "cms.HubImage"), "“image” leads to a single object."),
    (NewsPage, GraphQLCollection(GraphQLStreamfield, "body"), "“body” is a collection of neither objects"),
    (
        NewsPage,
        GraphQLCollection(GraphQLString, "names", source="image.title"),
        "“names” reads through a field that isn't a to-many relation",
    ),
    (SocialPost, GraphQLCollection(GraphQLPage, "work_streams"), "“work_streams” has no reverse lookup."),
    (NewsPage, GraphQLStreamfield("author"), "“author” isn't a StreamField."),
    (NewsPage, GraphQLStreamfield("text", source="body"), "“text” has a different name from its source."),
    (NewsPage, GraphQLRichText("date"), "“date” isn't a rich text."),
    (HeadingBlock, GraphQLImage("text"), "“text” isn't a chooser block."),
    (PageLinksBlock, GraphQLStreamfield("pages"), "“pages” contains no blocks of blocks."),
    (
        PageLinksBlock,
        GraphQLCollection(GraphQLImage, "pages"),
        "“pages” leads to wagtailcore.Page, not to cms.HubImage.",
    ),
    (PageLinksBlock, GraphQLCollection(GraphQLPage, "title"), "“title” isn't a chooser block."),
    (NewsPage, GraphQLRichText("author", is_list=True), "“author” isn't a rich text."),
    (UntypedBlock, GraphQLStreamfield("steps"), "“steps” contains blocks without a type."),
]


@pytest.mark.parametrize(("owner", "item", "words"), UNKNOWN, ids=[words for *_, words in UNKNOWN])
def test_what_the_hub_does_in_another_way_is_refused(owner, item, words):
    assert remark_on(owner, item).startswith(f"cms.E006 {words}")


@pytest.mark.parametrize(("owner", "item", "words"), HIDDEN, ids=[words for *_, words in HIDDEN])
def test_what_would_show_hidden_things_is_refused(owner, item, words):
    assert (remark := remark_on(owner, item)).startswith("cms.E005") and words in remark


def test_a_field_of_the_hub_can_be_marked_as_deprecated():
    item = deprecated(GraphQLText("summary", description="In short."), "Use `body`.")
    assert read(NewsPage, [item]) == ([item], [])
    assert item()[1](None).deprecation_reason == "Use `body`."


@pytest.mark.parametrize(
    ("name", "given", "words"),
    [
        ("PAGE_INTERFACE", "grapple.types.interfaces.PageInterface", "isn't the hub's"),
        ("SNIPPET_INTERFACE", "grapple.types.interfaces.SnippetInterface", "isn't the hub's"),
        ("COLOUR", "red", "has no effect here"),
    ],
)
def test_a_setting_that_the_hub_cannot_use_is_refused(settings, name, given, words):
    assert list(settings_are_the_hubs(None)) == []
    settings.GRAPPLE = settings.GRAPPLE | {name: given}
    (error,) = settings_are_the_hubs(None)
    assert (error.id, error.msg) == ("cms.E006", f"The setting GRAPPLE[{name!r}] {words}.")
