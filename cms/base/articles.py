"""Articles for names within a sentence."""


def the(name: str) -> str:
    """Return the name with “the” before it: “the National Archive”."""
    return name if name.lower().startswith("the ") else f"the {name}"
