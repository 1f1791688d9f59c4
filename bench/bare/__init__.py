"""The least that Django can do for an answer: the same bytes, out of memory, through the same middleware."""
