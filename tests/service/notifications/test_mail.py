"""Mail: sealed, asked again, given up on, withdrawn; on a real SMTP server. Source: handbook N-03, N-04."""

from datetime import timedelta
from email import message_from_bytes, policy

from tests.service.notifications import given
from tests.service.notifications.desk import MailServer, listed, notifications


async def test_mail_is_sent_to_the_sealed_address_and_stays_sealed_at_rest(database_url: str, mail: MailServer) -> None:
    async with notifications(database_url, smtp_host="127.0.0.1", smtp_port=mail.port) as rig:
        await given.a_household(rig)
        await given.contact_points(rig)
        await rig.tell(given.a_payment(), subject="payment-1")
        await rig.run_job("deliver")
        await rig.run_job("deliver")
        (message,) = await listed(rig, household_id=given.HOUSEHOLD)
    (taken,) = mail.taken
    received = message_from_bytes(taken, policy=policy.default)
    assert received["To"] == given.ADDRESS
    assert received["Subject"] == "已收款 80.00 元"
    assert (message["channel"], message["status"], message["attempts"]) == ("email", "sent", 1)
    assert given.ADDRESS not in str(message)


async def test_without_consent_no_mail_is_sent(database_url: str, mail: MailServer) -> None:
    async with notifications(database_url, smtp_host="127.0.0.1", smtp_port=mail.port) as rig:
        await given.a_household(rig)
        await given.contact_points(rig, consent=False)
        await rig.tell(given.a_payment(), subject="payment-1")
        await rig.run_job("deliver")
        (message,) = await listed(rig, household_id=given.HOUSEHOLD)
    assert mail.taken == []
    assert message["channel"] == "in_app"


async def test_a_server_that_is_busy_is_asked_again_later(database_url: str, mail: MailServer) -> None:
    async with notifications(database_url, smtp_host="127.0.0.1", smtp_port=mail.port) as rig:
        await given.a_household(rig)
        await given.contact_points(rig)
        mail.answer = "451 busy"
        await rig.tell(given.a_payment(), subject="payment-1")
        await rig.run_job("deliver")
        (waiting,) = await listed(rig, household_id=given.HOUSEHOLD)
        mail.answer = "250 OK"
        rig.clock.advance(timedelta(seconds=8))
        await rig.run_job("deliver")
        (sent,) = await listed(rig, household_id=given.HOUSEHOLD)
    assert (waiting["status"], waiting["last_answer"]) == ("queued", "server answered 451")
    assert (sent["status"], sent["attempts"]) == ("sent", 2)
    assert len(mail.taken) == 1


async def test_what_no_channel_delivers_becomes_a_call_by_the_desk(database_url: str, mail: MailServer) -> None:
    async with notifications(database_url, smtp_host="127.0.0.1", smtp_port=mail.port) as rig:
        await given.a_household(rig)
        await given.contact_points(rig)
        mail.answer = "550 no such mailbox"
        await rig.tell(given.a_payment(), subject="payment-1")
        await rig.run_job("deliver")
        (failed,) = await listed(rig, household_id=given.HOUSEHOLD)
        (event,) = await rig.told("message.failed")
        async with rig.client("phone_tasks:read", "phone_tasks:finish") as client:
            (task,) = (await client.get("/v1/phone-tasks")).json()["items"]
            stale = await client.post(
                f"/v1/phone-tasks/{task['id']}/finish", json={"result": "told"}, headers={"If-Match": '"9"'}
            )
            done = await client.post(f"/v1/phone-tasks/{task['id']}/finish", json={"result": "told"})
            again = await client.post(f"/v1/phone-tasks/{task['id']}/finish", json={"result": "told"})
            left = (await client.get("/v1/phone-tasks")).json()["items"]
    assert failed["status"] == "failed"
    assert event.data["message_id"] == failed["id"]
    assert given.ADDRESS not in str(event.data)
    assert task["words"] == failed["body"]
    assert (stale.status_code, done.status_code, again.status_code) == (412, 200, 409)
    assert left == []


async def test_a_message_waits_for_the_end_of_the_quiet_hours(database_url: str, mail: MailServer) -> None:
    async with notifications(database_url, smtp_host="127.0.0.1", smtp_port=mail.port) as rig:
        rig.clock.advance(timedelta(hours=10))  # 22:00 in Shanghai
        await given.a_household(rig)
        await given.contact_points(rig)
        await rig.tell(given.a_payment(), subject="payment-1")
        await rig.run_job("deliver")
        assert mail.taken == []
        rig.clock.advance(timedelta(hours=10))
        await rig.run_job("deliver")
        assert len(mail.taken) == 1


async def test_a_household_that_left_is_told_nothing_more(database_url: str, mail: MailServer) -> None:
    """Handbook R-07: not even before its contact points are told empty."""
    async with notifications(database_url, smtp_host="127.0.0.1", smtp_port=mail.port) as rig:
        await given.a_household(rig)
        await given.contact_points(rig)
        await given.a_departure(rig)
        await rig.tell(given.a_payment(), subject="payment-1")
        await rig.tell(given.a_stop_of_works(), subject="renovation-1")
        await rig.run_job("deliver")
        told = {message["recipient"] for message in await listed(rig)}
    assert mail.taken == []
    assert told == {"role:manager"}


async def test_what_waits_for_a_household_that_leaves_is_withdrawn_and_nobody_phones(
    database_url: str, mail: MailServer
) -> None:
    """Handbook R-07: a message in the queue, and a call that the desk has not made."""
    async with notifications(database_url, smtp_host="127.0.0.1", smtp_port=mail.port) as rig:
        await given.a_household(rig)
        await given.contact_points(rig)
        mail.answer = "550 no such mailbox"
        await rig.tell(given.a_payment("payment-1"), subject="payment-1")
        await rig.run_job("deliver")
        mail.answer = "451 busy"
        await rig.tell(given.a_payment("payment-2"), subject="payment-2")
        await rig.run_job("deliver")
        await given.a_departure(rig)
        mail.answer = "250 OK"
        rig.clock.advance(timedelta(hours=1))
        await rig.run_job("deliver")
        (withdrawn,) = await listed(rig, about="payment-2")
        async with rig.client("phone_tasks:read", "messages:read") as client:
            calls = (await client.get("/v1/phone-tasks")).json()["items"]
            today = (await client.get("/internal/front-desk/today")).json()
    assert mail.taken == []
    assert withdrawn["status"] == "withdrawn"
    assert calls == []
    assert today == {"messages_waiting": 0, "phone_tasks_open": 0}
