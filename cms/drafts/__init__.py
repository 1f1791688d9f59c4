"""Writing drafts by programs: what a token's values become is what the admin's own form makes of them."""
