"""Handbook R-34, R-35: rounds, notices rechecked until cured, the nine measures."""

from typing import Any

from shared.kernel.ids import new_id
from tests.service.residents.builders import act, approved, desk, did, manager
from tests.service.residents.counting import counted
from tests.service.residents.works import DAY, act_on, guard, round_with, show, under_way
from tests.service.support import ELSEWHERE, ServiceRig

DUE = "/v1/renovations/inspections-due"


async def due(rig: ServiceRig, **params: str) -> list[dict[str, Any]]:
    async with desk(rig) as client:
        items: list[dict[str, Any]] = (await did(await client.get(DUE, params=params)))["items"]
        return items


async def rounds_due(rig: ServiceRig) -> set[str]:
    return {each["round"] for site in await due(rig) for each in site["rounds"]}


async def test_security_is_due_daily_and_service_and_manager_weekly(rig: ServiceRig) -> None:
    renovation_id = await under_way(rig)
    assert await rounds_due(rig) == {"security", "service", "manager"}
    async with guard(rig) as security, desk(rig) as service, manager(rig) as head:
        made = [
            await did(await act(who, renovation_id, "inspections", round_with()), 201)
            for who in (security, service, head)
        ]
        assert await due(rig) == []
        rig.clock.advance(DAY)
        assert await rounds_due(rig) == {"security"}
        rig.clock.advance(6 * DAY)
        assert await rounds_due(rig) == {"security", "service", "manager"}
    [site] = await due(rig, round="security")
    assert [each["round"] for each in made] == ["security", "service", "manager"]
    assert [each["notice"] for each in made] == [None, None, None]
    assert site["rounds"] == [{"round": "security", "last_on": "2026-11-22", "due_on": "2026-11-23"}]


async def test_findings_become_a_notice_that_is_rechecked_daily_until_cured(rig: ServiceRig) -> None:
    renovation_id = await under_way(rig)
    body = round_with("rubbish", "power_overload", rectify_by="2026-11-25", note="楼道堆放")
    async with guard(rig) as inspector:
        inspection = await did(await act(inspector, renovation_id, "inspections", body), 201)
        notice = inspection["notice"]
        path = f"notices/{notice['id']}"
        [site] = await due(rig)
        still = await did(await act_on(inspector, path, "recheck", {"is_cured": False, "note": "仍在"}))
        again = await did(await act_on(inspector, path, "recheck", {"is_cured": False}), 409)
        no_more_today = await due(rig, round="security")
        rig.clock.advance(DAY)
        [tomorrow] = await due(rig)
        cured = await did(await act_on(inspector, path, "recheck", {"is_cured": True, "note": "已清运"}))
        late = await did(await act_on(inspector, path, "recheck", {"is_cured": True}), 409)
        open_ones = await did(await inspector.get("/v1/renovations/notices", params={"is_open": "true"}))
    file = await show_file(rig)

    assert (notice["number"], notice["rectify_by"]) == ("SG-N26-0001", "2026-11-25")
    assert [finding["item"] for finding in notice["findings"]] == ["power_overload", "rubbish"]
    assert [row["id"] for row in site["rechecks"]] == [notice["id"]]
    assert [row["is_cured"] for row in still["rechecks"]] == [False]
    assert again["type"] == "urn:lobby:problem:recheck-done"
    assert no_more_today == []
    assert [row["id"] for row in tomorrow["rechecks"]] == [notice["id"]]
    assert [(row["is_cured"], row["note"]) for row in cured["rechecks"]] == [(False, "仍在"), (True, "已清运")]
    assert cured["cured_at"] is not None
    assert late["type"] == "urn:lobby:problem:already-cured"
    assert open_ones["items"] == []
    assert (await show(rig, renovation_id))["status"] == "in_progress"
    assert ("renovation_inspection", "SG-N26-0001") in {(entry["kind"], entry["number"]) for entry in file}


async def show_file(rig: ServiceRig) -> list[dict[str, Any]]:
    async with desk(rig) as client:
        [file] = (await did(await client.get("/v1/archives", params={"room_code": "2#1-8-2"})))["items"]
        entries: list[dict[str, Any]] = (await did(await client.get(f"/v1/archives/{file['id']}")))["entries"]
    return entries


