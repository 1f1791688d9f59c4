"""Bundles in the API: for programs that write, which put drafts into those that their people prepare."""
