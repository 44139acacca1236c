"""HTTP in, one read, HTTP out."""

from fastapi import APIRouter

from services.residents.archives.checks import models as checks
from services.residents.archives.loans import models as loans
from services.residents.archives.retention import models as retention
from services.residents.archives.routes import archives

ROUTERS: list[APIRouter] = [archives.routes]
