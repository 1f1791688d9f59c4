"""Programmes as a whole: made, copied, archived and closed, each a home page with a site of its own."""
