"""Floors: no figure may fall below its own; lowering one takes its name and a reason, which stays in the file."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

# Scorers round to three or four places; a figure on its floor is not below it.
ROUNDING = 1e-6


@dataclass
class Floors:
    """Floors by figure ("actors.f1"); for figures where less is better they are ceilings."""

    path: Path
    floors: dict[str, float] = field(default_factory=dict)
    lowered: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def read(cls, path: Path) -> "Floors":
        """The floors in ``path``; none where there is no such file."""
        data = json.loads(path.read_text("utf-8")) if path.exists() else {}
        return cls(path, data.get("floors", {}), data.get("lowered", []))

    def write(self) -> None:
        """Put them back into the file."""
        data = {"floors": dict(sorted(self.floors.items())), "lowered": self.lowered}
        self.path.write_text(json.dumps(data, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")

    def below(self, figures: Mapping[str, float], less_is_better: frozenset[str]) -> list[str]:
        """The figures that fell below their floors, as sentences; a figure that has no floor has not fallen."""
        fallen = []
        for name, value in figures.items():
            floor = self.floors.get(name)
            if floor is None:
                continue
            worse = value > floor + ROUNDING if name in less_is_better else value < floor - ROUNDING
            if worse:
                fallen.append(f"{name} is {value:.3f}, its floor {floor:.3f}")
        return fallen

    def raise_to(self, figures: Mapping[str, float], less_is_better: frozenset[str]) -> list[str]:
        """Move floors up to what was measured, and set those that are missing; none is ever moved down. Their names."""
        moved = []
        for name, value in figures.items():
            floor = self.floors.get(name)
            better = floor is None or (value < floor if name in less_is_better else value > floor)
            if better:
                self.floors[name] = value
                moved.append(name)
        return moved

    def lower(self, name: str, value: float, reason: str) -> None:
        """Set one floor to ``value``, and note why. Raises ValueError without a reason, or for an unknown name."""
        if not reason.strip():
            raise ValueError("lowering a floor needs a reason")
        if name not in self.floors:
            raise ValueError(f"no floor is called {name}")
        self.lowered.append({"name": name, "from": self.floors[name], "to": value, "reason": reason.strip()})
        self.floors[name] = value
