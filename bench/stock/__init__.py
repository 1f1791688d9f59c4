"""The same models and the same database, served by wagtail-grapple as its documentation says."""
