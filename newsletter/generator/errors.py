"""The generator's exceptions."""


class GeneratorError(Exception):
    """An edition or a proposal can't be made. The message is a sentence for editors."""
