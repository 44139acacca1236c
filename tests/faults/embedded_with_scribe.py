"""`python -m tests.faults.embedded_with_scribe`: what `make run` starts, with a scribe on its bus."""

from __future__ import annotations

import asyncio

from embedded import serving
from embedded.settings import SuiteSettings, secrets_in
from embedded.suite import Secrets, Suite
from shared.runtime.logging import configure_logging
from shared.runtime.service import Service
from tests.faults.scribe import ScribeSettings, definition_of


def serve() -> None:
    settings = SuiteSettings()
    configure_logging(settings.log_level)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    suite = Suite(settings.data_dir, Secrets(**secrets_in(settings.data_dir)), mode=settings.mode)
    own = ScribeSettings.model_validate({"database_url": suite._url("scribe")})
    suite.services["scribe"] = Service(definition_of(own.name), own, bus=suite.bus, clock=suite.clock)
    asyncio.run(serving._run(suite, serving._listen(settings.port), settings))


if __name__ == "__main__":
    serve()
