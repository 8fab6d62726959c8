"""What routes ask for, as annotated dependencies."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, Request

def _store(request: Request) -> Any: return request.app.state.store
Store = Annotated[Any, Depends(_store)]
Author = Annotated[str, Depends(lambda: "")]
Conditional = Annotated[Any, Depends(lambda: "")]
