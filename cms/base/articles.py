"""Articles for names within a sentence."""


def the(name: str) -> str:
    """Return the name with “the” before it: “the Scottish Government”."""
    return name if name.lower().startswith("the ") else f"the {name}"
