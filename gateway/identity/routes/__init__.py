"""HTTP in, one use case or one read, HTTP out."""

from fastapi import APIRouter

from gateway.identity.routes import audit, auth, keys, roles, staff

ROUTERS: list[APIRouter] = [auth.routes, staff.routes, roles.routes, audit.routes, keys.routes]
