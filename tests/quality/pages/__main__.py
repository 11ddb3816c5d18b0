"""Prints the figures of ``score.measure`` and what went wrong."""

from tests.quality.pages.score import measure

if __name__ == "__main__":
    figures, results = measure()
    for result in results:
        wrong = [
            name for name in ("title", "date", "authors") if result.page.status == "ok" and not getattr(result, name)
        ]
        if wrong or not result.status or result.boilerplate or (result.page.status == "ok" and result.f1 < 0.99):
            print(
                f"{result.page.name}: {result.text.status} f1={result.f1:.3f} wrong={wrong} extra={result.boilerplate}"
            )
            print(f"    {result.text.title!r} {result.text.authors} {result.text.date}")
    for name, value in figures.items():
        print(f"{name:24} {value:.3f}" if isinstance(value, float) else f"{name:24} {value}")
