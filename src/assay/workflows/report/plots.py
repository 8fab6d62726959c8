"""Plots as SVG that takes its colours from the page around it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor, isfinite, log10

from assay.workflows.report.markup import tag, text

_LEFT, _RIGHT, _TOP, _BOTTOM = 56.0, 12.0, 12.0, 38.0
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0, 20.0)

Points = Iterable[tuple[float, float]]
"""x and y in the units of the plot; a point that is not finite breaks a line."""


@dataclass(frozen=True, slots=True)
class Plot:
    """A plane of `width` x `height` pixels with x and y ranges, in which marks are drawn."""

    x: tuple[float, float] = (0.0, 1.0)
    y: tuple[float, float] = (0.0, 1.0)
    width: float = 460.0
    height: float = 280.0

    def draw(
        self,
        *marks: str,
        title: str,
        x_title: str,
        y_title: str,
        x_ticks: Iterable[tuple[float, str]] | None = None,
    ) -> str:
        """The SVG with axes. `title` says what is seen to those who do not see it; `x_ticks` are words and where."""
        ticks = self._x_axis([(value, f"{value:g}") for value in _ticks(*self.x)] if x_ticks is None else x_ticks)
        middle, low = (_LEFT + self.width - _RIGHT) / 2, self.height - 4
        return tag(
            "svg",
            tag("title", text(title)),
            self._y_axis(),
            ticks,
            *marks,
            tag("text", text(x_title), x=middle, y=low, class_="name"),
            tag("text", text(y_title), x=8, y=(_TOP + self.height - _BOTTOM) / 2, class_="name turned"),
            viewBox=f"0 0 {self.width:g} {self.height:g}",
            role="img",
        )

    def line(self, points: Points, *, class_: str) -> str:
        """A line through points that rise in x."""
        path, pen = [], "M"
        for x, y in points:
            if isfinite(x) and isfinite(y):
                path.append(f"{pen}{self._x(x):.1f} {self._y(y):.1f}")
                pen = "L"
            else:
                pen = "M"
        return tag("path", d="".join(path), class_=f"line {class_}")

    def dots(self, points: Points, *, class_: str, radius: float = 3.5) -> str:
        """A dot at each point."""
        return "".join(
            tag("circle", cx=f"{self._x(x):.1f}", cy=f"{self._y(y):.1f}", r=radius, class_=f"dot {class_}")
            for x, y in points
            if isfinite(x) and isfinite(y)
        )

    def whiskers(self, ends: Iterable[tuple[float, float, float]], *, class_: str) -> str:
        """A vertical line from low to high at each x."""
        return "".join(
            self.line([(x, low), (x, high)], class_=f"whisker {class_}") for x, low, high in ends if isfinite(low)
        )

    def bar(self, x: tuple[float, float], y: tuple[float, float], *, class_: str) -> str:
        """A filled rectangle."""
        left, right = self._x(x[0]), self._x(x[1])
        top, bottom = self._y(y[1]), self._y(y[0])
        return tag(
            "rect",
            x=f"{left + 0.5:.1f}",
            y=f"{top:.1f}",
            width=f"{max(right - left - 1, 0.5):.1f}",
            height=f"{max(bottom - top, 0):.1f}",
            class_=f"bar {class_}",
        )

    def _x(self, value: float) -> float:
        low, high = self.x
        return _LEFT + (value - low) / (high - low) * (self.width - _LEFT - _RIGHT)

    def _y(self, value: float) -> float:
        low, high = self.y
        return self.height - _BOTTOM - (value - low) / (high - low) * (self.height - _TOP - _BOTTOM)

    def _x_axis(self, ticks: Iterable[tuple[float, str]]) -> str:
        base = self.height - _BOTTOM + 16
        return "".join(tag("text", text(word), x=f"{self._x(at):.1f}", y=base, class_="tick") for at, word in ticks)

    def _y_axis(self) -> str:
        lines = []
        for value in _ticks(*self.y):
            y = f"{self._y(value):.1f}"
            lines += [
                tag("line", x1=_LEFT, x2=self.width - _RIGHT, y1=y, y2=y, class_="grid"),
                tag("text", f"{value:,g}", x=_LEFT - 6, y=y, class_="tick left"),
            ]
        return "".join(lines)


def rows_of_bars(rows: Sequence[tuple[str, float, str]], *, title: str, class_: str) -> str:
    """Horizontal bars: a name, a length of at least 0, and words behind the bar."""
    longest = max((value for _, value, _ in rows), default=0) or 1.0
    height, from_x, to_x = 28, 210, 400
    marks = [
        tag("text", text(name), x=from_x - 8, y=at * height + 14, class_="tick left")
        + tag("rect", x=from_x, y=at * height + 6, width=f"{max(value / longest * (to_x - from_x), 1):.1f}", height=16,
              rx=2, class_=f"bar {class_}")
        + tag("text", text(words), x=f"{from_x + value / longest * (to_x - from_x) + 6:.1f}", y=at * height + 18,
              class_="word")
        for at, (name, value, words) in enumerate(rows)
    ]  # fmt: skip
    return tag("svg", tag("title", text(title)), *marks, viewBox=f"0 0 500 {len(rows) * height + 4}", role="img")


def _ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Round numbers from low to high, `most` at most."""
    spread = high - low
    power = 10.0 ** floor(log10(spread / most))
    slack = 1e-9 * spread
    for step in (power * digit for digit in _STEPS):
        first, last = ceil((low - slack) / step), floor((high + slack) / step)
        if last - first < most:
            break
    return [round(at * step, 12) for at in range(first, last + 1)]
