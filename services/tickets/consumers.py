"""Who reacts to what."""

from collections.abc import Mapping

from services.tickets.committee.usecases.raise_matter import report_arrears, report_incident, report_violation
from services.tickets.corrective_actions.usecases.follow_survey_faults import follow_survey_fault
from services.tickets.escalations.usecases.escalate_breach import escalate_breach
from services.tickets.escalations.usecases.grow_by_promises import grow_by_promises
from services.tickets.patrols.usecases.follow_renovations import follow_works
from services.tickets.replicas.usecases.follow_accounts import follow_account
from services.tickets.replicas.usecases.follow_residents import follow_community, follow_household, follow_room
from services.tickets.replicas.usecases.follow_tariff import follow_tariff
from services.tickets.requests.usecases.follow_charges import follow_charge, follow_payment
from shared.runtime.consumer import Handler

HANDLERS: Mapping[str, Handler] = {
    "account.changed": follow_account,
    "community.changed": follow_community,
    "room.changed": follow_room,
    "household.registered": follow_household,
    "household.changed": follow_household,
    "household.departed": follow_household,
    "tariff.changed": follow_tariff,
    "charge.posted": follow_charge,
    "charge.reversed": follow_charge,
    "payment.received": follow_payment,
    "renovation.permitted": follow_works,
    "renovation.suspended": follow_works,
    "renovation.resumed": follow_works,
    "renovation.completed": follow_works,
    "renovation.violation_recorded": report_violation,
    "arrears.threshold_crossed": report_arrears,
    "incident.raised": report_incident,
    "ticket.breached": escalate_breach,
    "promise.broken": grow_by_promises,
    "survey.fault_found": follow_survey_fault,
}
