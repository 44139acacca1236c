"""The notifications service with its community, what it has told, and a server that takes its mail."""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from services.notifications.app import PROGRAM
from tests.service.notifications import given
from tests.service.support import ServiceRig, service_rig


class MailServer:
    """A real SMTP server on loopback that keeps what it takes and refuses as it is told."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []
        self.answer = "250 OK"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        if self.answer.startswith("250"):
            assert isinstance(envelope.content, bytes)
            self.taken.append(envelope.content)
        return self.answer


@asynccontextmanager
async def notifications(database_url: str, **settings: Any) -> AsyncIterator[ServiceRig]:
    async with service_rig(PROGRAM, database_url, contact_secret=given.SECRET, **settings) as rig:
        await given.a_community(rig)
        await given.a_lead(rig)
        yield rig


async def listed(rig: ServiceRig, **parameters: str) -> list[dict[str, object]]:
    async with rig.client("messages:read", roles=["service_lead"], account_id="lead-1") as client:
        answer = await client.get("/v1/messages", params=parameters)
    assert answer.status_code == 200
    items: list[dict[str, object]] = answer.json()["items"]
    return items
