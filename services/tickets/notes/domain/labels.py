"""Words of notes and attachments."""

from collections.abc import Mapping
from typing import Any

from services.tickets.attachments.domain.purposes import PURPOSES
from services.tickets.notes.domain.visibility import Visibility
from shared.kernel.text import Text

NOTE_TABLES: Mapping[str, Mapping[Any, Text]] = {
    "note_visibility": {
        Visibility.PUBLIC: Text(zh="报事人可见", en="May be told to the requester"),
        Visibility.INTERNAL: Text(zh="内部", en="Inside the house"),
        Visibility.DEPARTMENT: Text(zh="部门内部", en="Inside the department"),
    },
    "attachment_purpose": PURPOSES,
}
