"""Rules of identity without a database."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.identity.domain.audit_chain import FIRST_HASH, Link, first_break, hash_of
from gateway.identity.domain.errors import TooManyRequests
from gateway.identity.domain.permissions import AUDIENCE, PERMISSIONS, for_audience
from gateway.identity.domain.roles import DEFAULT_ROLES
from gateway.proxy.account_limits import AccountLimits
from gateway.proxy.addresses import address_of
from gateway.proxy.lanes import PREFIXES, SERVICE_OF, service_for
from gateway.settings import SERVICES

NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)


def test_a_permission_belongs_to_one_service() -> None:
    assert len(AUDIENCE) == sum(len(permissions) for permissions in PERMISSIONS.values())
    assert set(PERMISSIONS) == {*SERVICES, "gateway"}


def test_a_service_gets_only_the_permissions_that_it_checks() -> None:
    assert for_audience({"tickets:open", "payments:take"}, "billing") == ["payments:take"]
    assert for_audience({"tickets:open"}, "nobody") == []


@pytest.mark.parametrize("role", list(DEFAULT_ROLES))
def test_a_role_grants_only_permissions_that_exist(role: str) -> None:
    assert DEFAULT_ROLES[role].permissions <= set(AUDIENCE)


@pytest.mark.parametrize(
    ("role", "denied"),
    [
        (
            "front_desk",
            {"charges:read", "payments:read", "ledger:read", "renovations:approve", "tickets:approve_quote"},
        ),
        ("service_assistant", {"renovations:approve", "charges:read"}),
        ("cashier", {"deposits:approve_refund", "tariffs:edit", "ledger:read", "tickets:open"}),
        ("finance", {"payments:take"}),
        (
            "technician",
            {"households:read", "charges:read", "tickets:dispatch", "tickets:approve_quote", "front_desk:use"},
        ),
        ("security", {"households:read", "charges:read", "payments:read", "front_desk:use"}),
        ("manager", {"staff:edit", "roles:edit"}),
        ("resident", set(AUDIENCE)),
        ("partner", set(AUDIENCE)),
    ],
)
def test_a_role_may_not_do_what_the_table_of_roles_denies_it(role: str, denied: set[str]) -> None:
    assert not DEFAULT_ROLES[role].permissions & denied


def test_every_permission_that_a_service_checks_can_be_granted() -> None:
    services = Path(__file__).parents[3] / "services"
    checked = {
        (file.relative_to(services).parts[0], permission)
        for file in services.rglob("*.py")
        for permission in re.findall(r'(?:needs|may|require)\("([a-z_]+:[a-z_]+)"\)', file.read_text())
    }
    assert checked
    assert {(service, permission) for service, permission in checked if AUDIENCE.get(permission) != service} == set()


def test_an_administrator_sets_communities_and_their_policies_up_and_sees_no_business_record() -> None:
    elsewhere = {it for it in DEFAULT_ROLES["admin"].permissions if AUDIENCE[it] != "gateway"}
    policies = {f"{kind}_policies:{verb}" for kind in ("service", "renovation") for verb in ("read", "edit")}
    assert elsewhere == {"communities:read", "communities:edit", *policies}


def test_each_step_of_the_service_ladder_has_all_of_the_one_before() -> None:
    steps = [DEFAULT_ROLES[name].permissions for name in ("front_desk", "service_assistant", "service_lead")]
    assert steps[0] < steps[1] < steps[2] < DEFAULT_ROLES["manager"].permissions


# ── the audit chain ──────────────────────────────────────────────────────────────────────────────


def _chain(length: int) -> list[tuple[Link, str]]:
    chain: list[tuple[Link, str]] = []
    previous = FIRST_HASH
    for number in range(1, length + 1):
        link = Link(number, NOON, "a", "account.updated", "account", "b", {"n": number}, previous)
        previous = hash_of(link)
        chain.append((link, previous))
    return chain


def test_an_untouched_chain_holds() -> None:
    assert first_break(_chain(5)) is None
    assert first_break([]) is None


@given(st.integers(1, 8), st.sampled_from(["actor_id", "action", "subject_id", "detail", "at", "number"]))
def test_whatever_is_changed_in_an_entry_breaks_the_chain_there(number: int, field: str) -> None:
    chain = _chain(8)
    link, stored = chain[number - 1]
    other: Any = {"detail": {"n": -1}, "at": NOON.replace(year=2025), "number": 99}.get(field, "other")
    chain[number - 1] = (replace(link, **{field: other}), stored)
    assert first_break(chain) == number


@given(st.integers(1, 7))
def test_a_removed_entry_breaks_the_chain_where_it_stood(number: int) -> None:
    chain = _chain(8)
    del chain[number - 1]
    assert first_break(chain) == number


def test_an_entry_rewritten_with_its_hash_breaks_the_next() -> None:
    chain = _chain(3)
    forged = replace(chain[0][0], actor_id="somebody else")
    chain[0] = (forged, hash_of(forged))
    assert first_break(chain) == 2


# ── the way to a service ─────────────────────────────────────────────────────────────────────────


def test_no_prefix_has_two_services() -> None:
    assert len(SERVICE_OF) == sum(len(prefixes) for prefixes in PREFIXES.values())
    assert set(PREFIXES) == set(SERVICES)


@pytest.mark.parametrize(
    ("path", "service"),
    [
        (b"/v1/tickets", "tickets"),
        (b"/v1/tickets/1/close", "tickets"),
        (b"/v1/follow-ups", "tickets"),
        (b"/v1/ticketsandmore", None),
        (b"/v1/tickets%2F..", None),
        (b"/v2/tickets", None),
        (b"/internal/tickets", None),
        (b"//v1/tickets", None),
        (b"/v1", None),
        (b"", None),
        (b"/v1/staff", None),
    ],
)
def test_a_path_leads_to_the_service_of_its_first_word(path: bytes, service: str | None) -> None:
    assert service_for(path) == service


# ── limits and addresses ─────────────────────────────────────────────────────────────────────────


def test_a_window_is_counted_down_and_begins_anew() -> None:
    now = 100.0
    limits = AccountLimits("2/minute", clock=lambda: now)
    assert dict(limits.count("a"))[b"ratelimit-remaining"] == b"1"
    assert dict(limits.count("a"))[b"ratelimit-remaining"] == b"0"
    with pytest.raises(TooManyRequests) as refused:
        limits.count("a")
    assert refused.value.retry_after_s == 60
    assert dict(limits.count("b"))[b"ratelimit-remaining"] == b"1"
    now += 59.5
    with pytest.raises(TooManyRequests) as refused:
        limits.count("a")
    assert refused.value.retry_after_s == 1
    now += 0.5
    assert limits.count("a") == [
        (b"ratelimit-limit", b"2"),
        (b"ratelimit-remaining", b"1"),
        (b"ratelimit-reset", b"60"),
    ]


@pytest.mark.parametrize(
    ("peer", "said", "proxies", "address"),
    [
        ("9.9.9.9", "1.1.1.1", [], "9.9.9.9"),
        ("9.9.9.9", "1.1.1.1", ["10.0.0.0/8"], "9.9.9.9"),
        ("10.0.0.1", "1.1.1.1", ["10.0.0.0/8"], "1.1.1.1"),
        ("10.0.0.1", "6.6.6.6, 1.1.1.1, 10.0.0.2", ["10.0.0.0/8"], "1.1.1.1"),
        ("10.0.0.1", "", ["10.0.0.0/8"], "10.0.0.1"),
        ("10.0.0.1", "rubbish", ["10.0.0.0/8"], "rubbish"),
        (None, "", ["10.0.0.0/8"], "unknown"),
    ],
)
def test_the_address_is_the_nearest_that_is_not_a_proxy_of_ours(
    peer: str | None, said: str, proxies: list[str], address: str
) -> None:
    scope = {"client": (peer, 1) if peer else None, "headers": [(b"x-forwarded-for", said.encode())] if said else []}
    assert address_of(scope, proxies) == address
