"""The Python client `gql` as a script uses it. Prints what it got, as JSON.

Use: python gql_client.py <address of the endpoint>
"""

import json
import sys

from gql import Client, gql
from gql.transport.exceptions import TransportQueryError
from gql.transport.requests import RequestsHTTPTransport
from graphql import GraphQLError

NEWS = """query News($after: String) {
  news(first: 4, after: $after) { totalCount nodes { title date } pageInfo { hasNextPage endCursor } }
}"""


def main(url: str) -> None:
    transport = RequestsHTTPTransport(url=url, retries=0)
    found: dict = {"titles": []}
    # The schema comes by introspection, and every document is checked against it before it is sent.
    with Client(transport=transport, fetch_schema_from_transport=True, parse_results=True) as session:
        found["types"] = len(session.client.schema.type_map)
        after = None
        while True:
            page = session.execute(gql(NEWS), variable_values={"after": after})["news"]
            found["titles"] += [node["title"] for node in page["nodes"]]
            after = page["pageInfo"]["endCursor"]
            if not page["pageInfo"]["hasNextPage"]:
                break
        found["totalCount"] = page["totalCount"]
        try:
            session.execute(gql("{ news(first: 101) { totalCount } }"))
        except TransportQueryError as error:
            found["refused"] = error.errors[0]["extensions"]["code"]
        try:
            session.execute(gql("{ nothing }"))
        except GraphQLError as error:
            found["checked"] = error.message.split(".")[0]
    sys.stdout.write(json.dumps(found))


main(sys.argv[1])
