"""What all routes of patrols share."""

from enum import Enum
from typing import Annotated

from fastapi import Depends, Path, Query

from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.fields import Identifier
from shared.runtime.http.reading import Reader, reader_of

PREFIX = "/v1/patrols"
TAGS: list[str | Enum] = ["patrols"]

AreaId = Annotated[Identifier, Path(description="The area's id")]
FindingId = Annotated[Identifier, Path(description="The finding's id")]
CommunityId = Annotated[Identifier | None, Query(description="Needed when the account has several communities")]
Commands = Annotated[Command, Depends(command_of)]
Reads = Annotated[Reader, Depends(reader_of)]
