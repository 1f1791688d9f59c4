"""Reports of a period: made in one click, kept as they were made, published as a publication."""