async def test_load_bearing_damage_on_a_round_stops_the_works_until_its_notice_is_cured(rig: ServiceRig) -> None:
    renovation_id = await under_way(rig)
    async with guard(rig) as inspector, manager(rig) as head:
        body = round_with("load_bearing_damage")
        notice = (await did(await act(inspector, renovation_id, "inspections", body), 201))["notice"]
        stopped = await show(rig, renovation_id)
        too_early = await did(await act(head, renovation_id, "resume"), 409)
        await did(await act_on(inspector, f"notices/{notice['id']}", "recheck", {"is_cured": True}))
        going_on = await did(await act(head, renovation_id, "resume"))
    [suspended] = await rig.told("renovation.suspended")
    [recorded] = await rig.told("renovation.violation_recorded")
    [violation] = going_on["violations"]
    assert stopped["status"] == "suspended"
    assert too_early["type"] == "urn:lobby:problem:not-cured"
    assert suspended.data["reason"] == "load_bearing_damage"
    assert recorded.data["version"] < suspended.data["version"]
    assert (violation["notice_id"], violation["measure"], violation["cure_note"]) == (
        notice["id"],
        "restore",
        "SG-N26-0001",
    )
    assert going_on["status"] == "in_progress"


async def test_rounds_on_stopped_works_go_on(rig: ServiceRig) -> None:
    renovation_id = await under_way(rig)
    async with guard(rig) as inspector:
        await did(await act(inspector, renovation_id, "suspend", {"kind": "rubbish"}))
        body = round_with("load_bearing_damage")
        await did(await act(inspector, renovation_id, "inspections", body), 201)
    seen = await show(rig, renovation_id)
    assert (seen["status"], len(seen["violations"])) == ("suspended", 2)
    assert len(await rig.told("renovation.suspended")) == 1


NO_ROUNDS: list[tuple[dict[str, Any], str]] = [
    ({"checks": []}, "/checks"),
    ({"checks": round_with()["checks"][1:]}, "/checks"),
    ({"checks": [*round_with()["checks"], {"item": "rubbish", "in_order": True}]}, "/checks"),
    ({"checks": [{"item": "walls", "in_order": True}]}, "/checks/0/item"),
    (round_with("rubbish", rectify_by="2026-11-21"), "/rectify_by"),
    (round_with("rubbish", rectify_by="2027-11-21"), "/rectify_by"),
    (round_with(note="a\x00"), "/note"),
]


async def test_a_round_that_is_none_is_refused_and_uses_up_no_number(rig: ServiceRig) -> None:
    renovation_id = await under_way(rig)
    async with guard(rig) as inspector:
        for body, pointer in NO_ROUNDS:
            problem = await did(await act(inspector, renovation_id, "inspections", body), 422)
            assert pointer in [fault["pointer"] for fault in problem["errors"]]
        made = await did(await act(inspector, renovation_id, "inspections", round_with("rubbish")), 201)
    assert made["notice"]["number"] == "SG-N26-0001"


async def test_no_round_is_made_where_nothing_is_built(rig: ServiceRig) -> None:
    renovation_id = await approved(rig)
    async with guard(rig) as inspector:
        problem = await did(await act(inspector, renovation_id, "inspections", round_with()), 409)
    assert problem["type"] == "urn:lobby:problem:illegal-transition"
    assert await due(rig) == []


NINE: list[tuple[str, dict[str, Any]]] = [
    ("warning", {}),
    ("rectify_by_date", {"rectify_by": "2026-11-25"}),
    ("clear_site", {}),
    ("cut_utilities", {"legal_ground": "safety_hazard", "legal_basis": "消防法第六十条"}),
    ("forbid_tools", {}),
    ("restore", {}),
    ("compensate", {"amount_fen": 50_000}),
    ("report_authority", {}),
    ("refuse_entry", {}),
]


async def test_each_of_the_nine_measures_is_recorded_and_refused_entry_alone_stops_the_works(rig: ServiceRig) -> None:
    renovation_id = await under_way(rig)
    async with guard(rig) as inspector:
        for measure, over in NINE:
            body = {"kind": "rubbish", "measure": measure, "note": "楼道"} | over
            seen = await did(await act(inspector, renovation_id, "violations", body))
            [violation] = [row for row in seen["violations"] if row["measure"] == measure]
            assert {name: violation[name] for name in body} == body
            assert seen["status"] == ("suspended" if measure == "refuse_entry" else "in_progress")
    told = await rig.told("renovation.violation_recorded")
    assert [each.data["measure"] for each in told] == [measure for measure, _ in NINE]
    assert len(await rig.told("renovation.suspended")) == 1
    assert "楼道" not in "".join(each.to_bytes().decode() for each in told)


async def test_load_bearing_damage_stops_the_works_whatever_the_measure(rig: ServiceRig) -> None:
    renovation_id = await under_way(rig)
    async with guard(rig) as inspector:
        body = {"kind": "load_bearing_damage", "measure": "warning"}
        seen = await did(await act(inspector, renovation_id, "violations", body))
    assert seen["status"] == "suspended"


