"""Perspectives: the content as it would be if some versions were published, for reading only."""
