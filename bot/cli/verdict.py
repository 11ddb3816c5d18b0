"""What the doctor says of one thing."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Verdict:
    """Whether ``what`` is right, and in ``words`` what was found or what to do."""

    right: bool
    what: str
    words: str

    def __str__(self) -> str:
        return f"{'OK  ' if self.right else 'Mend'}  {self.what}: {self.words}"


def ok(what: str, words: str) -> Verdict:
    """Nothing to do."""
    return Verdict(True, what, words)


def mend(what: str, words: str) -> Verdict:
    """Something to do."""
    return Verdict(False, what, words)
