"""How public things travel: which view of the content belongs to a request."""
