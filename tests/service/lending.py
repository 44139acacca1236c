"""PostgreSQL databases that one test after the other borrows: putting the rows back takes a tenth of a new database."""

import contextlib
import uuid
from collections import defaultdict
from collections.abc import Iterator

import asyncpg

from tests.servers import PostgresServer

_KEEP = """
CREATE SCHEMA as_made;
DO $$
DECLARE each record;
BEGIN
  FOR each IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('CREATE TABLE as_made.%I AS TABLE public.%I', each.tablename, each.tablename);
  END LOOP;
END $$;
"""
# No trigger fires and no key is checked, so that rows which nobody may delete go too, in any order.
_PUT_BACK = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid();
SET session_replication_role = replica;
SET lock_timeout = '5s';
DO $$
DECLARE each record;
BEGIN
  FOR each IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
    EXECUTE format('DELETE FROM public.%I', each.tablename);
  END LOOP;
  FOR each IN SELECT tablename FROM pg_tables WHERE schemaname = 'as_made' AND tablename <> 'alembic_version' LOOP
    EXECUTE format('INSERT INTO public.%I SELECT * FROM as_made.%I', each.tablename, each.tablename);
  END LOOP;
END $$;
"""


class Lending:
    """One run's databases by kind; those of a kind hold the same schema and, to begin with, the same rows."""

    def __init__(self, server: PostgresServer) -> None:
        self._server = server
        self._free: dict[str, list[str]] = defaultdict(list)

    @contextlib.contextmanager
    def lent(self, kind: str, *, template: str | None = None) -> Iterator[str]:
        """Its URL. One of a kind without template is empty until its first test migrates it."""
        name = self._free[kind].pop() if self._free[kind] else self._made(template)
        yield self._server.url(name)
        try:
            self._server.execute(_PUT_BACK, database=name)
        except asyncpg.PostgresError:  # a test changed more than rows: the next gets a new one
            self._server.drop_database(name)
        else:
            self._free[kind].append(name)

    def _made(self, template: str | None) -> str:
        name = f"test_{uuid.uuid4().hex}"
        self._server.create_database(name, template=template)
        if template is not None:
            self._server.execute(_KEEP, database=name)
        return name
