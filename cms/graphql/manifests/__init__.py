"""Manifests: the documents that a frontend may send, uploaded by its build and asked for by their id."""
