"""Billing: tariff, charges, payments and receipts on a double-entry ledger (handbook B-…).

Owns: tariff items with their price versions; charges; payments with allocations and gapless receipts; deposits and
their refunds; meters with their readings; the ledger; who is over a threshold of arrears.
Publishes: `tariff.changed`, `charge.posted`, `charge.reversed`, `payment.received`, `deposit.refunded`,
`prepaid.changed`, `prepaid.refunded`, `arrears.threshold_crossed`.
Consumes: `community.changed`, `room.changed`, `household.*` (replicas); `ticket.closed` (paid repairs),
`renovation.approved` (deposit, rubbish, passes), `.rejected` (taken back) and `.completed` (deposit released);
`move_in.completed` (monthly charges start, opening readings); `household.departed` (they end) and
`.transferred` (the month is split); `pass.requested` (beyond the free).
"""
