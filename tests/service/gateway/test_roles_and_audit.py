"""Roles as data, and the log of everything that concerns identity."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from gateway.demo import GARDEN, STAFF
from gateway.identity import repository
from gateway.identity.domain.audit_chain import first_break
from gateway.identity.domain.permissions import PERMISSIONS
from gateway.identity.domain.roles import DEFAULT_ROLES
from shared.contracts.residents import PersonRevealed
from shared.kernel.ids import stable_id
from tests.service.gateway.rig import GatewayRig, account_id
from tests.service.support import SUNDAY_NOON

# Every route of the gateway that needs a permission: method, path, permission.
ROUTES = (
    ("GET", "/v1/staff", "staff:read"),
    ("POST", "/v1/staff", "staff:edit"),
    ("GET", f"/v1/staff/{account_id('cashier')}", "staff:read"),
    ("PATCH", f"/v1/staff/{account_id('cashier')}", "staff:edit"),
    ("POST", f"/v1/staff/{account_id('cashier')}/disable", "staff:edit"),
    ("POST", f"/v1/staff/{account_id('cashier')}/enable", "staff:edit"),
    ("PUT", f"/v1/staff/{account_id('cashier')}/password", "staff:edit"),
    ("GET", "/v1/roles", "roles:read"),
    ("GET", "/v1/roles/cashier", "roles:read"),
    ("PATCH", "/v1/roles/cashier", "roles:edit"),
    ("GET", "/v1/audit", "audit:read"),
    ("GET", "/v1/front-desk/caller-card", "front_desk:use"),
    ("GET", "/v1/front-desk/today", "front_desk:use"),
    ("GET", "/v1/front-desk/promises", "front_desk:use"),
    ("GET", "/v1/front-desk/gate-check", "front_desk:gate_check"),
)


def _needed(rig: GatewayRig) -> set[tuple[str, str]]:
    """Method and path of every documented route with a permission, as the app has them."""
    found = set()
    for path, item in rig.front.api.openapi()["paths"].items():
        for method, operation in item.items():
            if operation.get("security") and path not in {"/v1/auth/me", "/v1/code-tables"}:
                found.add(
                    (method.upper(), path.replace("{account_id}", account_id("cashier")).replace("{name}", "cashier"))
                )
    return found


async def test_the_matrix_has_every_route_that_needs_a_permission(rig: GatewayRig) -> None:
    assert _needed(rig) == {(method, path) for method, path, _ in ROUTES}


@pytest.mark.parametrize("username", [username for username, _, _, _ in STAFF])
async def test_a_role_passes_exactly_the_routes_that_it_was_granted(rig: GatewayRig, username: str) -> None:
    role = next(role for name, role, _, _ in STAFF if name == username)
    granted = DEFAULT_ROLES[role].permissions
    async with await rig.signed_in(username) as client:
        for method, path, permission in ROUTES:
            answer = await client.request(method, path)
            assert (answer.status_code == 403) == (permission not in granted), (path, answer.text)
            assert answer.status_code < 500


@pytest.mark.parametrize(("method", "path", "permission"), ROUTES)
async def test_without_a_token_no_route_is_passed(rig: GatewayRig, method: str, path: str, permission: str) -> None:
    async with rig.client() as client:
        answer = await client.request(method, path)
    assert answer.status_code == 401, permission
    assert answer.headers["www-authenticate"] == "Bearer"


async def test_roles_are_listed_with_both_labels(rig: GatewayRig) -> None:
    async with await rig.signed_in("admin") as admin:
        items = (await admin.get("/v1/roles")).json()["items"]
    assert [item["name"] for item in items] == list(DEFAULT_ROLES)
    assert items[0]["label_zh"] == "前台"
    assert items[0]["label_en"] == "Front desk"


async def test_a_changed_role_holds_at_once_for_those_who_are_signed_in(rig: GatewayRig) -> None:
    async with await rig.signed_in("front_desk") as desk, await rig.signed_in("admin") as admin:
        assert (await desk.get("/v1/charges")).status_code == 403
        read = await admin.get("/v1/roles/front_desk")
        wider = [*read.json()["permissions"], "charges:read"]
        url = "/v1/roles/front_desk"
        changed = await admin.patch(url, json={"permissions": wider}, headers={"If-Match": read.headers["etag"]})
        assert changed.status_code == 200
        assert (await desk.get("/v1/charges")).status_code == 200
        tag = changed.headers["etag"]
        await admin.patch(url, json={"permissions": read.json()["permissions"]}, headers={"If-Match": tag})
        assert (await desk.get("/v1/charges")).status_code == 403


async def test_versions_of_a_role_count_from_the_default_on(rig: GatewayRig) -> None:
    async with await rig.signed_in("admin") as admin:
        first = await admin.patch("/v1/roles/partner", json={"label_en": "Ally"}, headers={"If-Match": '"1"'})
        stale = await admin.patch("/v1/roles/partner", json={"label_en": "Other"}, headers={"If-Match": '"1"'})
        second = await admin.patch("/v1/roles/partner", json={"label_zh": "伙伴"}, headers={"If-Match": '"2"'})
        read = await admin.get("/v1/roles/partner")
    assert [first.status_code, stale.status_code, second.status_code] == [200, 412, 200]
    assert read.headers["etag"] == second.headers["etag"] == '"3"'
    assert (read.json()["label_zh"], read.json()["label_en"]) == ("伙伴", "Ally")


async def test_a_role_grants_only_permissions_that_some_code_checks(rig: GatewayRig) -> None:
    async with await rig.signed_in("admin") as admin:
        answer = await admin.patch(
            "/v1/roles/partner", json={"permissions": ["tickets:read", "tickets:burn"]}, headers={"If-Match": '"1"'}
        )
        missing = await admin.patch("/v1/roles/no_such_role", json={}, headers={"If-Match": '"1"'})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/permissions/1"
    assert missing.status_code == 404


async def test_sign_ins_and_changes_are_on_the_audit_log(rig: GatewayRig) -> None:
    async with rig.client() as client:
        form = {"grant_type": "password", "username": "cashier", "password": "my secret slipped in here"}
        await client.post("/v1/auth/token", data=form)
        await client.post("/v1/auth/token", data=form | {"username": "my secret slipped in here"})
    async with await rig.signed_in("admin") as admin:
        url = f"/v1/staff/{account_id('cashier')}"
        await admin.patch(url, json={"roles": ["cashier", "finance"]}, headers={"If-Match": '"1"'})
        await admin.post(f"{url}/disable")
        log = (await admin.get("/v1/audit")).json()["items"]
    assert [entry["action"] for entry in log] == [
        "account.disabled",
        "account.updated",
        "session.began",
        "session.refused",
        "session.refused",
    ]
    assert log[1]["actor_id"] == account_id("admin")
    assert log[1]["subject_id"] == account_id("cashier")
    assert log[1]["detail"]["roles"] == ["cashier", "finance"]
    assert "secret" not in str(log)


async def test_the_log_shows_nothing_of_accounts_in_other_communities(rig: GatewayRig) -> None:
    await rig.tokens("other_manager")
    async with await rig.signed_in("admin") as admin:
        log = (await admin.get("/v1/audit")).json()["items"]
    assert account_id("other_manager") not in [entry["subject_id"] for entry in log]


async def test_the_chain_holds_and_shows_where_it_was_broken(rig: GatewayRig) -> None:
    for username in ("admin", "cashier", "security"):
        await rig.tokens(username)
    async with rig.database.read() as session:
        chain = await repository.chain_of(session, after=0, limit=100)
    assert len(chain) == 3
    assert first_break(chain) is None
    assert first_break([chain[0], chain[2]]) == 2


@pytest.mark.parametrize("statement", ["UPDATE audit_entries SET action = 'nothing'", "DELETE FROM audit_entries"])
async def test_the_database_itself_refuses_to_change_the_log(rig: GatewayRig, statement: str) -> None:
    await rig.tokens("admin")
    with pytest.raises(DBAPIError, match="append-only"):
        async with rig.database.connection() as connection:
            await connection.execute(text(statement))


async def test_permissions_of_all_services_are_known_to_me(rig: GatewayRig) -> None:
    async with await rig.signed_in("manager") as manager:
        me = (await manager.get("/v1/auth/me")).json()
    everything = {permission for permissions in PERMISSIONS.values() for permission in permissions}
    withheld = {"staff:edit", "roles:edit"}
    assert set(me["permissions"]) == everything - withheld
    assert me["communities"] == [GARDEN]


async def test_a_reveal_that_residents_tell_of_is_on_the_audit_log_of_its_community_once(rig: GatewayRig) -> None:
    revealed = PersonRevealed(
        reveal_id=stable_id("reveal"),
        person_id=stable_id("person"),
        account_id=account_id("manager"),
        fields=["phone"],
        revealed_at=SUNDAY_NOON,
    )
    for _ in range(2):
        await rig.tell(revealed, subject=revealed.reveal_id, community=GARDEN)
    async with await rig.signed_in("manager") as here, await rig.signed_in("other_manager") as elsewhere:
        mine = (await here.get("/v1/audit")).json()["items"]
        theirs = (await elsewhere.get("/v1/audit")).json()["items"]
    [entry] = [entry for entry in mine if entry["action"] == "person.revealed"]
    assert (entry["actor_id"], entry["subject_id"]) == (account_id("manager"), revealed.person_id)
    assert (entry["detail"]["fields"], entry["detail"]["reveal_id"]) == (["phone"], revealed.reveal_id)
    assert not [entry for entry in theirs if entry["action"] == "person.revealed"]
    async with rig.database.read() as session:
        assert first_break(await repository.chain_of(session, after=0, limit=1000)) is None
