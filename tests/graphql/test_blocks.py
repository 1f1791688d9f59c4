"""Every block is typed: no structure becomes a string, at any depth."""

from collections.abc import Iterator

import graphene
import pytest
from django.db import models
from graphene.utils.str_converters import to_camel_case
from graphql import (
    GraphQLEnumType,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLUnionType,
    get_named_type,
    is_list_type,
    is_non_null_type,
)
from graphql.type.definition import get_nullable_type
from grapple.actions import build_streamfield_type
from grapple.registry import registry
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock as UntypedTableBlock
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import StreamField
from wagtail.models import Page, get_page_models

from cms.graphql.context import Context
from cms.graphql.fields import (
    GraphQLBlocks,
    GraphQLChoices,
    GraphQLField,
    GraphQLInt,
    GraphQLNested,
    GraphQLNestedBlocks,
    GraphQLNestedList,
    GraphQLOne,
    GraphQLPages,
    GraphQLRichText,
    GraphQLText,
    GraphQLTexts,
)
from cms.graphql.ids import block_id, encode, give_owner
from cms.graphql.interfaces import Block
from cms.graphql.schema import get_schema
from cms.graphql.streams import union_of
from cms.graphql.tables import TypedTable
from cms.graphql.types import _trim, _trim_block_interface
from cms.visibility.rule import Visibility
from tests import factories

PAGE = encode("Page", 1)


class Mood(models.TextChoices):
    """A mood."""

    CALM = "calm", "Calm"
    GLAD = "glad", "Glad"


class StepBlock(blocks.StructBlock):
    name = blocks.CharBlock()
    minutes = blocks.IntegerBlock()
    page = blocks.PageChooserBlock(required=False)

    graphql_fields = [
        GraphQLText("name", description="What to do."),
        GraphQLInt("minutes", description="How long it takes."),
        GraphQLOne("page", "wagtailcore.Page", description="More about it."),
    ]


class ColumnBlock(blocks.StreamBlock):
    step = StepBlock()
    text = StepBlock()


class SidesBlock(blocks.StreamBlock):
    """A stream inside a stream."""

    step = StepBlock()

    graphql_fields = [GraphQLBlocks("blocks", description="What stands at the side.")]


class EverythingBlock(blocks.StructBlock):
    moods = blocks.MultipleChoiceBlock(choices=Mood.choices)
    columns = blocks.ListBlock(ColumnBlock())
    steps = blocks.ListBlock(StepBlock())
    first = StepBlock()
    stream = ColumnBlock()
    words = blocks.ListBlock(blocks.CharBlock())
    pages = blocks.ListBlock(blocks.PageChooserBlock())
    text = blocks.RichTextBlock()
    table = TypedTableBlock([("number", blocks.DecimalBlock()), ("page", blocks.PageChooserBlock())])

    graphql_fields = [
        GraphQLChoices("moods", Mood, description="What was felt."),
        GraphQLNestedBlocks("columns", description="Column by column."),
        GraphQLNestedList("steps", StepBlock, description="Step by step."),
        GraphQLNested("first", StepBlock, description="The first step."),
        GraphQLBlocks("stream", description="One column."),
        GraphQLTexts("words", description="Words."),
        GraphQLPages("pages", description="Pages."),
        GraphQLRichText("text", description="Text."),
        GraphQLField("table", lambda: TypedTable, required=True, description="A table."),
    ]


class UntypedBlock(blocks.StructBlock):
    """Blocks that the check must find."""

    steps = blocks.ListBlock(StepBlock())
    table = UntypedTableBlock()
    mood = blocks.ChoiceBlock(choices=Mood.choices)

    graphql_fields = [
        GraphQLText("steps", description="Steps."),
        GraphQLText("table", description="A table."),
        GraphQLText("mood", description="A mood."),
    ]


OURS = (StepBlock, SidesBlock, EverythingBlock, UntypedBlock)


class BodyBlock(blocks.StreamBlock):
    everything = EverythingBlock()
    sides = SidesBlock()
    untyped = UntypedBlock()


@pytest.fixture
def schema(monkeypatch):
    """A schema of these blocks, separate from the product's."""
    get_schema()
    nodes = {}
    for block in OURS:
        nodes[block] = build_streamfield_type(block, "", (Block,))
        monkeypatch.setitem(registry.streamfield_blocks, block, nodes[block])
    _trim_block_interface()
    for block, node in nodes.items():
        _trim(block, node, keep_id=False)

    class Query(graphene.ObjectType):
        body = graphene.List(graphene.NonNull(Block), required=True)

        def resolve_body(root, info):
            return list(root)

    return graphene.Schema(query=Query, types=[*registry.pages.values(), *nodes.values()])


