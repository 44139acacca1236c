"""What all routes of assemblies share."""

from enum import Enum
from typing import Annotated

from fastapi import Depends, Path

from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.fields import Identifier
from shared.runtime.http.reading import Reader, reader_of

PREFIX = "/v1/assemblies"
TAGS: list[str | Enum] = ["assemblies"]

AssemblyId = Annotated[Identifier, Path(description="The assembly's id")]
Commands = Annotated[Command, Depends(command_of)]
Reads = Annotated[Reader, Depends(reader_of)]
