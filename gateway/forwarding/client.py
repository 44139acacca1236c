"""The client's side of an exchange, in its own task: sends the rest of its body, then notices its leaving."""

import asyncio

from gateway.forwarding.asgi import Receive
from gateway.forwarding.connection import Connection
from gateway.forwarding.errors import ClientGone, ClientStalled, Overdue, PeerClosed


def start_listening(connection: Connection) -> None:
    """Once per exchange; `Pool.release` ends it."""
    if connection.listener is None and connection.receive is not None:
        connection.listener = asyncio.create_task(_listen(connection, connection.receive))


async def _listen(connection: Connection, receive: Receive) -> None:
    try:
        while not connection.sent:
            await _upload_piece(connection, receive)
        # A request without a body still has one empty piece to be taken.
        for _ in range(2):
            if (await receive())["type"] == "http.disconnect":
                connection.fail(ClientGone())
                return
    except Exception as error:  # noqa: BLE001 - raised anew by who relays the answer
        connection.fail(error)


async def _upload_piece(connection: Connection, receive: Receive) -> None:
    """Takes no more from the client than the upstream takes from us. Raises ClientGone, PeerClosed."""
    await connection.writable()
    connection.expect_before_answer(ClientStalled)
    message = await receive()
    if message["type"] != "http.request":
        raise ClientGone
    if connection.closed:
        raise PeerClosed
    connection.expect_before_answer(Overdue)
    connection.write_body(message.get("body", b""))
    if not message.get("more_body", False):
        connection.end_body()
