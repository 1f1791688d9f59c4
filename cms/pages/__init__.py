"""Pages: base models, blocks, forms and panels, and the consequences of publishing, moving and changing a page."""
