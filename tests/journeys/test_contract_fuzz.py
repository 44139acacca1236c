"""No input makes a 500, and no answer is one that the description does not have: Schemathesis over every operation.

The cases are the same on every run (`SEED`). Ids in paths are at times those of things that exist, so that the
rules behind a route are met and not its 404 alone.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.journeys import belongings
from tests.journeys.conftest import started
from tests.journeys.people import people_of
from tests.stack import EmbeddedStack

SEED = 20261122
EXAMPLES = {"manager": 20, "front_desk": 6, "admin": 6}
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
]
# Signing out ends the session that the other cases are sent with.
ENDS_THE_SESSION = "auth.revoke"