GROUNDLESS: list[tuple[dict[str, Any], str, str]] = [
    (
        {"measure": "cut_utilities", "legal_ground": "fees", "legal_basis": "欠费"},
        "/legal_ground",
        "never-for-money",
    ),
    ({"measure": "cut_utilities"}, "/legal_ground", "measure-incomplete"),
    ({"measure": "cut_utilities", "legal_ground": "safety_hazard"}, "/legal_basis", "measure-incomplete"),
    ({"measure": "compensate"}, "/amount_fen", "measure-incomplete"),
    ({"measure": "compensate", "amount_fen": 0}, "/amount_fen", "invalid-content"),
    ({"measure": "compensate", "amount_fen": 10**30}, "/amount_fen", "invalid-content"),
    ({"measure": "warning", "amount_fen": 5}, "/amount_fen", "measure-incomplete"),
    ({"measure": "rectify_by_date"}, "/rectify_by", "measure-incomplete"),
    ({"measure": "rectify_by_date", "rectify_by": "2026-11-21"}, "/rectify_by", "measure-incomplete"),
    ({"measure": "shout"}, "/measure", "invalid-content"),
]


async def test_a_measure_without_its_ground_is_refused_and_nothing_is_recorded(rig: ServiceRig) -> None:
    renovation_id = await under_way(rig)
    async with guard(rig) as inspector:
        for over, pointer, slug in GROUNDLESS:
            for verb in ("violations", "suspend"):
                problem = await did(await act(inspector, renovation_id, verb, {"kind": "rubbish"} | over), 422)
                assert problem["type"] == f"urn:lobby:problem:{slug}"
                assert pointer in [fault["pointer"] for fault in problem["errors"]]
    seen = await show(rig, renovation_id)
    assert (seen["status"], seen["violations"]) == ("in_progress", [])


async def test_a_breach_is_cured_once_and_each_open_one_holds_the_works(rig: ServiceRig) -> None:
    renovation_id = await under_way(rig)
    async with guard(rig) as inspector, manager(rig) as head:
        for kind in ("rubbish", "gas_alteration"):
            await did(await act(inspector, renovation_id, "violations", {"kind": kind, "measure": "refuse_entry"}))
        first, second = (row["id"] for row in (await show(rig, renovation_id))["violations"])
        await did(await act(inspector, renovation_id, f"violations/{first}/cure"))
        again = await did(await act(inspector, renovation_id, f"violations/{first}/cure"), 409)
        held = await did(await act(head, renovation_id, "resume"), 409)
        await did(await act(inspector, renovation_id, f"violations/{second}/cure"))
        resumed = await did(await act(head, renovation_id, "resume"))
        unknown = await act(inspector, renovation_id, f"violations/{new_id()}/cure")
    assert again["type"] == "urn:lobby:problem:already-cured"
    assert held["type"] == "urn:lobby:problem:not-cured"
    assert resumed["status"] == "in_progress"
    assert unknown.status_code == 404


async def test_what_is_due_costs_five_queries_and_rounds_three(rig: ServiceRig) -> None:
    ids = [await under_way(rig) for _ in range(3)]
    async with guard(rig) as inspector:
        for renovation_id in ids:
            await did(await act(inspector, renovation_id, "inspections", round_with("rubbish")), 201)
        with counted(rig) as queries:
            page = await did(await inspector.get(DUE))
        with counted(rig) as rounds:
            await did(await inspector.get(f"/v1/renovations/{ids[0]}/inspections"))
        with counted(rig) as notices:
            await did(await inspector.get("/v1/renovations/notices"))
    assert len(page["items"]) == 3
    assert (len(queries), len(rounds), len(notices)) == (5, 3, 2)


async def test_another_communitys_rounds_and_notices_do_not_exist(rig: ServiceRig) -> None:
    renovation_id = await under_way(rig)
    async with guard(rig) as inspector:
        made = await did(await act(inspector, renovation_id, "inspections", round_with("rubbish")), 201)
    async with guard(rig, communities=(ELSEWHERE,)) as stranger:
        path = f"notices/{made['notice']['id']}"
        assert (await stranger.get(f"/v1/renovations/{path}")).status_code == 404
        assert (await act_on(stranger, path, "recheck", {"is_cured": True})).status_code == 404
        assert (await stranger.get(f"/v1/renovations/{renovation_id}/inspections")).status_code == 404
        assert (await act(stranger, renovation_id, "inspections", round_with())).status_code == 404
        assert (await did(await stranger.get(DUE)))["items"] == []
        assert (await did(await stranger.get("/v1/renovations/notices")))["items"] == []
