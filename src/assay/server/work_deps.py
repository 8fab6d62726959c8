"""What routes that change something ask for: the later part of the API alone."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from assay.jobs.background import Jobs as _Jobs
from assay.server.past import opened
from assay.server.upkeep import Upkeep as _Upkeep


async def _jobs(request: Request) -> _Jobs:
    if opened(request.scope) is not None:
        return _Jobs()  # no work is done in the past
    found: _Jobs = request.app.state.jobs
    return found


async def _upkeep(request: Request) -> _Upkeep:
    found: _Upkeep = request.app.state.upkeep
    return found


Jobs = Annotated[_Jobs, Depends(_jobs)]
Upkeep = Annotated[_Upkeep, Depends(_upkeep)]
