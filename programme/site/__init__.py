"""What the public pages show: gathered here, laid out by `templates/`.

`pages` has one function a page type, called from the model's `get_context`. Everything that isn't the page itself goes
through `Visibility`, and nothing costs a query a row.
"""
