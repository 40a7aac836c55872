//! Search over what a member may see.
//!
//! Texts are sealed on the disk, and an index beside them would tell what is in them to whoever has the file. So the
//! index is in this process's memory alone: per incident the words of its notes and deeds ([`doc`]), read when they are
//! first needed. One light query says how far each record has come, and what has moved is read again. It is asked anew
//! whenever the audit log has grown ([`known`]), and nothing changes without a line there; so a search stays right beside
//! other servers on the same database.
//!
//! Invariants: an incident that is hidden from the member is in no answer, because the query leaves it out; what was told
//! is not searched for a member who has not answered the question about conflicts, for whom only the code name counts; no
//! word leaves this room, neither in an answer nor in a log line.

mod doc;
mod fold;
mod known;
mod query;

use crate::reporter::as_told;
use crate::store::{Findable, Read};
use crate::{Desk, DeskError, whole};
use doc::{Doc, Stamp};
use domain::case::may_read;
use domain::found::{Found, HITS_MAX, Hit, PLACES_MAX, SEARCH_MAX};
use domain::ids::{IncidentId, PersonId};
use domain::permission::{Act, Actor};
use domain::private::Private;
use domain::work::meeting::silence::as_read_by;
use domain::work::merged;
use known::Known;
use query::Query;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::timeout;

/// The most memory that the index takes, in bytes. Beyond it, records are searched by their code names alone, and whoever
/// searches is told.
const INDEX_BYTES_MAX: usize = 256 * 1024 * 1024;

/// How long a search waits for records that have to be read first. Whoever searches just after the start of a server then
/// gets what has been read so far and is told, rather than a refusal.
const PATIENCE: Duration = Duration::from_secs(5);

/// Whom no person is.
const NOBODY: PersonId = PersonId::from_bytes([0; 16]);

/// The words of every record that was needed so far.
#[derive(Default)]
pub(crate) struct Index {
    docs: Mutex<Docs>,
    known: Known,
    /// One reader of records at a time, so that no two do the same work.
    reading: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct Docs {
    of: HashMap<IncidentId, Arc<Doc>>,
    bytes: usize,
}

impl Docs {
    fn fresh(&self, line: &Findable) -> Option<Arc<Doc>> {
        self.of.get(&line.incident).filter(|doc| doc.stamp() == Stamp::of(line)).cloned()
    }

    /// Keeps the words of a record in place of its earlier ones, as far as there is room.
    fn keep(&mut self, incident: IncidentId, doc: Doc, bytes_max: usize) {
        if let Some(earlier) = self.of.remove(&incident) {
            self.bytes -= earlier.bytes();
        }
        let fits = self.bytes + doc.bytes() <= bytes_max;
        let doc = if fits { doc } else { Doc::too_large(doc.stamp()) };
        self.bytes += doc.bytes();
        self.of.insert(incident, Arc::new(doc));
    }
}

impl Index {
    fn docs(&self) -> MutexGuard<'_, Docs> {
        self.docs.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads the records that have moved since they were last read.
    async fn freshen<'a>(
        &self,
        read: &mut dyn Read,
        lines: impl Iterator<Item = &'a Findable> + Send,
    ) -> Result<(), DeskError> {
        let stale: Vec<_> = {
            let docs = self.docs();
            lines.filter(|line| docs.fresh(line).is_none()).collect()
        };
        if stale.is_empty() {
            return Ok(());
        }
        let _turn = self.reading.lock().await;
        for line in stale {
            if self.docs().fresh(line).is_some() {
                continue;
            }
            let doc = read_doc(read, line).await?;
            self.docs().keep(line.incident, doc, INDEX_BYTES_MAX);
        }
        Ok(())
    }

    /// Which of these incidents have all the words, as far as their records are known.
    fn look_through(&self, query: &Query, lines: &[Findable], member: PersonId) -> Found {
        let mut found = Found::default();
        let mut hits = Vec::new();
        let mut in_entries = Vec::new();
        let docs = self.docs();
        for line in lines {
            let readable = is_readable(line, member);
            let doc = docs.of.get(&line.incident).filter(|_| readable);
            found.in_part |= doc.is_some_and(|doc| doc.is_too_large());
            found.reading |= readable && doc.is_none_or(|doc| doc.stamp() != Stamp::of(line));
            in_entries.clear();
            if let Some(doc) = doc {
                doc.find(query, &mut in_entries);
            }
            if let Some((closeness, hit)) = hit(query, line, doc.map(Arc::as_ref), &in_entries) {
                hits.push((Reverse(closeness), Reverse(hit.touched_at), hit));
            }
        }
        drop(docs);
        hits.sort_by_key(|(closeness, touched_at, hit)| (*closeness, *touched_at, hit.incident));
        found.more = hits.len() > HITS_MAX;
        found.hits = hits.into_iter().take(HITS_MAX).map(|(.., hit)| hit).collect();
        found
    }
}

