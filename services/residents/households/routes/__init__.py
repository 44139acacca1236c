"""HTTP in, one use case or one read, HTTP out."""

from fastapi import APIRouter

from services.residents.households.routes import households, instructions, members, papers, persons, register, rooms

ROUTERS: list[APIRouter] = [
    households.routes,
    members.routes,
    register.routes,
    instructions.routes,
    persons.routes,
    rooms.routes,
    papers.routes,
]
