#!/bin/sh
# Runs once, when the volume is empty: a database and a role for each program. A role can open only its own.
set -eu

as_superuser() {
  psql -v ON_ERROR_STOP=1 --quiet --no-psqlrc -U "$POSTGRES_USER" -d postgres "$@"
}

own_database() { # name password
  as_superuser -v name="$1" -v password="$2" <<'SQL'
CREATE ROLE :"name" LOGIN PASSWORD :'password';
CREATE DATABASE :"name" OWNER :"name";
REVOKE ALL ON DATABASE :"name" FROM PUBLIC;
SQL
}

as_superuser -c 'REVOKE ALL ON DATABASE postgres FROM PUBLIC' -c 'REVOKE ALL ON DATABASE template1 FROM PUBLIC'
own_database gateway "$GATEWAY_DATABASE_PASSWORD"
own_database residents "$RESIDENTS_DATABASE_PASSWORD"
own_database tickets "$TICKETS_DATABASE_PASSWORD"
own_database billing "$BILLING_DATABASE_PASSWORD"
own_database access "$ACCESS_DATABASE_PASSWORD"
own_database notifications "$NOTIFICATIONS_DATABASE_PASSWORD"
