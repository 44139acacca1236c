"""HTTP in, one use case or one read, HTTP out."""

from fastapi import APIRouter

from services.billing.routes import (
    arrears,
    billing_reports,
    charges,
    code_tables,
    deposits,
    front_desk,
    meters,
    payments,
    payouts,
    receipts,
    tariffs,
)

ROUTERS: list[APIRouter] = [
    tariffs.routes,
    charges.routes,
    payments.routes,
    receipts.routes,
    deposits.routes,
    payouts.routes,
    meters.routes,
    arrears.routes,
    billing_reports.routes,
    front_desk.routes,
    code_tables.routes,
]
