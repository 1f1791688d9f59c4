"""The schema is a contract: committed, described, and without undeclared fields."""

from graphql import (
    is_enum_type,
    is_input_object_type,
    is_interface_type,
    is_scalar_type,
    is_specified_scalar_type,
    validate_schema,
)

from cms.graphql.schema import SDL_FILE, get_schema, print_sdl


def our_types():
    return {name: kind for name, kind in get_schema().type_map.items() if not name.startswith("__")}


def test_the_schema_matches_the_committed_contract():
    assert print_sdl() == SDL_FILE.read_text(), "Run `make schema`, then describe the change in CHANGELOG.md."


def test_the_schema_is_valid():
    assert validate_schema(get_schema()) == []


def test_everything_is_described():
    silent = []
    for name, kind in our_types().items():
        if not kind.description:
            silent.append(name)
        for field_name, field in getattr(kind, "fields", {}).items():
            if not field.description:
                silent.append(f"{name}.{field_name}")
            silent += [
                f"{name}.{field_name}({arg})" for arg, a in getattr(field, "args", {}).items() if not a.description
            ]
        if is_enum_type(kind):
            silent += [f"{name}.{value}" for value, v in kind.values.items() if not v.description]
    assert silent == []


def test_nothing_of_grapple_is_left_that_was_not_declared():
    # The collections of documents, and where a program puts a file; not grapple's field of media for Wagtail's own.
    declared = {"Query.collection", "CollectionItem.collection", "CollectionItemWhere.collection"}
    declared |= {"UploadImageInput.collection", "UploadDocumentInput.collection"}
    found = {f"{name}.{field}" for name, kind in our_types().items() for field in getattr(kind, "fields", {})}
    assert declared <= found
    names = {name.partition(".")[2] for name in found - declared}
    assert not names & {
        "rawValue",
        "draftTitle",
        "locked",
        "lockedBy",
        "aliases",
        "aliasOf",
        "sitesRootedHere",
        "collection",
        "revisions",
        "latestRevision",
        "liveRevision",
        "contentType",
        "uploadedByUser",
        "wagtailAdminComments",
        "rendition",
        "srcSet",
    }
    assert not {name for name in our_types() if name.startswith("Stub") or name.endswith("ObjectType")}


def test_lists_hold_no_nulls():
    """A client never has to check items for null."""
    loose = [
        f"{name}.{field_name}: {field.type}"
        for name, kind in our_types().items()
        if not is_input_object_type(kind)
        for field_name, field in getattr(kind, "fields", {}).items()
        if "]" in str(field.type) and not str(field.type).endswith("!]!")
    ]
    # `nodes` answers each id in its place. Who may read no feedback gets no list of it.
    assert sorted(loose) == ["Query.nodes: [Node]!", "Query.waitingFeedback: [WaitingFeedback!]"]


def test_a_field_has_one_type_in_all_types_of_an_interface():
    """So a client can select several types in one selection without aliases."""
    schema = get_schema()
    clashes = set()
    # Objects under `Node` have nothing in common but their id.
    for interface in (kind for name, kind in our_types().items() if is_interface_type(kind) and name != "Node"):
        types: dict[str, set[str]] = {}
        for kind in schema.get_possible_types(interface):
            for name, field in kind.fields.items():
                types.setdefault(name, set()).add(str(field.type))
        clashes |= {f"{interface.name}: {name} {sorted(kinds)}" for name, kinds in types.items() if len(kinds) > 1}
    assert clashes == set()


def test_every_scalar_of_ours_names_its_specification():
    scalars = [
        kind for kind in get_schema().type_map.values() if is_scalar_type(kind) and not is_specified_scalar_type(kind)
    ]
    assert {kind.name for kind in scalars if not kind.specified_by_url} == set()
    assert "DateTime" in {kind.name for kind in scalars}
