"""Billing: tariff, charges, payments and receipts on a double-entry ledger (handbook B-…).

Owns: tariff items with their price versions; charges; payments with allocations and gapless receipts; the ledger.
Publishes: `tariff.changed`, `charge.posted`, `payment.received`.
Consumes: `community.changed`, `room.changed`, `household.*` (replicas); `ticket.closed` (paid repairs),
`renovation.approved` (deposit, rubbish, passes).
"""
