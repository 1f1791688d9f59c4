"""Data for the public pages, whose layout is in `templates/`.

`pages` has one function for each page type, called from the model's `get_context`. Everything other than the page
itself goes through `Visibility`, and no row costs a query of its own.
"""
