"""HTTP in, one use case or one read, HTTP out."""

from fastapi import APIRouter

from services.billing.routes import (
    billing_reports,
    charges,
    code_tables,
    front_desk,
    payments,
    receipts,
    tariffs,
)

ROUTERS: list[APIRouter] = [
    tariffs.routes,
    charges.routes,
    payments.routes,
    receipts.routes,
    billing_reports.routes,
    front_desk.routes,
    code_tables.routes,
]
