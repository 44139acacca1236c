"""`make run`: the suite in the foreground on loopback."""

import asyncio
import gc
import socket
import sys

import structlog
import uvicorn

from embedded.settings import SuiteSettings, secrets_in
from embedded.suite import Secrets, Suite
from gateway.forwarding.serving import HeadHoldingProtocol
from shared.runtime.logging import configure_logging
from shared.runtime.serving import SettledServer
from shared.runtime.settings import Mode
from shared.runtime.tracing import configure_tracing

log = structlog.get_logger()

_HOST = "127.0.0.1"
_GRACE_S = 15


def serve(settings: SuiteSettings) -> None:
    """Until SIGTERM or ^C. Exits 1 with one sentence when the port is taken or the folder can't be written."""
    configure_logging(settings.log_level)
    configure_tracing("embedded", settings.otlp_endpoint)
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        secrets = Secrets(**secrets_in(settings.data_dir))
        listener = _listen(settings.port)
    except OSError as error:
        sys.exit(f"can't start: {error}")
    suite = Suite(settings.data_dir, secrets, mode=settings.mode)
    asyncio.run(_run(suite, listener, settings))


def _listen(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((_HOST, port))
    return listener


async def _run(suite: Suite, listener: socket.socket, settings: SuiteSettings) -> None:
    config = uvicorn.Config(
        suite.app,
        loop="uvloop",
        http=HeadHoldingProtocol,
        ws="none",
        lifespan="off",
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=_GRACE_S,
    )
    if suite.is_new:
        print("Loading the demo community …", flush=True)  # noqa: T201 - what `make run` shows
    async with suite.running():
        await _GreetingServer(config, suite, settings).serve(sockets=[listener])


class _GreetingServer(SettledServer):
    """Says where it is once it answers, then gives the demo community some life beside the serving."""

    def __init__(self, config: uvicorn.Config, suite: Suite, settings: SuiteSettings) -> None:
        super().__init__(config)
        self._suite = suite
        self._settings = settings
        self._life: asyncio.Task[None] | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, then greet."""
        await super().startup(sockets)
        gc.enable()
        if self.started and sockets:
            address = f"http://{_HOST}:{sockets[0].getsockname()[1]}"
            _greet(address, self._settings)
            self._life = asyncio.create_task(_live(self._suite, address, self._settings))

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Finish what was accepted."""
        if self._life is not None:
            self._life.cancel()
            await asyncio.gather(self._life, return_exceptions=True)
        await super().shutdown(sockets)


async def _live(suite: Suite, address: str, settings: SuiteSettings) -> None:
    """Through the API, once; what is left half-way goes on at the next start."""
    mark = suite.folder / "demo-life"
    if settings.mode is not Mode.DEMO or mark.exists():
        return
    from embedded.demo import bring_to_life  # noqa: PLC0415 - on the first run only

    try:
        await bring_to_life(address, settings.demo_password)
    except Exception:
        log.exception("demo_life_incomplete")
    else:
        mark.touch()


def _greet(address: str, settings: SuiteSettings) -> None:
    """Say where it is and how to sign in."""
    lines = [f"Lobby is ready: {address}   API reference: {address}/docs   (^C stops it)"]
    if settings.mode is Mode.DEMO:
        lines += [
            "Demo community 阳光花园 (Sunshine Garden). Accounts are named after their roles: front_desk,",
            "service_assistant, service_lead, cashier, finance, technician, security, manager, admin …",
            f"Sign in:  curl {address}/v1/auth/token -d grant_type=password -d username=front_desk -d password=…",
            f"          the password is {settings.demo_password}",
        ]
    print("\n".join(lines), flush=True)  # noqa: T201 - what `make run` shows
