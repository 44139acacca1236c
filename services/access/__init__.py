"""Access: passes and the gate (handbook A-…).

Owns: resident, worker and temporary passes with their stages and the 30-minute clock; the log of gate checks.
Publishes: `pass.*`.
Consumes: `community.changed`, `room.changed`, `household.*`, `account.changed` (replicas); `renovation.approved`,
`.permitted`, `.suspended`, `.resumed`, `.rejected` (worker passes); `payment.received` (pass fees).
"""
