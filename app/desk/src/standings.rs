//! How everybody stands to a case, and the card that is shown before one has answered.

use crate::notes_progress::{Names, name_of, names};
use crate::reporter::as_told;
use crate::store::Read;
use crate::{DeskError, whole};
use domain::case::Case;
use domain::conflict::{Conflict, Source, Standing, StandingRecord};
use domain::note::Answer;
use domain::private::Private;
use domain::question::{CaseCard, StandingRow, StandsView};

/// Most names and most places on a card.
const CARD_LINES_MAX: usize = 20;

/// The card: the code name, the day, the place and the names involved, and nothing else of what was told.
pub(crate) async fn card(read: &mut dyn Read, case: &Case) -> Result<CaseCard, DeskError> {
    let incident = case.incident();
    let (notes, _) = as_told(read, &whole::parts_of(case)).await?;
    let told: Vec<_> = notes.into_iter().filter(|note| note.struck.is_none()).map(|note| note.body).collect();
    let involved = case.conflicts().into_iter().filter(|conflict| conflict.source == Source::Named);
    let involved: Vec<_> = involved.map(|conflict| conflict.person).collect();
    let people = names(read, involved.iter().copied()).await?;
    let involved = involved.into_iter().map(|person| name_of(&people, person));
    let given = |answer: &Answer<Private<String>>| match answer {
        Answer::Given(words) => Some(words.clone()),
        Answer::Left | Answer::DoesNotKnow | Answer::PrefersNotToSay | Answer::DidNotAsk => None,
    };
    Ok(CaseCard {
        incident: incident.id,
        code_name: incident.code_name.clone(),
        day: told.iter().filter_map(|body| body.happened_at).min().unwrap_or(incident.opened_at),
        places: each_once(told.iter().filter_map(|body| given(&body.answers.place))),
        names: each_once(involved.chain(told.iter().filter_map(|body| given(&body.answers.who)))),
        in_your_hands: incident.stage.accountable() == Some(case.member().person()),
    })
}

fn each_once(lines: impl Iterator<Item = Private<String>>) -> Vec<Private<String>> {
    let mut once = Vec::new();
    for line in lines {
        if once.len() < CARD_LINES_MAX && !once.contains(&line) {
            once.push(line);
        }
    }
    once
}

/// How everybody stands, the furthest out first.
pub(crate) fn rows(case: &Case, records: &[StandingRecord], names: &Names) -> Vec<StandingRow> {
    let mut conflicts = case.conflicts();
    conflicts.sort_by_key(|conflict| (std::cmp::Reverse(conflict.standing), conflict.since));
    conflicts.iter().map(|conflict| row(case, conflict, records, names)).collect()
}

fn row(case: &Case, conflict: &Conflict, records: &[StandingRecord], names: &Names) -> StandingRow {
    let last = records.iter().rfind(|record| record.person == conflict.person);
    StandingRow {
        person: conflict.person,
        name: name_of(names, conflict.person),
        standing: conflict.standing,
        source: conflict.source,
        since: conflict.since,
        return_proposed_by: conflict.return_proposed_by.map(|person| name_of(names, person)),
        why: last.and_then(|record| why(record, case)),
    }
}

/// A line of the record about how somebody stands.
pub(crate) fn stands(record: &StandingRecord, case: &Case, names: &Names) -> StandsView {
    StandsView {
        name: name_of(names, record.person),
        themselves: record.person == record.by,
        standing: record.standing,
        source: record.source,
        proposed: record.proposed,
        why: why(record, case),
    }
}

/// A reason is for members without a conflict, and for whoever wrote it (S45).
fn why(record: &StandingRecord, case: &Case) -> Option<Private<String>> {
    let clear = case.standing().is_some_and(Standing::is_clear);
    let may_read = clear || record.by == case.member().person();
    (may_read && !record.why.is_blank()).then(|| record.why.clone())
}
