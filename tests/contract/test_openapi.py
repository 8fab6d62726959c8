"""The HTTP interface is a pinned file, from which the web's client is generated (point 26 of the style)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from assay.server.openapi import openapi_text
from tests.contract.pins import assert_pinned
from tests.contract.tracked import ROOT

DESCRIBED: dict[str, Any] = json.loads(openapi_text())
OPERATIONS = [
    (path, method, operation) for path, methods in DESCRIBED["paths"].items() for method, operation in methods.items()
]


def test_the_description_is_what_the_server_does() -> None:
    assert_pinned(ROOT / "web" / "openapi.json", openapi_text())


def test_the_description_is_the_same_each_time() -> None:
    assert openapi_text() == openapi_text()


def test_operations_are_named_once() -> None:
    names = [operation["operationId"] for _, _, operation in OPERATIONS]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(("path", "method", "operation"), OPERATIONS)
def test_every_operation_says_what_it_is_for_and_how_it_fails(
    path: str, method: str, operation: dict[str, Any]
) -> None:
    assert operation["description"], (path, method)
    failure = operation["responses"]["default"]["content"]["application/json"]["schema"]
    assert failure == {"$ref": "#/components/schemas/ApiError"}
    assert "422" not in operation["responses"]


def test_every_model_says_what_it_is() -> None:
    for name, schema in DESCRIBED["components"]["schemas"].items():
        if name != "JsonValue":
            assert schema.get("description"), name
