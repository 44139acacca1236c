"""Residents: premises, households, their files, renovations (handbook R-…).

Each subject is a sub-package of the same shape; imports go `roster`, `transfers`, `renovation` → `households` →
`archives` → `premises` and `move_ins` → `defects` → `households`, never back.

Owns: communities, rooms, persons, households, household files with their attachments, loans, checks and destructions,
records of the whole community, move-ins, defects, renovations with permits, hot work, inspections and breaches.
Publishes: `community.changed`, `room.changed`, `household.*`, `archive.*`, `move_in.completed`, `defect.*`,
`renovation.*`, `hot_work.*`.
Consumes: `ticket.closed`, `follow_up.done` (records to the file), `assembly.result_published` (filed for all);
`payment.received` (fee record, permit, what a change of holder waits for); `charge.*`, `deposit.refunded`, `pass.*`,
`key.moved` (what a permit, a completion and a change of holder wait for); `account.changed` (names for the papers); its
own `move_in.completed` (opening readings).
"""
