"""Links in published pages: found (`extraction`), stored (`scans`), tried (`requests`, `inside`, `checks`) and reported if
they lead nowhere (`broken`)."""
