"""The page of the glossary. The terms themselves are in `taxonomy`."""

from cms.models import IndexPage


class GlossaryPage(IndexPage):
    """Words and abbreviations from A to Z, each with an anchor that texts link to."""

    item_models = ("programme.GlossaryTerm",)
    list_order = ("path",)
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    page_description = "Lists all terms of the glossary from A to Z."
    graphql_fields = [*IndexPage.graphql_fields]
