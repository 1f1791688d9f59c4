"""Sends: recipients as rows, the handover of their messages, and its outcomes.

Editors and commands call `services`; workers run `engine`.
"""
