"""Tickets: service requests, complaints and the quality of service (handbook T-…).

Owns: tickets with clocks, pauses, quotes, notes and history; promises and work-contact slips; follow-up visits and
the weather they wait for; surveys and courtesy visits; corrective actions and statistics; patrols; incidents; the
owners' committee and assembly; the answer book; samples of contact quality; the community's policy of all these.
Publishes: `ticket.*`, `follow_up.*`, `promise.*`, `survey.*`, `corrective_action.*`, `patrol.finding_recorded`,
`committee_matter.*`, `incident.raised`, `assembly.*`, `quality_sample.scored`.
Consumes: `community.changed`, `room.changed`, `household.*`, `account.changed`, `tariff.changed` (replicas);
`charge.posted`, `charge.reversed`, `payment.received` (what a ticket cost and whether it is paid); `renovation.*`
(patrols of the site, serious breaches for the committee); `arrears.threshold_crossed` and its own `incident.raised`
(matters for the committee); its own `ticket.breached` (escalation) and `survey.fault_found` (corrective action).
"""
