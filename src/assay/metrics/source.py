"""The source of a function that was typed into a notebook, as a file that stands alone."""

from __future__ import annotations

import dis
import inspect
import textwrap
from collections.abc import Callable, Iterator
from types import CodeType, ModuleType
from typing import Any

from assay.errors import MetricInvalid

_PLAIN = (bool, int, float, str, bytes, type(None))


def stand_alone(function: Callable[..., Any]) -> str:
    """A module with the function, its decorator, and what it uses from around it: imports, constants, functions.

    Raises
    ------
    MetricInvalid : its source is not known, or it uses something that cannot be written down.
    """
    head, body = {"import assay": None}, dict[str, None]()
    _gather(function, head, body, set())
    lines = sorted(head, key=lambda line: (not line.startswith(("import ", "from ")), line))
    return "\n".join([*lines, "", "", *body]).rstrip() + "\n"


def _gather(function: Callable[..., Any], head: dict[str, None], body: dict[str, None], seen: set[str]) -> None:
    source = _source(function)
    for name in sorted(_names(function, source)):
        if name not in function.__globals__ or name in seen:
            continue
        seen.add(name)
        value = function.__globals__[name]
        line = None if _is_beside(function, value) else _line(name, value)
        if line is not None:
            head[line] = None
        elif inspect.isfunction(value) and value is not function:
            _gather(value, head, body, seen)
        elif value is not function and getattr(value, "function", None) is not function:
            raise MetricInvalid(
                f"{function.__name__} uses {name!r}, which cannot be written into a file.",
                hint="Put the metric and all it needs into a file, then `assay metric add P FILE`.",
            )
    body[source + "\n\n"] = None


def _source(function: Callable[..., Any]) -> str:
    try:
        return textwrap.dedent(inspect.getsource(function)).rstrip()
    except (OSError, TypeError) as error:
        raise MetricInvalid(
            f"The source of {function.__name__} is not known.",
            hint="Put it into a file, then `assay metric add P FILE`.",
        ) from error


def _line(name: str, value: Any) -> str | None:
    """The line that brings `name` about: an import or a constant; None for anything else."""
    if isinstance(value, ModuleType):
        return f"import {name}" if value.__name__ == name else f"import {value.__name__} as {name}"
    if isinstance(value, _PLAIN) or (isinstance(value, tuple) and all(isinstance(part, _PLAIN) for part in value)):
        return f"{name} = {value!r}"
    home = getattr(value, "__module__", None)
    known_as = getattr(value, "__qualname__", "")
    if home and home != "__main__" and known_as.isidentifier():
        return f"from {home} import {known_as} as {name}" if known_as != name else f"from {home} import {name}"
    return None


def _is_beside(function: Callable[..., Any], value: Any) -> bool:
    """Whether it was typed into the same notebook or file."""
    return getattr(value, "__module__", None) == function.__module__


def _names(function: Callable[..., Any], source: str) -> set[str]:
    """The global names that the function's code, its decorator and its annotations speak of."""
    code = compile(source, "<metric>", "exec", dont_inherit=True)
    return {name for part in (code, function.__code__) for name in _names_of(part)}


def _names_of(code: CodeType) -> Iterator[str]:
    for instruction in dis.get_instructions(code):
        if instruction.opname in ("LOAD_GLOBAL", "LOAD_NAME"):  # co_names has those of attributes too
            yield instruction.argval
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names_of(constant)
