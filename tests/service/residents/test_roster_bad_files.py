"""Files that are wrong, damaged or malicious: a clear answer, and nothing changed. Source: handbook R-08."""

import io
import struct
import zipfile
from typing import Any

import pytest

from services.residents.roster.domain.columns import COLUMNS
from shared.kernel.ids import new_id
from tests.service.residents.builders import did
from tests.service.residents.rosters import (
    CARD,
    IMPORTS,
    applied,
    ask,
    checked,
    csv_text,
    importer,
    room,
    rows_of,
    upload,
    xlsx,
)
from tests.service.support import ServiceRig

# What is refused here is decided before the database is asked: one of the two is enough.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 200
OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


def packed(parts: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name, content)
    return made.getvalue()


def repacked(content: bytes, **parts: Any) -> bytes:
    """The workbook with some parts replaced; `sheet`, `book`: what to do with its text."""
    names = {"sheet": "xl/worksheets/sheet1.xml", "book": "xl/workbook.xml"}
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        every = {name: book.read(name) for name in book.namelist()}
    for key, change in parts.items():
        every[names[key]] = change(every[names[key]])
    return packed(every)


def lying(content: bytes, size: int) -> bytes:
    """The zip whose directory declares another size for its last part."""
    raw = bytearray(content)
    struct.pack_into("<I", raw, raw.rfind(b"PK\x01\x02") + 24, size)
    return bytes(raw)


BOMB = packed({"xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": b" " * (40 * 1024 * 1024)})


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty-upload"),
        (PNG, "roster-file-refused"),
        (b"%PDF-1.7 ...", "roster-file-refused"),
        (b"<html></html>", "roster-file-refused"),
        (OLD_EXCEL, "roster-file-refused"),
        (packed({"a.txt": b"x"}), "roster-file-refused"),
        (b"PK\x03\x04 and no zip", "roster-file-refused"),
        (BOMB, "roster-file-refused"),
        (packed({"xl/workbook.bin": b"x"}), "roster-file-refused"),
    ],
    ids=["empty", "picture", "pdf", "html", "old", "zip", "damaged", "bomb", "xlsb"],
)
async def test_what_is_no_sheet_is_refused_at_the_upload(rig: ServiceRig, content: bytes, code: str) -> None:
    async with importer(rig) as client:
        answer = await client.post(IMPORTS, content=content, headers={"Idempotency-Key": new_id()})
        assert answer.status_code == 422
        assert answer.json()["type"] == f"urn:lobby:problem:{code}"
        assert answer.json()["errors"][0]["pointer"] == "/file"
        assert (await did(await client.get(IMPORTS)))["items"] == []


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (lying(BOMB, 100), "not_readable"),
        (repacked(xlsx([room()]), sheet=lambda text: text[:-60]), "not_readable"),
        (repacked(xlsx([room()]), book=lambda _: b"<workbook/>"), "not_readable"),
        (repacked(xlsx([room()]), book=lambda _: b"no xml"), "not_readable"),
        (xlsx([]), "no_rows"),
        (b"a,b,c\r\n1,2,3\r\n", "columns_missing"),
        (b"\xff\xff\xfe\xfe", "not_a_sheet"),
        ("楼栋\n".encode("utf-16-le")[1:], "not_a_sheet"),
        (csv_text([room()]).encode() + b'"' + b"x" * 20_000, "not_readable"),
        (repacked(xlsx([room()]), sheet=lambda text: text.replace(b'r="A2"', b'r="XFD1048576"')), "not_readable"),
    ],
    ids=["lying", "cut", "no sheets", "no xml", "empty", "no header", "no text", "utf-16", "huge field", "far cell"],
)
async def test_what_can_not_be_read_fails_with_its_reason(rig: ServiceRig, content: bytes, code: str) -> None:
    async with importer(rig) as client:
        answer = await client.post(IMPORTS, content=content, headers={"Idempotency-Key": new_id()})
        if answer.status_code == 422:  # seen at once
            assert answer.json()["type"] == "urn:lobby:problem:roster-file-refused"
            return
        made = await did(answer, 201)
        await rig.run_job("roster_imports")
        found = await did(await client.get(f"{IMPORTS}/{made['id']}"))
        assert (found["status"], found["failure"]["code"]) == ("failed", code)
        assert found["failure"]["message"]["zh"] != found["failure"]["message"]["en"]
        assert (await ask(client, made["id"], "apply")).status_code == 409


WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"area_m2": "大"}, "not_an_area", "建筑面积"),
    ({"area_m2": 0}, "not_an_area", "建筑面积"),
    ({"area_m2": -5}, "not_an_area", "建筑面积"),
    ({"area_m2": 12.345}, "not_an_area", "建筑面积"),
    ({"area_m2": "1e999999999"}, "not_an_area", "建筑面积"),
    ({"area_m2": "NaN"}, "not_an_area", "建筑面积"),
    ({"area_m2": ""}, "missing", "建筑面积"),
    ({"building": "甲"}, "bad_room_code", "楼栋"),
    ({"number": "1-1"}, "bad_room_code", "房号"),
    ({"occupancy": "住着"}, "not_a_choice", "入住状态"),
    ({"kind": "城堡"}, "not_a_choice", "用途"),
    ({"owner_phone": "12345"}, "not_a_phone", "业主电话"),
    ({"owner_phone": "110"}, "not_a_phone", "业主电话"),
    ({"owner_id_number": CARD[:-1] + "1"}, "not_an_id_number", "业主证件号码"),
    ({"owner_name": ""}, "name_missing", "业主姓名"),
    ({"owner_name": "x" * 101}, "too_long", "业主姓名"),
    ({"owner_name": "王\n芳"}, "control_characters", "业主姓名"),
    ({"owner_name": True}, "not_text", "业主姓名"),
    ({"registered_on": "2099-01-01"}, "not_a_day", "登记日期"),
    ({"registered_on": "昨天"}, "not_a_day", "登记日期"),
    ({"occupancy": "未售"}, "unsold_with_people", "入住状态"),
    ({"owner_name": "", "owner_phone": "", "member_1_name": "小明"}, "no_holder", "业主姓名"),
    ({"co_owner_name": "陈晨"}, "person_twice", "业主姓名"),
]


async def test_every_wrong_cell_is_named_with_its_address_and_nothing_personal(rig: ServiceRig) -> None:
    rows = [room(f"9#1-{floor}-1", **over) for floor, (over, _, _) in enumerate(WRONG, 1)]
    async with importer(rig) as client:
        found = await checked(rig, client, xlsx(rows))
        told = await rows_of(client, found["id"], kind="error", limit=5)
        assert found["rows"]["error"] == len(WRONG) == len(told)
        headers = [column.header.zh for column in COLUMNS]
        for at, (row, (over, code, column)) in enumerate(zip(told, WRONG, strict=True), 2):
            (fault,) = row["faults"]
            letters = fault["cell"].removeprefix("名册!").rstrip("0123456789")
            assert (row["row"], fault["code"], fault["column"]) == (at, code, column), (over, fault)
            assert fault["cell"] == f"名册!{letters}{at}"
            assert (
                headers[sum(26**place * (ord(sign) - 64) for place, sign in enumerate(reversed(letters))) - 1] == column
            )
            assert fault["message"]["zh"] != fault["message"]["en"]
        assert CARD[:-1] not in str(told)
        assert "12345" not in str(told)


async def test_a_room_that_comes_twice_names_the_first_row(rig: ServiceRig) -> None:
    async with importer(rig) as client:
        found = await checked(rig, client, xlsx([room("9#1-1-1"), room("9#1-1-2"), room("09#01-1-1")]))
        (row,) = await rows_of(client, found["id"], kind="error")
    assert (row["row"], row["faults"][0]["code"]) == (4, "duplicate_room")
    assert row["faults"][0]["message"]["en"] == "The same room as in row 2"


async def test_a_formula_is_no_entry(rig: ServiceRig) -> None:
    async with importer(rig) as client:
        found = await checked(
            rig, client, xlsx([room(), room("9#1-1-2")], formulas=[(3, "area_m2"), (3, "owner_phone")])
        )
        (row,) = await rows_of(client, found["id"], kind="error")
    faults = {(fault["code"], fault["cell"]) for fault in row["faults"]}
    assert ("formula", "名册!F3") in faults
    assert len([code for code, _ in faults if code == "formula"]) == 2
    assert found["rows"]["new"] == 1


