"""Residents: premises, households, their files, renovations (handbook R-…).

Each subject is a sub-package of the same shape; imports go `roster`, `renovation` → `households` → `archives` →
`premises`, never back.

Owns: communities, rooms, persons, households, household files, renovations with permits and breaches.
Publishes: `community.changed`, `room.changed`, `household.*`, `renovation.*`.
Consumes: `ticket.closed`, `follow_up.done` (records to the file); `payment.received` (fee record, permit);
`charge.posted`, `charge.reversed` (what a permit waits for).
"""
