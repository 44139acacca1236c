"""HTTP in, one use case or one read, HTTP out."""

from fastapi import APIRouter

from services.notifications.routes import front_desk, messages, phone_tasks, templates

ROUTERS: list[APIRouter] = [messages.routes, templates.routes, phone_tasks.routes, front_desk.routes]
