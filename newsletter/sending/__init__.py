"""Sends: the list of recipients as rows, their way to the provider, and what came of it.

`services` is what editors and commands call; `engine` is what a worker does.
"""
