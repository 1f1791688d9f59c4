"""What the public may see, and when that changes: the rule, the token, the triggers, and lists that are read with them."""
