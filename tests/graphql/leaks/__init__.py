"""A site full of things that nobody may see, and a walker that asks the whole schema for them."""