/// Reads a record, with whatever was joined to it.
async fn read_doc(read: &mut dyn Read, line: &Findable) -> Result<Doc, DeskError> {
    let joined = read.joined(line.incident).await?;
    let parts: Vec<_> = std::iter::once(line.incident).chain(joined.iter().map(|part| part.id)).collect();
    let (notes, taken_back) = as_told(read, &parts).await?;
    let mut besides = Vec::new();
    for part in &parts {
        besides.append(&mut read.besides(*part).await?);
    }
    besides.retain(|beside| !taken_back.contains_key(&beside.note));
    let deeds = whole::deeds(read, &parts).await?;
    // That something was joined is not for everybody who may read the rest, and what somebody wrote for themselves before
    // the others is found when it is shown.
    let told = merged(&deeds).into_iter().map(|(_, deed)| deed);
    let told = told.filter(|deed| deed.deed.joins().is_none()).cloned().collect();
    let deeds = as_read_by(NOBODY, told);
    Ok(Doc::read(Stamp::of(line), &notes, &besides, &deeds, &joined))
}

impl Desk {
    /// Searches the incidents that the member may know of for all of these words, the last of which may be a beginning.
    /// The answer says where they are and shows none of them. An empty search finds nothing.
    pub async fn search(&self, actor: &Actor, words: Private<String>) -> Result<Found, DeskError> {
        actor.may(Act::SeeIncidents)?;
        let member = actor.care_member()?.person();
        let too_long = || DeskError::Input(format!("Search for at most {SEARCH_MAX} characters."));
        let query = Query::parse(words.reveal()).ok_or_else(too_long)?;
        if query.is_empty() {
            return Ok(Found::default());
        }
        let mut read = self.store.read().await?;
        let lines = self.index.known.lines(&mut *read, actor.conference, member).await?;
        let readable = lines.iter().filter(|line| is_readable(line, member));
        if let Ok(freshened) = timeout(PATIENCE, self.index.freshen(&mut *read, readable)).await {
            freshened?;
        }
        Ok(self.index.look_through(&query, &lines, member))
    }

    /// Reads every record, so that the first search after a start need not wait for it.
    pub async fn prepare_search(&self) -> Result<(), DeskError> {
        let mut read = self.store.read().await?;
        for conference in read.conferences().await? {
            let lines = read.findable(conference.id, None).await?;
            self.index.freshen(&mut *read, lines.iter()).await?;
        }
        Ok(())
    }
}

fn is_readable(line: &Findable, member: PersonId) -> bool {
    may_read(line.stage, line.urgency, line.standing, member)
}

/// The incident if all words are in it, and how many of them the fullest place has.
fn hit(query: &Query, line: &Findable, doc: Option<&Doc>, in_entries: &[u8]) -> Option<(u32, Hit)> {
    let named = query.bits_in(&line.code_name);
    if in_entries.iter().fold(named, |all, bits| all | bits) != query.all() {
        return None;
    }
    let fullest = in_entries.iter().map(|bits| bits.count_ones()).max().unwrap_or_default();
    let mut entries: Vec<_> = in_entries.iter().enumerate().filter(|(_, bits)| **bits > 0).collect();
    let more_places = entries.len() > PLACES_MAX;
    entries.sort_by_key(|(entry, bits)| (Reverse(bits.count_ones()), *entry));
    entries.truncate(PLACES_MAX);
    let mut places: Vec<_> = entries.iter().filter_map(|(entry, _)| doc?.place(*entry)).collect();
    places.sort_by_key(|place| place.at);
    let hit = Hit {
        incident: line.incident,
        code_name: line.code_name.clone(),
        stage: line.stage,
        touched_at: line.touched_at,
        places,
        more_places,
    };
    Some((named.count_ones().max(fullest), hit))
}

#[cfg(test)]
mod tests;
