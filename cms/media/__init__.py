"""Pictures and documents: their models, the sizes of pictures, and the views that serve files."""
