"""The admin's own pages: how long the server takes for each, how many statements, and whether that grows with the site."""
