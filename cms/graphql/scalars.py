"""Specifications of the custom scalars, in the schema for code generators and people."""

from graphql import GraphQLScalarType, GraphQLSchema

RFC_3339 = "https://www.rfc-editor.org/rfc/rfc3339#section-5.6"
SPECIFIED_BY = {
    "Date": (RFC_3339, "A day, such as `2019-06-24` (full-date of RFC 3339)."),
    "RichTextTree": (
        "https://www.rfc-editor.org/rfc/rfc8259",
        "A formatted text as JSON: a list of blocks. docs/reference/rich-text.md of the hub describes all nodes, and "
        "tests/clients/examples/rich-text.ts has their TypeScript types and a renderer.",
    ),
    "Upload": (
        "https://github.com/jaydenseric/graphql-multipart-request-spec",
        "A file, in a request of the type multipart/form-data. Only with a token that writes.",
    ),
    "DateTime": (RFC_3339, "A moment with its time zone, such as `2019-06-24T09:30:00+00:00` (date-time of RFC 3339)."),
}


def specify_scalars(schema: GraphQLSchema) -> None:
    """Add the address of its specification to each custom scalar, in place."""
    for name, (url, description) in SPECIFIED_BY.items():
        scalar = schema.type_map.get(name)
        if isinstance(scalar, GraphQLScalarType):
            scalar.specified_by_url = url
            scalar.description = description
