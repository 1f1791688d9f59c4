"""Asks the hub at HUB_URL with the token in HUB_TOKEN. The recipes beside this file use it."""

import json
import os
import urllib.request


def ask(document: str, **variables) -> dict:
    """Return the data of the answer to a GraphQL document. Ends the program if the request as a whole is refused."""
    body = json.dumps({"query": document, "variables": variables}).encode()
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {os.environ['HUB_TOKEN']}"}
    request = urllib.request.Request(f"{os.environ['HUB_URL'].rstrip('/')}/graphql/", body, headers)
    with urllib.request.urlopen(request, timeout=60) as response:
        answer = json.load(response)
    if "errors" in answer:
        raise SystemExit(f"The hub refused the request: {answer['errors'][0]['message']}")
    return answer["data"]


def write(mutation: str, **input) -> dict | None:
    """Carry out `createDraft` or `changeDraft` and return the draft. Prints what is wrong and returns None if it is refused."""
    document = f"""mutation ($input: {mutation[0].upper()}{mutation[1:]}Input!) {{
      {mutation}(input: $input) {{
        draft {{ version {{ id }} editUrl page {{ id title }} }} userErrors {{ field message }} }} }}"""
    answer = ask(document, input=input)[mutation]
    for error in answer["userErrors"]:
        print(f"  refused: {'.'.join(error['field'])}: {error['message']}")
    return answer["draft"]


def page_at(path: str) -> str:
    """Return the id of the published page at a path."""
    page = ask("query ($path: String!) { page(by: { path: $path }) { id } }", path=path)["page"]
    if page is None:
        raise SystemExit(f"There is no page at {path}.")
    return page["id"]
