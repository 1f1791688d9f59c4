"""Links in published pages: found (`extraction`), stored (`scans`), tried (`requests`, `checks`) and reported if
they lead nowhere (`views`)."""
