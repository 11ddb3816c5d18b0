"""Where an error came from, without its message: that may hold words of a story."""

import traceback


def safe_trace(error: BaseException) -> dict[str, str]:
    """Keys for a log line: the kinds of the error and of what caused it, and the places in the code."""
    chain: list[BaseException] = []
    one: BaseException | None = error
    while one is not None and one not in chain:
        chain.append(one)
        one = one.__cause__ or one.__context__
    places = "".join(line for each in reversed(chain) for line in traceback.format_tb(each.__traceback__))
    return {"error": " ← ".join(type(each).__name__ for each in chain), "trace": places}