def step(name: str, page: Page | None = None) -> dict:
    return {"name": name, "minutes": 5, "page": page.pk if page else None}


def test_nested_blocks_come_out_with_their_types(schema, tree):
    public = factories.NewsFactory(parent=tree.news, title="Shown")
    draft = factories.NewsFactory(parent=tree.news, title="Secret", live=False)
    value = {
        "moods": ["calm", "glad"],
        "columns": [[{"type": "step", "value": step("a"), "id": "1"}], []],
        "steps": [step("b", public), step("c", draft)],
        "first": step("d"),
        "stream": [{"type": "text", "value": step("e"), "id": "2"}],
        "words": ["f", "g"],
        "pages": [public.pk, draft.pk],
        "text": f'<p><a linktype="page" id="{draft.pk}">h</a></p>',
        "table": {
            "columns": [{"type": "number", "heading": "N"}, {"type": "page", "heading": "P"}],
            "rows": [{"values": ["1.5", public.pk]}, {"values": ["2", draft.pk]}],
            "caption": "",
        },
    }
    body = BodyBlock().to_python(
        [
            {"type": "everything", "value": value, "id": "x"},
            {"type": "sides", "value": [{"type": "step", "value": step("s"), "id": "3"}], "id": "y"},
        ]
    )
    result = schema.execute(
        """{ body { id
          ... on EverythingBlock {
            moods columns { __typename ... on StepBlock { name } }
            steps { name minutes page { title } } first { id name } stream { id ... on StepBlock { name } }
            words pages { title } text { plainText html }
            table { rows { cells { text number } } }
          }
          ... on SidesBlock { blocks { ... on StepBlock { name } } }
        } }""",
        root_value=give_owner(list(body), PAGE),
        context_value=Context(Visibility(tree.site)),
    )
    assert result.errors is None
    everything, sides = result.data["body"]
    assert everything == {
        "id": block_id(PAGE, "x"),
        "moods": ["CALM", "GLAD"],
        "columns": [[{"__typename": "StepBlock", "name": "a"}], []],
        "steps": [
            {"name": "b", "minutes": 5, "page": {"title": "Shown"}},
            {"name": "c", "minutes": 5, "page": None},
        ],
        "first": {"id": block_id(PAGE, "x-first"), "name": "d"},
        "stream": [{"id": block_id(PAGE, "2"), "name": "e"}],
        "words": ["f", "g"],
        "pages": [{"title": "Shown"}],
        "text": {"plainText": "h", "html": "<p>h</p>"},
        "table": {
            "rows": [
                {"cells": [{"text": "1.5", "number": 1.5}, {"text": "Shown", "number": None}]},
                {"cells": [{"text": "2", "number": 2.0}, {"text": "", "number": None}]},
            ]
        },
    }
    assert sides == {"id": block_id(PAGE, "y"), "blocks": [{"name": "s"}]}


# The check


def shape(block: blocks.Block) -> str | None:
    """Return the expected type of a block in the API: a type's name, in brackets for a list. None for a plain value."""
    if isinstance(block, blocks.ListBlock):
        inside = shape(block.child_block)
        return f"[{inside or 'any'}]"
    if isinstance(block, blocks.StreamBlock):
        return "[Block]"
    if isinstance(block, blocks.StructBlock):
        return type(block).__name__
    if isinstance(block, blocks.RichTextBlock):
        return "RichText"
    if isinstance(block, TypedTableBlock | UntypedTableBlock):
        return "Table"
    if isinstance(block, blocks.MultipleChoiceBlock):
        return "[enum]"
    if isinstance(block, blocks.ChoiceBlock):
        return "enum"
    if isinstance(block, blocks.ChooserBlock):
        return "object"
    return None


def fits(kind, wanted: str) -> bool:
    """Say whether the field's type matches the block's shape."""
    kind = get_nullable_type(kind)
    if wanted.startswith("["):
        return is_list_type(kind) and fits(kind.of_type, wanted[1:-1])
    if is_list_type(kind):
        return False
    if wanted == "any":
        return True
    if wanted == "enum":
        return isinstance(kind, GraphQLEnumType)
    if wanted == "object":
        return isinstance(kind, GraphQLObjectType) or kind.name == "Page"
    return kind.name == wanted


def walk(block: blocks.Block) -> Iterator[blocks.Block]:
    """Yield a block and every block inside it."""
    yield block
    if isinstance(block, blocks.BaseStreamBlock | blocks.BaseStructBlock):
        for child in block.child_blocks.values():
            yield from walk(child)
    elif isinstance(block, blocks.ListBlock):
        yield from walk(block.child_block)


