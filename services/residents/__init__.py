"""Residents: premises, households, their files, renovations (handbook R-…).

Each subject is a sub-package of the same shape; imports go `renovation` → `households` →
`archives` → `premises` and `move_ins` → `defects` → `households`, never back.

Owns: communities, rooms, persons, households, household files, move-ins, defects,
renovations with permits and breaches.
Publishes: `community.changed`, `room.changed`, `household.*`, `move_in.completed`, `defect.*`,
`renovation.*`.
Consumes: `ticket.closed`, `follow_up.done` (records to the file); `payment.received` (fee record, permit);
`charge.posted`, `charge.reversed` (what a permit waits for).
"""
