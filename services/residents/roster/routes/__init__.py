"""HTTP in, one use case or read, HTTP out."""

from fastapi import APIRouter

from services.residents.roster.routes import report, roster_imports, rows, uploads

ROUTERS: list[APIRouter] = [uploads.routes, roster_imports.routes, rows.routes, report.routes]
