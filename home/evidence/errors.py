"""Why no evidence is made."""


class EvidenceRefusedError(Exception):
    """Nothing was written. The text is one or more sentences for people."""
