"""Notifications: telling residents and staff what they need to know (handbook N-…).

Owns: messages and their delivery attempts, phone-call tasks of the desk, sealed contact points.
Publishes: `message.failed`.
Consumes: `community.changed`, `household.*`, `household.contacts_changed`, `account.changed` (replicas); what leads to
a message: `ticket.*`, `promise.*`, `follow_up.due`, `survey.*`, `corrective_action.*`, `patrol.finding_recorded`,
`committee_matter.*`, `incident.raised`, `quality_sample.scored`, `charge.posted`, `payment.received`,
`deposit.refunded`, `prepaid.refunded`, `renovation.*`, `pass.issued`, `archive.*`, `move_in.completed`, `defect.*`.
"""
