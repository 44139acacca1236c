"""Access: passes and the gate (handbook A-…).

Owns: resident, worker and temporary passes with their stages and the 30-minute clock; the log of gate checks; the
register of keys.
Publishes: `pass.*`, `key.moved`.
Consumes: `community.changed`, `room.changed`, `household.*`, `account.changed` (replicas); `renovation.approved`,
`.permitted`, `.suspended`, `.resumed`, `.rejected`, `.completed` (worker passes); `payment.received` (pass fees);
`move_in.completed` (keys, resident passes); `household.departed`, `.transferred` (keys recalled, passes revoked).
"""
