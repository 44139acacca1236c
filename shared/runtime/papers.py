"""Printed papers: typst templates fed with JSON, in Chinese and English, with QR codes. Source: architecture 11.

The content travels as JSON in `sys.inputs.data`, never pasted into the template: nothing that a person typed can
become typst code. Only the project's own font is used, so that a paper looks the same on every machine.
"""

import io
import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import segno
import typst

FONTS = Path(__file__).parents[1] / "fonts"


def compile_paper(template: Path, data: Mapping[str, Any], *, made_at: datetime | None = None) -> bytes:
    """The PDF of `template` (which reads `json(bytes(sys.inputs.data))`) over `data`, JSON types only.

    It computes for some ten milliseconds: call it by `asyncio.to_thread`. With `made_at` the same content is the
    same file, byte for byte.
    """
    content = json.dumps(data, ensure_ascii=False, allow_nan=False)
    # The timestamp must have a fixed offset, which a zone by name has not.
    stamp = int(made_at.timestamp()) if made_at else None
    return typst.compile(
        str(template),
        root=str(template.parent),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"data": content},
        timestamp=stamp,
    )


def qr_svg(content: str) -> str:
    """A QR code as SVG text, for `image(bytes(…), format: "svg")`; level M survives a crease or a stamp."""
    drawn = io.BytesIO()
    segno.make_qr(content, error="m").save(drawn, kind="svg", border=0, xmldecl=False, svgns=True)
    return drawn.getvalue().decode()


@cache
def _fonts() -> typst.Fonts:
    """Ten megabytes of font are read once per process."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