def untyped(schema, blocks_of_a_body: list[blocks.Block]) -> list[str]:
    """Return the structured parts of blocks for which the block's type has no field of the right type."""
    found = []
    for block in (inner for outer in blocks_of_a_body for inner in walk(outer)):
        if not isinstance(block, blocks.BaseStructBlock):
            continue
        name = type(block).__name__
        types = [field.type for field in schema.type_map[name].fields.values()]
        wanted = [(part, shape(child)) for part, child in block.child_blocks.items() if shape(child)]
        for part, form in wanted:
            match = next((kind for kind in types if fits(kind, form)), None)
            if match is None:
                found.append(f"{name}.{part}")
            else:
                types.remove(match)  # each field stands for one part
    return found


def test_the_check_finds_what_is_untyped(schema):
    assert untyped(schema.graphql_schema, [EverythingBlock()]) == []
    assert untyped(schema.graphql_schema, [UntypedBlock()]) == [
        "UntypedBlock.steps",
        "UntypedBlock.table",
        "UntypedBlock.mood",
    ]


def bodies() -> list[StreamField]:
    return [
        field for model in get_page_models() for field in model._meta.concrete_fields if isinstance(field, StreamField)
    ]


def test_no_block_of_the_hub_falls_to_an_untyped_string():
    assert bodies()
    # The level of a heading is a number, as in lists of contents.
    assert set(untyped(get_schema(), [field.stream_block for field in bodies()])) == {"HeadingBlock.level"}


def test_every_block_of_a_body_is_a_block_in_the_schema():
    possible = {kind.name for kind in get_schema().get_possible_types(get_schema().type_map["Block"])}
    streams = [field.stream_block for field in bodies()]
    children = [child for stream in streams for child in stream.child_blocks.values()]
    inner = [
        part.child_block
        for child in children
        for part in getattr(child, "child_blocks", {}).values()
        if isinstance(getattr(part, "child_block", None), blocks.StructBlock)
    ]
    assert {type(block).__name__ for block in (*children, *inner)} == possible


def test_a_stream_is_a_union_of_the_blocks_that_it_can_have():
    owners = [
        (kind.name, field)
        for model in get_page_models()
        for field in model._meta.concrete_fields
        if isinstance(field, StreamField) and field.name not in getattr(model, "private_bodies", ())
        for kind in [get_schema().type_map[model.__name__]]
    ]
    assert owners
    for name, field in owners:
        union = get_named_type(get_schema().type_map[name].fields[to_camel_case(field.name)].type)
        assert {kind.name for kind in union.types} == {
            type(child).__name__ for child in field.stream_block.child_blocks.values()
        }


class MoreBlock(blocks.StreamBlock):
    step = StepBlock()


@pytest.mark.parametrize(
    ("stream", "name"),
    [
        (MoreBlock(), "MoreBlock"),
        (MoreBlock([("sides", SidesBlock())]), "HolderBlockMainPartBlock"),  # another has the class's name
        (blocks.StreamBlock([("step", StepBlock())]), "HolderBlockMainPartBlock"),
        (SidesBlock(), "HolderBlockMainPartBlock"),  # a type of the name is there
    ],
)
def test_a_union_is_named_for_its_stream_or_else_for_its_field(schema, stream, name):
    class HolderBlock(blocks.StructBlock):
        main_part = stream

    union = union_of(HolderBlock, "main_part")
    assert union._meta.name == name
    assert [kind._meta.name for kind in union._meta.types] == [
        type(child).__name__ for child in stream.child_blocks.values()
    ]


def test_no_scalar_of_the_schema_hides_a_structure():
    # The tree's structure is documented, and has a type for frontends: GraphQL has none of any depth.
    plain = {"Boolean", "Date", "DateTime", "Float", "ID", "Int", "RichTextTree", "String"}
    leaves = {
        get_named_type(field.type).name
        for kind in get_schema().type_map.values()
        if isinstance(kind, GraphQLObjectType) and not kind.name.startswith("__")
        for field in kind.fields.values()
        if isinstance(get_named_type(field.type), GraphQLScalarType)
    }
    assert leaves <= plain


def test_lists_of_blocks_hold_no_nulls():
    for kind in get_schema().type_map.values():
        for field in getattr(kind, "fields", {}).values() if isinstance(kind, GraphQLObjectType) else ():
            inner = get_nullable_type(field.type)
            if isinstance(get_named_type(field.type), GraphQLUnionType):
                assert is_non_null_type(field.type)
                assert is_non_null_type(inner.of_type)
