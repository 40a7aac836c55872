//! The work on a case: one deed at a time, by the rules of [`crate::work`].

use super::{Case, Refused};
use crate::audit::{AuditEvents, Did};
use crate::ids::{IncidentId, NoteId, PersonId, ReporterLinkId};
use crate::incident::ReceiptConfirmed;
use crate::private::Private;
use crate::time::Timestamp;
use crate::work::circle::Circle;
use crate::work::course::{CourseDeed, Informed};
use crate::work::draft::{DraftDeed, Message, Says};
use crate::work::home::Home;
use crate::work::measure::MeasureDeed;
use crate::work::meeting::settles_review;
use crate::work::report::ReportDeed;
use crate::work::rule::Rule;
use crate::work::{Deed, LINE_MAX, NewDeed, Passed, RecordedDeed, Work, at_most};
use std::collections::BTreeMap;

/// The work so far, among whom it is done, and the deed that the last action added.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Working {
    /// The deeds on record of each part.
    deeds: Vec<(IncidentId, Vec<RecordedDeed>)>,
    work: Work,
    team: Vec<PersonId>,
    homes: Homes,
    new: Option<(IncidentId, RecordedDeed)>,
}

/// What belongs to one of the incidents that were joined; anything else belongs to the one that goes on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Homes {
    /// Private links.
    pub links: BTreeMap<ReporterLinkId, IncidentId>,
    /// Notes.
    pub notes: BTreeMap<NoteId, IncidentId>,
}

impl Working {
    /// Takes up the work on an incident that is joined from now on.
    pub(super) fn adds(&mut self, other: Self) {
        self.deeds.extend(other.deeds);
        self.work = Work::of_all(&self.deeds);
    }

    /// Lets go of the work on a part; what it amounts to by itself.
    pub(super) fn parts_from(&mut self, part: IncidentId) -> Work {
        let (goes, stays): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.deeds).into_iter().partition(|(of, _)| *of == part);
        self.deeds = stays;
        self.work = Work::of_all(&self.deeds);
        Work::of_all(&goes)
    }

    /// When the latest deed was done.
    pub(super) fn latest(&self) -> Option<Timestamp> {
        self.done_at().max()
    }

    /// When the latest deed was done that was done before this time.
    pub(super) fn latest_before(&self, time: Timestamp) -> Option<Timestamp> {
        self.done_at().filter(|at| *at < time).max()
    }

    fn done_at(&self) -> impl Iterator<Item = Timestamp> {
        self.deeds.iter().flat_map(|(_, deeds)| deeds).map(|deed| deed.at)
    }

    /// Whether anything but `is_it` was done since then.
    pub(super) fn has_since(&self, since: Timestamp, is_it: impl Fn(&Deed) -> bool) -> bool {
        let mut all = self.deeds.iter().flat_map(|(_, deeds)| deeds);
        all.any(|deed| deed.at >= since && !is_it(&deed.deed))
    }

    /// Whether somebody is of the CARE team.
    pub(super) fn is_of_team(&self, person: PersonId) -> bool {
        self.team.contains(&person)
    }
}

impl Case {
    /// Takes up the work where it stands: the deeds on record of the incident and of each that was joined to it, in the
    /// order of their recording, and everybody of the CARE team. Without it a case knows of no work, and the rules see none.
    #[must_use]
    pub fn with_work(mut self, deeds: Vec<(IncidentId, Vec<RecordedDeed>)>, team: Vec<PersonId>) -> Self {
        self.working = Working { work: Work::of_all(&deeds), deeds, team, homes: Homes::default(), new: None };
        self
    }

    /// Says what belongs to which of the incidents that were joined.
    #[must_use]
    pub fn with_homes(mut self, homes: Homes) -> Self {
        self.working.homes = homes;
        self
    }

    /// What the deeds on record amount to.
    pub const fn work(&self) -> &Work {
        &self.working.work
    }

    /// The deeds on record, for each part.
    pub fn deeds(&self) -> impl Iterator<Item = &RecordedDeed> {
        self.working.deeds.iter().flat_map(|(_, deeds)| deeds)
    }

    /// The deed that the last action added.
    pub fn new_deed(&self) -> Option<&RecordedDeed> {
        self.working.new.as_ref().map(|(_, deed)| deed)
    }

    /// The deed that the last action added and the incident with which it is kept; the store saves it with the case.
    pub fn new_deed_at(&self) -> Option<(IncidentId, &RecordedDeed)> {
        self.working.new.as_ref().map(|(home, deed)| (*home, deed))
    }

