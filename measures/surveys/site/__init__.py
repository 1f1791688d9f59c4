"""The pages on which readers answer the question that is open."""
