"""Gateway: sign-in and grants, the way to every service, the front-desk API that asks them side by side.

Owns: staff accounts, roles, sessions, signing keys, the audit log of identity.
Publishes: `account.changed`.
Consumes: nothing.
"""
