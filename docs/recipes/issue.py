"""Prepares the next issue of the update from what changed: python issue.py 2026-06-01T00:00:00Z 12 2026-07-01

Takes what was published or changed in a major way since that moment, newest first, and each page once. The issue is a draft.
"""

import sys

from hub import ask, page_at, write

CHANGES = """query ($since: DateTime!, $after: String) {
  changes(since: $since, first: 100, after: $after, where: { significance: { eq: MAJOR } }) {
    pageInfo { hasNextPage endCursor }
    nodes { kind page { __typename id title } } } }"""
SECTIONS = {"NewsPage": "News", "PublicationPage": "Publications", "CommitmentPage": "Recommendations and actions"}


def changed(since: str) -> dict[str, dict[str, str]]:
    """Return the titles of the pages by heading and id, newest first."""
    found: dict[str, dict[str, str]] = {heading: {} for heading in SECTIONS.values()}
    after = None
    while True:
        answer = ask(CHANGES, since=since, after=after)["changes"]
        for node in answer["nodes"]:
            page = node["page"]  # null if the page isn't public any more
            if page and page["__typename"] in SECTIONS:
                found[SECTIONS[page["__typename"]]].setdefault(page["id"], page["title"])
        if not answer["pageInfo"]["hasNextPage"]:
            return {heading: pages for heading, pages in found.items() if pages}
        after = answer["pageInfo"]["endCursor"]


def main(since: str, number: int, day: str) -> None:
    pages = changed(since)
    if not pages:
        raise SystemExit("Nothing changed.")
    for heading, titles in pages.items():
        print(heading, *(f"  {title}" for title in titles.values()), sep="\n")
    sections = [
        {"section": {"heading": heading, "items": [{"page": id} for id in titles]}} for heading, titles in pages.items()
    ]
    content = {"title": f"Update {number}", "number": number, "date": day, "sections": sections}
    given = {"parent": page_at("/updates/"), "content": {"issuePage": content}, "agent": "Issue from changes"}
    if draft := write("createDraft", **given, idempotencyKey=f"issue-{number}-since-{since}"):
        print(f"“{draft['page']['title']}” waits for you: {draft['editUrl']}")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
