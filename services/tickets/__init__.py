"""Tickets: service requests, complaints and their follow-up (handbook T-…).

Owns: tickets with clocks, quotes and history; follow-up visits and the weather they wait for; surveys; courtesy visits.
Publishes: `ticket.*`, `follow_up.*`, `survey.*`.
Consumes: `community.changed`, `room.changed`, `household.*`, `account.changed`, `tariff.changed` (replicas);
`charge.posted`, `charge.reversed`, `payment.received` (what a ticket cost and whether it is paid).
"""
