"""What the front reads of a request's head, in one walk over its headers."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from shared.kernel.ids import new_id

_WELL_FORMED = re.compile(rb"[A-Za-z0-9._-]{8,64}")


class Head:
    """`declared` is the body's length, None when it is not said; `chunked`: only the end tells."""

    __slots__ = ("authorization", "chunked", "declared", "path", "request_id")

    def __init__(self, scope: Mapping[str, Any]) -> None:
        path: bytes | None = scope.get("raw_path")
        self.path = path if path is not None else quote(scope["path"]).encode()
        self.authorization: bytes | None = None
        self.declared: int | None = None
        self.chunked = False
        request_id = b""
        for name, value in scope["headers"]:
            if name == b"authorization":
                self.authorization = value
            elif name == b"x-request-id":
                request_id = value
            elif name == b"content-length":
                self.declared = int(value) if value.isdigit() else None
            elif name == b"transfer-encoding":
                self.chunked = True
        self.request_id = request_id if _WELL_FORMED.fullmatch(request_id) else new_id().encode()
