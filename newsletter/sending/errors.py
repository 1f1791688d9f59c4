"""The exception of the sending services."""


class SendRefusedError(ValueError):
    """A send can't be changed in this way now. The message is a sentence for the editor."""
