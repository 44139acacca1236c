"""HTTP in, one read, HTTP out."""

from fastapi import APIRouter

from services.residents.archives.checks import routes as checks
from services.residents.archives.community_records import routes as community_records
from services.residents.archives.loans import routes as loans
from services.residents.archives.retention import routes as retention
from services.residents.archives.routes import archives, documents, keeping, papers

# What has a name of its own goes before `/{archive_id}`.
ROUTERS: list[APIRouter] = [
    community_records.routes,
    loans.routes,
    checks.routes,
    retention.routes,
    documents.routes,
    keeping.routes,
    papers.routes,
    archives.routes,
]
