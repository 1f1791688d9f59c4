"""The pages behind links to packs."""
