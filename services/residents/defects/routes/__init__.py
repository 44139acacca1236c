"""HTTP in, one read or command, HTTP out."""

from fastapi import APIRouter

from services.residents.defects.routes import defects, papers, settling

# The summary's fixed paths come before `/{defect_id}`.
ROUTERS: list[APIRouter] = [papers.routes, defects.routes, settling.routes]
