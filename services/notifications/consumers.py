"""Who reacts to what."""

from collections.abc import Mapping
from functools import partial

from services.notifications.channels import PostOffice
from services.notifications.usecases import (
    tell_about_archives,
    tell_about_care,
    tell_about_committee,
    tell_about_hot_works,
    tell_about_incidents,
    tell_about_money,
    tell_about_move_ins,
    tell_about_patrols,
    tell_about_quality,
    tell_about_renovations,
    tell_about_surveys,
    tell_about_tickets,
)
from services.notifications.usecases.follow_accounts import follow_account
from services.notifications.usecases.follow_departures import follow_departure
from services.notifications.usecases.follow_residents import follow_community, follow_contacts, follow_household
from shared.runtime.consumer import Handler

_RENOVATIONS = (
    "submitted",
    "revision_asked",
    "approved",
    "rejected",
    "permitted",
    "suspended",
    "resumed",
    "violation_recorded",
    "extension_due",
    "completed",
)


def handlers(post: PostOffice) -> Mapping[str, Handler]:
    """Event type → use case, with the ways out that are set up."""
    return {
        "account.changed": follow_account,
        "community.changed": follow_community,
        "household.registered": follow_household,
        "household.changed": follow_household,
        "household.departed": follow_departure,
        "household.contacts_changed": follow_contacts,
        "ticket.opened": partial(tell_about_tickets.tell_opened, post),
        "ticket.dispatched": partial(tell_about_tickets.tell_dispatched, post),
        "ticket.handed_over": partial(tell_about_tickets.tell_handed_over, post),
        "ticket.quoted": partial(tell_about_tickets.tell_quoted, post),
        "ticket.closed": partial(tell_about_tickets.tell_closed, post),
        "ticket.breached": partial(tell_about_tickets.tell_breached, post),
        "ticket.escalated": partial(tell_about_care.tell_escalated, post),
        "ticket.severity_changed": partial(tell_about_care.tell_severity_changed, post),
        "ticket.progress_due": partial(tell_about_care.tell_progress_due, post),
        "ticket.progress_reported": partial(tell_about_care.tell_progress, post),
        "promise.due": partial(tell_about_care.tell_promise_due, post),
        "promise.broken": partial(tell_about_care.tell_promise_broken, post),
        "ticket.breach_near": partial(tell_about_tickets.tell_breach_near, post),
        "follow_up.due": partial(tell_about_tickets.tell_follow_up_due, post),
        "patrol.finding_recorded": partial(tell_about_patrols.tell_finding, post),
        "committee_matter.raised": partial(tell_about_committee.tell_matter, post),
        "committee_matter.breached": partial(tell_about_committee.tell_matter, post),
        "corrective_action.opened": partial(tell_about_quality.tell_action_opened, post),
        "corrective_action.overdue": partial(tell_about_quality.tell_action_overdue, post),
        "quality_sample.scored": partial(tell_about_tickets.tell_sample_scored, post),
        "incident.raised": partial(tell_about_incidents.tell_incident, post),
        "survey.opened": partial(tell_about_surveys.tell_survey_opened, post),
        "survey.household_asked": partial(tell_about_surveys.tell_household_asked, post),
        "survey.closed": partial(tell_about_surveys.tell_survey_closed, post),
        "charge.posted": partial(tell_about_money.tell_charged, post),
        "payment.received": partial(tell_about_money.tell_paid, post),
        "deposit.refunded": partial(tell_about_money.tell_refunded, post),
        "prepaid.refunded": partial(tell_about_money.tell_paid_out, post),
        "archive.loan_due": partial(tell_about_archives.tell_loan_due, post),
        "archive.destroyed": partial(tell_about_archives.tell_destroyed, post),
        "move_in.completed": partial(tell_about_move_ins.tell_moved_in, post),
        "defect.raised": partial(tell_about_move_ins.tell_defect_raised, post),
        "defect.cured": partial(tell_about_move_ins.tell_defect_cured, post),
        "hot_work.permitted": partial(tell_about_hot_works.tell_hot_work_permitted, post),
        "hot_work.ended": partial(tell_about_hot_works.tell_hot_work_ended, post),
        "pass.issued": partial(tell_about_renovations.tell_pass_issued, post),
        **{f"renovation.{what}": partial(tell_about_renovations.tell_renovation, post) for what in _RENOVATIONS},
    }
