"""What can go wrong with a transfer, in one sentence for operators."""


class TransferError(Exception):
    """The transfer can't be done, or isn't safe; the message says why and what to do."""
