"""A real mail server for each test that sends."""

from collections.abc import Iterator

import pytest

from tests.service.notifications.desk import MailServer


@pytest.fixture
def mail() -> Iterator[MailServer]:
    server = MailServer()
    server.controller.start()
    yield server
    server.controller.stop()
