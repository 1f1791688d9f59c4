"""Writing in the API: input types that follow from the forms of pages, and the mutations."""
