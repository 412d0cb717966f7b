"""The JSON API: what the pages do, for programs. `shapes` says what goes in and out."""

from __future__ import annotations

from fastapi import APIRouter

from countermove.web.api import answers, folder, interview, models, questions

router = APIRouter(prefix="/api")
for part in (folder, models, answers, interview, questions):
    router.include_router(part.router)