    /// The people around the case, as the one who has it open acts among them.
    pub fn circle(&self) -> Circle<'_> {
        Circle {
            by: self.member.person(),
            team: &self.working.team,
            standings: self.standings(),
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
        let told = matches!(new.deed, Deed::Course(CourseDeed::Close { informed: Some(Informed::Told { .. }) }));
        if told && !self.each_reporter_knows() {
            rules.push(Rule::ReporterInformed);
        }
        let settles = self.work().settles(&new, &circle);
        let passed = passed(rules, new.anyway)?;
        let home = self.home_of(&new.deed);
        if self.reads_elsewhere(&new.deed, home) {
            return Err(Refused::Unknown);
        }
        let (id, by) = (new.id, self.member.person());
        let mut recorded = RecordedDeed { id, by, at: now, deed: new.deed, settles, passed, looked_at: Vec::new() };
        if settles_review(&recorded) {
            recorded.looked_at = self.work().unreviewed_outside(home);
        }
        self.working.work.fold_at(Some(home), &recorded);
        self.incident.stage = self.working.work.stage_after(self.incident.stage, &recorded);
        if settles_review(&recorded) {
            self.review_settled();
        }
        self.incident.needs_review |= recorded.passed.is_some();
        if let Some(told) = self.work().has_told(&recorded).map(|message| message.to) {
            let reader = told.and_then(|link| self.working.homes.links.get(&link).copied());
            let receipt = ReceiptConfirmed { by: recorded.by, at: now, note: None };
            self.change_part(reader.unwrap_or(self.incident.id), |part| {
                part.receipt_confirmed.get_or_insert(receipt);
            });
        }
        self.working.new = Some((home, recorded));
        Ok(self.event_of(home, now, Did::Worked { deed: new.id }))
    }

    /// Puts a deed on the record that no rule of the work knows of, because it is about more than this work.
    pub(super) fn record(&mut self, new: NewDeed, now: Timestamp) -> AuditEvents {
        let (by, id) = (self.member.person(), new.id);
        let recorded =
            RecordedDeed { id, by, at: now, deed: new.deed, settles: false, passed: None, looked_at: Vec::new() };
        self.working.work.fold_at(Some(self.incident.id), &recorded);
        self.working.new = Some((self.incident.id, recorded));
        let others = self.changed.iter().map(|other| self.event_of(other.id, now, Did::Worked { deed: id }));
        others.fold(self.event(now, Did::Worked { deed: id }), AuditEvents::join)
    }

    /// The part with which a deed is kept.
    fn home_of(&self, deed: &Deed) -> IncidentId {
        let Working { deeds, homes, .. } = &self.working;
        let home = match deed.home() {
            Home::Whole => None,
            Home::Link(link) => homes.links.get(&link).copied(),
            Home::Note(note) => homes.notes.get(&note).copied(),
            Home::Begun(begun) => {
                deeds.iter().find(|(_, deeds)| deeds.iter().any(|deed| deed.id == begun)).map(|(home, _)| *home)
            }
        };
        home.filter(|home| self.is_part(*home)).unwrap_or(self.incident.id)
    }

    /// Whether words would go to the reporter of another part than the one with which they are kept: after a parting they
    /// would be lost to whoever reads them.
    fn reads_elsewhere(&self, deed: &Deed, home: IncidentId) -> bool {
        let Deed::Draft(DraftDeed::Write { says: Says::Message(Message { to: Some(link), .. }), .. }) = deed else {
            return false;
        };
        !self.joined.is_empty() && self.working.homes.links.get(link).copied().unwrap_or(self.incident.id) != home
    }

    /// Whether of several reports that were joined each reporter who has a private link was told what was done and why.
    fn each_reporter_knows(&self) -> bool {
        let links = &self.working.homes.links;
        self.parts().all(|part| {
            let mut own = links.iter().filter(|(_, of)| **of == part.id).map(|(link, _)| *link).peekable();
            own.peek().is_none() || own.any(|link| self.work().has_informed_through(link))
        })
    }

    /// A review has looked at what was done alone or against a rule, in every part.
    fn review_settled(&mut self) {
        self.incident.needs_review = false;
        let waiting: Vec<_> = self.joined.iter().filter(|part| part.needs_review).map(|part| part.id).collect();
        for part in waiting {
            self.change_part(part, |part| part.needs_review = false);
        }
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
