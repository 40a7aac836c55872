//! The work on a case: one deed at a time, by the rules of [`crate::work`].

use super::{Case, Refused};
use crate::audit::{AuditEvents, Did};
use crate::ids::PersonId;
use crate::incident::ReceiptConfirmed;
use crate::private::Private;
use crate::time::Timestamp;
use crate::work::circle::Circle;
use crate::work::course::CourseDeed;
use crate::work::measure::MeasureDeed;
use crate::work::meeting::settles_review;
use crate::work::report::ReportDeed;
use crate::work::rule::Rule;
use crate::work::{Deed, LINE_MAX, NewDeed, Passed, RecordedDeed, Work, at_most};

/// The work so far, among whom it is done, and the deed that the last action added.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Working {
    work: Work,
    team: Vec<PersonId>,
    new: Option<RecordedDeed>,
}

impl Case {
    /// Takes up the work where it stands: the deeds on record, and everybody of the CARE team. Without it a case knows of
    /// no work, and the rules see none.
    #[must_use]
    pub fn with_work(mut self, deeds: &[RecordedDeed], team: Vec<PersonId>) -> Self {
        self.working = Working { work: Work::of(deeds), team, new: None };
        self
    }

    /// What the deeds on record amount to.
    pub const fn work(&self) -> &Work {
        &self.working.work
    }

    /// The deed that the last action added; the store saves it with the case.
    pub const fn new_deed(&self) -> Option<&RecordedDeed> {
        self.working.new.as_ref()
    }

    /// The people around the case, as the one who has it open acts among them.
    pub fn circle(&self) -> Circle<'_> {
        Circle {
            by: self.member.person(),
            team: &self.working.team,
            standings: self.conflicts.iter().map(|conflict| (conflict.person, conflict.standing)).collect(),
            stage: &self.incident.stage,
        }
    }

    pub(super) fn work_on(&mut self, new: NewDeed, now: Timestamp) -> Result<AuditEvents, Refused> {
        if self.incident.stage.is_closed() && !goes_on_when_closed(&new.deed) {
            return Err(Refused::Closed);
        }
        let circle = self.circle();
        let mut rules = self.work().check(&new, &circle, now)?;
        // That somebody acted alone stands in the notes, of which the work knows nothing.
        let closes = matches!(new.deed, Deed::Course(CourseDeed::Close { .. }));
        if closes && self.incident.needs_review && !rules.contains(&Rule::Reviewed) {
            rules.push(Rule::Reviewed);
        }
        let settles = self.work().settles(&new, &circle);
        let passed = passed(rules, new.anyway)?;
        let recorded = RecordedDeed { id: new.id, by: self.member.person(), at: now, deed: new.deed, settles, passed };
        self.working.work.fold(&recorded);
        self.incident.stage = self.working.work.stage_after(self.incident.stage, &recorded);
        let open = self.incident.needs_review && !settles_review(&recorded);
        self.incident.needs_review = open || recorded.passed.is_some();
        if self.incident.receipt_confirmed.is_none() && self.work().has_told(&recorded) {
            self.incident.receipt_confirmed = Some(ReceiptConfirmed { by: recorded.by, at: now, note: None });
        }
        self.working.new = Some(recorded);
        Ok(self.event(now, Did::Worked { deed: new.id }))
    }
}

/// A rule is passed by saying why; nothing is passed in silence.
fn passed(rules: Vec<Rule>, anyway: Option<Private<String>>) -> Result<Option<Passed>, Refused> {
    let Some(first) = rules.first().copied() else { return Ok(None) };
    match anyway.filter(|why| !why.is_blank()) {
        Some(why) => {
            at_most(&why, LINE_MAX)?;
            Ok(Some(Passed { rules, why }))
        }
        None => Err(first.into()),
    }
}

/// Words may still be needed after the end, what is still to be done ends somehow, and whatever comes in late is kept with
/// where it came from; everything else needs the case open again.
const fn goes_on_when_closed(deed: &Deed) -> bool {
    match deed {
        Deed::Draft(_) | Deed::Task(_) | Deed::Consult(_) => true,
        Deed::Course(course) => matches!(course, CourseDeed::Reopen { .. }),
        Deed::Measure(measure) => matches!(measure, MeasureDeed::Release { .. }),
        Deed::Report(report) => matches!(report, ReportDeed::Intake { .. }),
        Deed::Person(_) | Deed::Fact(_) | Deed::Meeting(_) | Deed::Conversation(_) | Deed::Evidence(_) => false,
    }
}
