"""Which headers pass the gateway."""

import pytest

from gateway.forwarding import BrokenUpload, HeaderRules, Headers, MalformedTarget
from gateway.forwarding.headers import passing_back, with_answer
from gateway.forwarding.request import request_target
from tests.unit.gateway.forwarding_rig import OWN, Client


def outgoing(headers: Headers, rules: HeaderRules | None = None) -> dict[bytes, bytes]:
    found = (rules or HeaderRules()).outgoing(Client().scope(headers=headers), OWN).headers
    assert len(found) == len(dict(found))
    return dict(found)


def test_hop_by_hop_headers_and_those_that_connection_names_end_at_the_gateway() -> None:
    found = outgoing(
        [
            (b"connection", b"close, X-Secret"),
            (b"x-secret", b"1"),
            (b"keep-alive", b"timeout=5"),
            (b"te", b"trailers"),
            (b"upgrade", b"websocket"),
            (b"proxy-authorization", b"Basic x"),
            (b"accept", b"application/json"),
        ]
    )
    assert set(found) == {b"accept", b"x-forwarded-for", b"x-forwarded-proto", b"authorization", b"x-request-id"}


def test_the_outer_token_and_cookies_never_reach_a_service() -> None:
    found = outgoing([(b"authorization", b"Bearer outer"), (b"cookie", b"refresh=secret")])
    assert found[b"authorization"] == b"Bearer internal"
    assert b"cookie" not in found


def test_a_client_cannot_speak_in_the_gateways_name() -> None:
    found = outgoing(
        [
            (b"x-lobby-actor", b"admin"),
            (b"x-forwarded-for", b"10.0.0.1"),
            (b"x-forwarded-host", b"evil"),
            (b"forwarded", b"for=10.0.0.1"),
            (b"x-real-ip", b"10.0.0.1"),
            (b"x-request-id", b"theirs"),
        ]
    )
    assert found == {
        b"x-forwarded-for": b"192.0.2.7",
        b"x-forwarded-proto": b"http",
        b"authorization": b"Bearer internal",
        b"x-request-id": b"given",
    }


def test_naming_the_gateways_own_headers_in_connection_does_not_remove_them() -> None:
    found = outgoing([(b"connection", b"authorization, x-forwarded-for, x-request-id")])
    assert found[b"authorization"] == b"Bearer internal"
    assert found[b"x-forwarded-for"] == b"192.0.2.7"
    assert found[b"x-request-id"] == b"given"


def test_trace_idempotency_and_language_pass() -> None:
    passing = {b"traceparent": b"00-1-2-01", b"idempotency-key": b"k", b"accept-language": b"en", b"if-match": b'"3"'}
    found = outgoing(list(passing.items()))
    assert passing.items() <= found.items()


def test_a_trusted_proxy_is_believed_about_where_the_client_is() -> None:
    rules = HeaderRules(trusted_proxies=["192.0.2.0/24"])
    found = outgoing([(b"x-forwarded-for", b"203.0.113.9"), (b"x-forwarded-proto", b"https")], rules)
    assert found[b"x-forwarded-for"] == b"203.0.113.9, 192.0.2.7"
    assert found[b"x-forwarded-proto"] == b"https"


def test_another_proxy_is_not_believed() -> None:
    rules = HeaderRules(trusted_proxies=["10.0.0.0/8"])
    found = outgoing([(b"x-forwarded-for", b"203.0.113.9"), (b"x-forwarded-proto", b"https")], rules)
    assert found[b"x-forwarded-for"] == b"192.0.2.7"
    assert found[b"x-forwarded-proto"] == b"http"


@pytest.mark.parametrize("length", [b"abc", b"-1", b"+5", b"", b"1_0"])
def test_a_length_that_is_none_is_refused(length: bytes) -> None:
    with pytest.raises(BrokenUpload):
        outgoing([(b"content-length", length)])


def test_two_lengths_are_refused() -> None:
    with pytest.raises(BrokenUpload):
        outgoing([(b"content-length", b"5"), (b"content-length", b"5")])


def test_an_answers_hop_by_hop_headers_and_date_end_at_the_gateway() -> None:
    found = passing_back(
        [
            (b"Connection", b"X-Inner"),
            (b"X-Inner", b"1"),
            (b"Date", b"today"),
            (b"Server", b"uvicorn"),
            (b"ETag", b'"3"'),
        ]
    )
    assert found == [(b"etag", b'"3"')]


def test_the_gateways_answer_headers_replace_the_services() -> None:
    found = with_answer([(b"x-request-id", b"theirs"), (b"etag", b'"3"')], [(b"x-request-id", b"ours")])
    assert found == [(b"etag", b'"3"'), (b"x-request-id", b"ours")]


@pytest.mark.parametrize("path", [b"/a b", b"/a\r\nx: y", b"/a\x00", b"a", b"", b"http://other/", b"/\xe5\xae\xa2"])
def test_a_target_that_could_smuggle_is_refused(path: bytes) -> None:
    with pytest.raises(MalformedTarget):
        request_target(path, b"")


def test_a_query_that_could_smuggle_is_refused() -> None:
    with pytest.raises(MalformedTarget):
        request_target(b"/a", b"q=1 HTTP/1.1\r\n\r\nGET /b")
