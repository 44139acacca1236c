"""`/v1/templates`."""

from typing import Annotated

from fastapi import APIRouter, Depends

from services.notifications.schemas import TemplateView
from shared.runtime.http.paging import Page
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import Reader, reader_of
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix="/v1/templates", tags=["messages"])


@routes.get("", operation_id="templates.list", summary="List the message templates", responses=problems())
async def list_(
    _caller: Annotated[Caller, needs("templates:read")], reader: Annotated[Reader, Depends(reader_of)]
) -> Page[TemplateView]:
    """All of them, in the language of the request (handbook N-01)."""
    return Page(items=TemplateView.all_in(reader.locale))
