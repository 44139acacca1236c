"""The gateway's forwarding path: a streaming reverse proxy as plain ASGI; the measured hot path.

`HttpUpstream` speaks HTTP/1.1 to a service on a bounded pool of persistent connections; `InProcessUpstream`
calls a service's ASGI app in the same process. Both keep the header rules of `headers.py` and raise the
errors of `errors.py`. Source: architecture, decision 10.
"""

from gateway.forwarding.breaker import Breaker, Circuit
from gateway.forwarding.errors import (
    BrokenUpload,
    MalformedTarget,
    ResponseAborted,
    Saturated,
    UpstreamTimedOut,
    UpstreamUnavailable,
)
from gateway.forwarding.headers import HeaderRules, Headers
from gateway.forwarding.in_process import InProcessUpstream
from gateway.forwarding.limits import Patience, PoolLimits
from gateway.forwarding.upstream import HttpUpstream, Upstream

__all__ = [
    "Breaker",
    "BrokenUpload",
    "Circuit",
    "HeaderRules",
    "Headers",
    "HttpUpstream",
    "InProcessUpstream",
    "MalformedTarget",
    "Patience",
    "PoolLimits",
    "ResponseAborted",
    "Saturated",
    "Upstream",
    "UpstreamTimedOut",
    "UpstreamUnavailable",
]
