"""HTTP in, services asked side by side, HTTP out."""

from fastapi import APIRouter

from gateway.front_desk.routes import code_tables, front_desk

ROUTERS: list[APIRouter] = [front_desk.routes, code_tables.routes]
