"""A site full of hidden objects, and a walker that queries the whole schema for them."""
