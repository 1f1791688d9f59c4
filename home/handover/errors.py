"""Why no copy, record or evidence is made."""


class HandoverRefusedError(Exception):
    """Nothing was written. `problems` has a sentence for each reason."""

    def __init__(self, *problems: str):
        super().__init__("\n".join(problems))
        self.problems = problems
