"""Addresses of the writing side, one room after another."""

from django.urls import path, register_converter

from planning.views import (
    accounts,
    by_service,
    entry,
    entry_draft,
    estimates,
    history,
    imports,
    limits,
    missing,
    month_files,
    months,
    offerings,
    payroll,
    people,
    plans,
    prefill,
    proposals,
    queue,
    reconciling,
    rounds,
    standing_in,
    units,
)
from postoffice.months import Month


class MonthInAddress:
    """A month in an address: 2019-12."""

    regex = r"(?:19|20|21)[0-9]{2}-[0-9]{2}"
    to_url = str

    def to_python(self, text: str) -> Month:
        """Return the month; ValueError (no such page) where there is none."""
        return Month.parse(text)


register_converter(MonthInAddress, "month")

urlpatterns = [
    path("welcome/", imports.welcome, name="welcome"),
    path("import/", imports.import_file, name="import"),
    path("import/confirm/", imports.import_confirm, name="import-confirm"),
    path("import/<str:token>/errors/", imports.import_errors, name="import-errors"),
    path("import/<str:token>/changes/", imports.import_changes, name="import-changes"),
    path("imports/", imports.batches, name="batches"),
    path("imports/<int:key>/", imports.batch, name="batch"),
    path("prefill/", prefill.prefill, name="prefill"),
    path("prefill/confirm/", prefill.prefill_confirm, name="prefill-confirm"),
    path("mappings/", prefill.mappings, name="mappings"),
    path("mappings/<int:key>/", prefill.mapping, name="mapping"),
    path("plans/", plans.plans, name="plans"),
    path("plans/<int:year>/<plan>/", plans.plan, name="plan"),
    path("plans/<int:year>/<plan>/<unit>/", plans.plan_unit, name="plan-unit"),
    path("sign-in/", accounts.sign_in, name="sign-in"),
    path("sign-out/", accounts.sign_out, name="sign-out"),
    path("invitation/<token>/", accounts.invitation, name="invitation"),
    path("entry/", entry.entry_start, name="entry-start"),
    path("entry/by-service/", by_service.by_service_start, name="by-service-start"),
    path("entry/by-service/<service>/<month:month>/", by_service.by_service, name="by-service"),
    path("entry/<unit>/<month:month>/", entry.entry, name="entry"),
    path("entry/<unit>/<month:month>/draft.json", entry_draft.entry_draft, name="entry-draft"),
    path("entry/<unit>/<month:month>/rules.json", entry_draft.entry_rules, name="entry-rules"),
    path("entry/<unit>/<month:month>/template.xlsx", month_files.template, name="month-template"),
    path("entry/<unit>/<month:month>/upload/", month_files.upload, name="month-upload"),
    path("estimates/<month:month>/", estimates.estimates, name="estimates"),
    path("estimates/<month:month>/round/", estimates.estimate_round, name="estimate-round"),
    path("estimates/<unit>/<month:month>/", estimates.estimate, name="estimate"),
    path("history/", history.history, name="history"),
    path("people/", people.people, name="people"),
    path("people/new/", people.person_new, name="person-new"),
    path("people/<username>/", people.person, name="person"),
    path("people/<username>/posting/", people.person_posting, name="person-posting"),
    path("people/<username>/posting/<int:key>/end/", people.person_posting_end, name="person-posting-end"),
    path("people/<username>/stand-in/", standing_in.person_stand_ins, name="person-stand-ins"),
    path(
        "people/<username>/stand-in/<int:key>/end/",
        standing_in.person_stand_in_end,
        name="person-stand-in-end",
    ),
    path("people/<username>/state/", people.person_state, name="person-state"),
    path("people/<username>/invitation/", people.person_invitation, name="person-invitation"),
    path("limits/", limits.limits, name="limits"),
    path("months/", months.months, name="months"),
    path("months/<month:month>/", months.month, name="month"),
    path("months/<month:month>/open/", months.month_open, name="month-open"),
    path("months/<month:month>/dates/", months.month_dates, name="month-dates"),
    path("months/<month:month>/close/<int:number>/", months.month_close, name="month-close"),
    path("months/<month:month>/rounds/", rounds.rounds, name="rounds"),
    path("months/<month:month>/grace/", months.grace, name="grace"),
    path("months/<month:month>/missing/", missing.month_missing, name="month-missing"),
    path("stand-in/", standing_in.stand_ins, name="stand-ins"),
    path("stand-in/<int:key>/end/", standing_in.stand_in_end, name="stand-in-end"),
    path("proposals/", proposals.proposals, name="proposals"),
    path("proposals/<int:key>/", proposals.proposal, name="proposal"),
    path("adjustments/", months.adjustments, name="adjustments"),
    path("queue/", queue.queue, name="queue"),
    path("queue/approve/", queue.queue_approve, name="queue-approve"),
    path("queue/<unit>/<month:month>/", queue.queue_report, name="queue-report"),
    path("queue/<unit>/<month:month>/<slug:verb>/", queue.queue_decide, name="queue-decide"),
    path("payroll/", payroll.payroll_start, name="payroll-start"),
    path("payroll/<month:month>/", payroll.payroll, name="payroll"),
    path("reconcile/<month:month>/", reconciling.reconcile, name="reconcile"),
    path("units/", units.units_list, name="units-list"),
    path("units/new/", units.unit_new, name="unit-new"),
    path("units/<code>/", units.unit_edit, name="unit-edit"),
    path("units/<code>/services/", offerings.unit_services, name="unit-services"),
    path("units/<code>/parent/", units.unit_parent, name="unit-parent"),
]
