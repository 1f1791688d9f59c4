"""Recognises questions from people in trouble, by editors' phrases and examples, and selects the right help."""
