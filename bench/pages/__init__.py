"""The public pages: how long the server takes for each, how many statements, what Lighthouse says."""
