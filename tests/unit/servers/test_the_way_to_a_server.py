"""Which way is taken on which machine."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from tests.servers import NoServersError, Way
from tests.servers.ways import Machine, choose


@dataclass
class FakeMachine:
    images: set[str] = field(default_factory=set)
    packages: set[str] = field(default_factory=set)
    can_install: bool = False
    wish: str = ""

    def way(self) -> Way:
        return choose(
            "PostgreSQL",
            image="postgres:17-alpine",
            packages=["postgresql"],
            installed=lambda: "postgresql" in self.packages,
            machine=Machine(
                has_image=lambda image: image in self.images,
                can_install=lambda: self.can_install,
                install=self.packages.update,
                wish=lambda: self.wish,
            ),
        )


def test_a_container_is_preferred_where_the_image_can_be_had() -> None:
    assert FakeMachine(images={"postgres:17-alpine"}, packages={"postgresql"}).way() is Way.DOCKER


def test_installed_binaries_do_where_no_image_can_be_had() -> None:
    assert FakeMachine(packages={"postgresql"}).way() is Way.PRIVATE


def test_packages_are_installed_where_nothing_else_is_there() -> None:
    machine = FakeMachine(can_install=True)
    assert machine.way() is Way.PRIVATE
    assert machine.packages == {"postgresql"}


def test_nothing_is_installed_where_a_container_does() -> None:
    machine = FakeMachine(images={"postgres:17-alpine"}, can_install=True)
    assert machine.way() is Way.DOCKER
    assert machine.packages == set()


def test_private_servers_can_be_asked_for_beside_an_engine() -> None:
    machine = FakeMachine(images={"postgres:17-alpine"}, packages={"postgresql"}, wish="private")
    assert machine.way() is Way.PRIVATE


def test_a_container_that_was_asked_for_is_not_replaced_by_another_way() -> None:
    with pytest.raises(NoServersError, match="no Docker engine here has or can pull postgres:17-alpine"):
        FakeMachine(packages={"postgresql"}, wish="docker").way()


def test_without_any_way_one_sentence_says_what_would_make_one() -> None:
    with pytest.raises(NoServersError) as missing:
        FakeMachine().way()
    assert str(missing.value) == (
        "The tests need PostgreSQL: start a Docker engine that has or can pull postgres:17-alpine, "
        "or install postgresql from your distribution."
    )


def test_an_unknown_wish_is_told() -> None:
    with pytest.raises(NoServersError, match="docker or private, not 'podman'"):
        FakeMachine(wish="podman").way()
