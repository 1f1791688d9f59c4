"""What a service of sending raises."""


class SendRefusedError(ValueError):
    """Something can't be done to a send now. The message is a sentence for the editor."""