async def test_a_formula_that_gives_nothing_is_found_too(rig: ServiceRig) -> None:
    def emptied(text: bytes) -> bytes:
        return text.replace(b"</sheetData>", b'<row r="3"><c r="I3"><f>NOW()</f></c></row></sheetData>')

    async with importer(rig) as client:
        found = await checked(rig, client, repacked(xlsx([room()]), sheet=emptied))
        (row,) = await rows_of(client, found["id"], kind="error")
    assert row["row"] == 3
    assert "formula" in {fault["code"] for fault in row["faults"]}


async def test_text_that_looks_like_a_formula_is_text(rig: ServiceRig) -> None:
    async with importer(rig) as client:
        await applied(rig, client, csv_text([room(owner_name="=cmd|x", owner_phone="")]).encode())
        page = await did(await client.get("/v1/households", params={"room_code": "9#1-1-1"}))
    assert page["items"][0]["members"][0]["name"] == "=cmd|x"


async def test_columns_may_stand_in_any_order_and_further_right(rig: ServiceRig) -> None:
    text = "备注,,Area,Occupancy (a note),*Number,floor,单 元,building\r\nx,,50.5,unsold,7,B1,2,12a\r\n"
    async with importer(rig) as client:
        await applied(rig, client, text.encode())
        page = await did(await client.get("/v1/rooms", params={"code": "12A#2-B1-7"}))
    assert page["items"][0]["area_m2"] == "50.50"


async def test_the_key_is_required_and_the_same_file_answers_the_same(rig: ServiceRig) -> None:
    content, key = xlsx([room()]), {"Idempotency-Key": "one"}
    async with importer(rig) as client:
        assert (await client.post(IMPORTS, content=content)).status_code == 400
        first = await did(await client.post(IMPORTS, content=content, headers=key), 201)
        again = await client.post(IMPORTS, content=content, headers=key)
        assert (again.json(), again.headers["idempotent-replayed"]) == (first, "true")
        other = await client.post(IMPORTS, content=xlsx([room("9#1-1-2")]), headers=key)
        assert (other.status_code, other.json()["type"]) == (422, "urn:lobby:problem:idempotency-key-reused")
        assert len((await did(await client.get(IMPORTS)))["items"]) == 1


async def test_a_body_over_the_limit_of_uploads_is_refused(rig: ServiceRig) -> None:
    async def endless() -> Any:
        for _ in range(65):
            yield b"x" * 1024 * 1024

    async with importer(rig) as client:
        answer = await client.post(IMPORTS, content=endless(), headers={"Idempotency-Key": "k"})
        declared = await client.post(
            IMPORTS, content=b"", headers={"Idempotency-Key": "k", "Content-Length": str(200 * 1024 * 1024)}
        )
        small = await client.post("/v1/households", content=b"x" * 11 * 1024 * 1024)
    assert (answer.status_code, declared.status_code, small.status_code) == (413, 413, 413)
    assert "64 MB" in answer.json()["detail"]
    assert "10 MB" in small.json()["detail"]


async def test_odd_parameters_are_refused(rig: ServiceRig) -> None:
    async with importer(rig) as client:
        made = await upload(client, xlsx([room()]))
        for cursor in ("x", "-1", "99999999", "１", "\x00", "1e3"):
            assert (await client.get(f"{IMPORTS}/{made['id']}/rows", params={"cursor": cursor})).status_code == 422
        for odd in ("%00", "x" * 37):
            assert (await client.get(f"{IMPORTS}/{odd}")).status_code in {404, 422}
        assert (await client.get(f"{IMPORTS}/template", params={"format": "exe"})).status_code == 422
        assert (await ask(client, made["id"], "apply", {"leave_out_faulty": True, "x": 1})).status_code == 422
        assert (await ask(client, made["id"], "apply")).status_code == 409
        assert (await ask(client, made["id"], "undo")).status_code == 409
