"""Owners' reports: owners of commitments are asked by mail about its status, and answer without an account.

Nothing of an answer is public before a person approves it: then it is an entry of the commitment's ledger.
"""
