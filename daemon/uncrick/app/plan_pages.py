"""A person's plan and what the history says of it: how today stands, the sheet to print, and the report."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from uncrick.app.history import remembered
from uncrick.app.history.report_source import looked_at, zone_of
from uncrick.core.catalog.prescribed import with_plan
from uncrick.core.history import pain
from uncrick.core.history.plan_progress import PlanProgress, plan_progress
from uncrick.core.model.person_day import begin_of_day, day_of
from uncrick.core.model.prescription import Plan, Prescription
from uncrick.core.model.text import _
from uncrick.errors import RefusedError, UncrickError
from uncrick.storage import paths, shipped_data
from uncrick.storage.history.store import History
from uncrick.storage.plan import plan_file


@dataclass(frozen=True, slots=True)
class Standing:
    """How one exercise of a plan stands today: times done, of those owed; its last date passed; paused for pain."""

    item: Prescription
    done: int
    owed: int
    ended: bool
    paused: bool


def current() -> Plan:
    """
    The plan that holds.

    Raises:
        UncrickError: there is none, or its file was damaged.
    """
    read = plan_file.stored(shipped_data.catalogue())
    if read.faults:
        faults = "\n".join(map(str, read.faults))
        raise UncrickError(
            _("Your plan cannot be read"),
            _(
                "{file} has been changed; import the plan again.\n{faults}",
                file=paths.plan_file(),
                faults=faults,
            ),
        )
    if read.plan is None:
        raise RefusedError(_("You have no plan"), _("Import one first: uncrick plan import FILE"))
    return read.plan


def standing(plan: Plan, now: datetime) -> tuple[Standing, ...]:
    """How each exercise stands today; `now` is aware, in the person's zone."""
    today, zone = day_of(now), zone_of(now)
    with looked_at() as history:
        went = _progress(plan, history, now)
        care = remembered.read(history, zone, shipped_data.rules(), now, today)[0].practice.care
    return tuple(
        Standing(
            item,
            went.done(item, today),
            went.owed(item, today),
            item.until is not None and item.until < today,
            pain.status_of(care, item.id, now).status in ("retired", "resting"),
        )
        for item in plan.exercises
    )


def sheet_page(plan: Plan, now: datetime) -> str:
    """The plan to be printed, as HTML."""
    from uncrick.core.presentation.plan.sheet import sheet

    return sheet(plan, with_plan(shipped_data.catalogue(figure=True), plan), day_of(now))


def report_page(plan: Plan, now: datetime) -> str:
    """
    The report for the therapist, as HTML.

    Raises:
        HistoryError: the history cannot be read.
    """
    from uncrick.core.presentation.plan.report import report

    with looked_at() as history:
        return report(_progress(plan, history, now))


def _progress(plan: Plan, history: History, now: datetime) -> PlanProgress:
    catalogue, today = shipped_data.catalogue(), day_of(now)
    days = catalogue.custom.plan.report_days
    records = list(history.records(begin_of_day(today - timedelta(days=days), zone_of(now))))
    return plan_progress(records, plan, catalogue.numbers, today, zone_of(now), days)
