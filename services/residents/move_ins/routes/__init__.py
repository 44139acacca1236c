"""HTTP in, one read or command, HTTP out."""

from fastapi import APIRouter

from services.residents.move_ins.routes import inspection, move_ins, papers, reception

ROUTERS: list[APIRouter] = [move_ins.routes, reception.routes, inspection.routes, papers.routes]
