"""Pages: base models, blocks, forms and panels, and what follows from publishing, moving and changing a page."""
