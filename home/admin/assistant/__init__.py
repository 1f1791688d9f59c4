"""The assistant's pages in the admin: a form for each step, and the page that makes the programme."""
