"""The GraphQL engine: HTTP, execution, types from `graphql_fields`, connections, filters and limits. Independent of any
content type."""
