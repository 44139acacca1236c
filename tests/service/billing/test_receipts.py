"""Receipts in words and on paper. Source: handbook B-06, B-16."""

from datetime import UTC, datetime, timedelta

from services.billing.app import PROGRAM
from shared.kernel.clock import ManualClock
from tests.service.billing.builders import NEXT_DOOR, approve_renovation, cashier, close_ticket, pay, settle_in
from tests.service.support import ServiceRig, service_rig


async def test_a_receipt_says_who_paid_what_in_digits_and_capital_numerals(rig: ServiceRig) -> None:
    await approve_renovation(rig)
    async with cashier(rig) as client:
        payment = (await pay(client, 270_050, method="cash")).json()
        receipt = (await client.get(f"/v1/receipts/{payment['receipt_number']}")).json()
    assert (receipt["number"], receipt["community_name"], receipt["payer_name"]) == (
        "SG-2026-000001",
        "阳光花园",
        "王芳",
    )
    assert (receipt["amount_yuan"], receipt["amount_capital"]) == ("2700.50", "人民币贰仟柒佰元伍角整")
    assert sum(line["paid_fen"] for line in receipt["lines"]) + receipt["prepaid_fen"] == 270_050
    assert [line["name_en"] for line in receipt["lines"]].count("Renovation deposit") == 1


async def test_a_receipt_reads_the_same_after_the_charge_is_paid_on(rig: ServiceRig) -> None:
    await close_ticket(rig, 8_000)
    async with cashier(rig) as client:
        first = (await pay(client, 3_000)).json()["receipt_number"]
        before = (await client.get(f"/v1/receipts/{first}")).json()
        await pay(client, 5_000)
        after = (await client.get(f"/v1/receipts/{first}")).json()
    assert after == before
    assert after["lines"][0]["outstanding_fen"] == 5_000


async def test_the_paper_is_a_pdf_with_its_own_font_and_the_same_however_often_it_is_printed(rig: ServiceRig) -> None:
    await close_ticket(rig, 8_000, code=NEXT_DOOR)
    async with cashier(rig) as client:
        number = (await pay(client, 8_000, room_code=NEXT_DOOR)).json()["receipt_number"]
        first = await client.get(f"/v1/receipts/{number}/pdf")
        rig.clock.advance(timedelta(days=30))
        again = await client.get(f"/v1/receipts/{number}/pdf")
    assert first.status_code == 200
    assert first.headers["content-type"] == "application/pdf"
    assert "SG-2026-000001.pdf" in first.headers["content-disposition"]
    assert first.content.startswith(b"%PDF-")
    assert b"NotoSansSC" in first.content
    assert len(first.content) < 100_000
    assert again.content == first.content


async def test_what_a_person_typed_is_printed_and_never_run(rig: ServiceRig) -> None:
    async with cashier(rig) as client:
        paid = await pay(client, 100, external_transaction='#panic("x") \\ $ * _ ` <a> @b "')
        printed = await client.get(f"/v1/receipts/{paid.json()['receipt_number']}/pdf")
    assert printed.status_code == 200
    assert printed.content.startswith(b"%PDF-")


async def test_an_unknown_receipt_is_not_found(rig: ServiceRig) -> None:
    async with cashier(rig) as client:
        for number in ("SG-2026-000009", "nothing", "%00", "a" * 65):
            answer = await client.get(f"/v1/receipts/{number}")
            paper = await client.get(f"/v1/receipts/{number}/pdf")
            assert {answer.status_code, paper.status_code} <= {404, 422}
    async with cashier(rig, "charges:read") as other:
        assert (await other.get("/v1/receipts/SG-2026-000001")).status_code == 403


async def test_a_new_year_on_the_communitys_clock_begins_a_new_series(database_url: str) -> None:
    clock = ManualClock(datetime(2026, 12, 31, 15, 59, tzinfo=UTC))
    async with service_rig(PROGRAM, database_url, clock=clock) as rig:
        await settle_in(rig)
        async with cashier(rig) as client:
            old = (await pay(client, 100)).json()
            clock.advance(timedelta(minutes=2))
            new = (await pay(client, 100)).json()
    assert (old["receipt_number"], new["receipt_number"]) == ("SG-2026-000001", "SG-2027-000001")
