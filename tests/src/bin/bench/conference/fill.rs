//! Fills a database with the incidents of a long conference, straight through the store in large transactions.

use crate::Trouble;
use crate::careline::Site;
use desk::clock::chance;
use desk::store::{Author, NewRows, RecordedNote, Store};
use domain::audit::{AuditEvents, By, Did};
use domain::conflict::{Standing, says};
use domain::digest::Digest;
use domain::ids::{ConferenceId, DeedId, DeviceId, IncidentId, NoteId, PersonId};
use domain::incident::{Incident, Stage};
use domain::note::{Answer, Answers, NoteBody, Urgency};
use domain::permission::{Person, Role};
use domain::time::{Timestamp, minutes};
use domain::words::code_name;
use domain::work::evidence::{EvidenceDeed, Item, Source};
use domain::work::fact::{About, FactDeed};
use domain::work::{Deed, RecordedDeed};

/// Incidents of one transaction.
const AT_ONCE: usize = 100;
/// Everybody else of the conference.
const VOLUNTEERS: usize = 150;
/// Of so many incidents nobody has one yet.
const WAITS_EVERY: usize = 40;
/// Of so many incidents one is in hand; the rest are closed.
const IN_HAND_EVERY: usize = 4;
/// When the conference began.
const BEGUN: Timestamp = Timestamp::from_millis(1_790_000_000_000);

const WORDS: [&str; 64] = [
    "scarf",
    "table",
    "violin",
    "corridor",
    "speaker",
    "remark",
    "badge",
    "lantern",
    "stairs",
    "window",
    "coat",
    "photo",
    "umbrella",
    "kitchen",
    "lift",
    "poster",
    "evening",
    "morning",
    "reception",
    "workshop",
    "keynote",
    "bottle",
    "chair",
    "camera",
    "bench",
    "garden",
    "bridge",
    "harbour",
    "market",
    "station",
    "ticket",
    "volunteer",
    "sponsor",
    "booth",
    "microphone",
    "screen",
    "slide",
    "joke",
    "silence",
    "laughter",
    "apology",
    "question",
    "answer",
    "promise",
    "quarrel",
    "shoulder",
    "sleeve",
    "phone",
    "message",
    "number",
    "corner",
    "door",
    "cloakroom",
    "bicycle",
    "tram",
    "river",
    "square",
    "fountain",
    "library",
    "lecture",
    "dinner",
    "coffee",
    "somebody",
    "nobody",
];

/// A word of its own, or one of those that stand everywhere; the same for the same number.
fn word(n: usize) -> String {
    let n = n.wrapping_mul(2_654_435_761) >> 7;
    if n.is_multiple_of(3) {
        format!("{}{}", WORDS[n / 3 % WORDS.len()], n / 211 % 400)
    } else {
        WORDS[n % WORDS.len()].to_owned()
    }
}

fn sentence(seed: usize) -> String {
    let words: Vec<_> = (0..30).map(|place| word(seed * 31 + place)).collect();
    format!("{}.", words.join(" "))
}

/// What somebody searches for.
pub(crate) fn words_to_find(n: usize) -> String {
    let (one, two) = (word(n * 31), word(n * 31 + 1));
    match n % 4 {
        0 => one,
        1 => format!("{one} {two}"),
        2 => format!("{one} {two} {}", &WORDS[n % WORDS.len()][..2]),
        _ => WORDS[n % WORDS.len()][..1].to_owned(),
    }
}

/// Fills the database of a site; `member` has answered the question about conflicts in every incident. Returns them all.
pub(crate) async fn fill(
    site: &Site,
    member: PersonId,
    incidents: usize,
    each: usize,
) -> Result<Vec<IncidentId>, Trouble> {
    let store = site.store().await?;
    let conference = store.read().await?.conferences().await?.first().ok_or("no conference")?.id;
    let mut tx = store.begin().await?;
    for n in 0..VOLUNTEERS {
        let id = PersonId::mint(BEGUN, chance());
        let (name, phone, languages) = (format!("Volunteer {n}").into(), "".into(), String::new());
        tx.put_person(&Person { id, conference, role: Role::Volunteer, name, phone, languages }).await?;
    }
    tx.commit(AuditEvents::of(conference, BEGUN, By::System, None, Did::ConferenceChanged)).await?;
    let filler = Filler { conference, member, device: DeviceId::mint(BEGUN, chance()), each };
    let mut ids = Vec::with_capacity(incidents);
    while ids.len() < incidents {
        let numbers = ids.len()..incidents.min(ids.len() + AT_ONCE);
        ids.append(&mut filler.some(&store, numbers).await?);
    }
    store.close().await;
    Ok(ids)
}

struct Filler {
    conference: ConferenceId,
    member: PersonId,
    device: DeviceId,
    each: usize,
}

impl Filler {
    async fn some(&self, store: &impl Store, numbers: std::ops::Range<usize>) -> Result<Vec<IncidentId>, Trouble> {
        let incidents: Vec<_> = numbers.clone().map(|number| self.incident(number)).collect();
        let notes = numbers.zip(&incidents).flat_map(|(number, incident)| self.notes(number, incident));
        let notes: Vec<_> = notes.collect();
        let ids: Vec<_> = incidents.iter().map(|incident| incident.id).collect();
        let mut tx = store.begin().await?;
        let mut events = AuditEvents::of(self.conference, BEGUN, By::System, None, Did::ConferenceChanged);
        for note in &notes {
            events = events.and(self.by(), Some(note.incident), Did::Recorded { note: note.id });
        }
        tx.add_rows(NewRows { incidents, notes, ..NewRows::default() }).await?;
        for incident in &ids {
            let said = says(None, *incident, self.member, Standing::Clear, BEGUN)?.ok_or("an answer")?;
            tx.put_standing(&said).await?;
            for n in 0..self.each {
                let deed = self.deed(n);
                tx.add_deed(*incident, &deed).await?;
                events = events.and(self.by(), Some(*incident), Did::Worked { deed: deed.id });
            }
        }
        tx.commit(events).await?;
        Ok(ids)
    }

    fn by(&self) -> By {
        By::Person { person: self.member, device: self.device }
    }

    fn incident(&self, number: usize) -> Incident {
        let (by, at) = (self.member, BEGUN);
        let stage = match number {
            _ if number.is_multiple_of(WAITS_EVERY) => Stage::Reported,
            _ if number.is_multiple_of(IN_HAND_EVERY) => Stage::InHand { by, at },
            _ => Stage::Closed { by, at },
        };
        let id = IncidentId::mint(BEGUN, chance());
        Incident {
            id,
            conference: self.conference,
            code_name: code_name(chance()),
            urgency: number.is_multiple_of(3).then_some(Urgency::Today),
            opened_at: BEGUN.plus(minutes(number as i64)),
            stage,
            receipt_confirmed: None,
            needs_review: false,
            joined_to: None,
            version: 1,
        }
    }

    fn notes(&self, number: usize, incident: &Incident) -> Vec<RecordedNote> {
        let note = |n: usize| {
            let seed = number * self.each + n;
            let place = Answer::Given(format!("{} {}", word(seed), word(seed + 7)).into());
            let answers = Answers { place, ..Answers::default() };
            let body = NoteBody {
                text: sentence(seed).into(),
                answers,
                written_at: incident.opened_at,
                ..NoteBody::default()
            };
            RecordedNote {
                id: NoteId::mint(BEGUN, chance()),
                incident: incident.id,
                author: Author::Person(self.member, self.device),
                body,
                digest: Digest::from_bytes(chance()),
                recorded_at: incident.opened_at.plus(minutes(n as i64 * 5)),
                skew_ms: 0,
                struck: None,
                said: None,
            }
        };
        (0..self.each).map(note).collect()
    }

    fn deed(&self, n: usize) -> RecordedDeed {
        let id = DeedId::mint(BEGUN, chance());
        let text = sentence(n * 977 + usize::from(id.to_bytes()[15])).into();
        let deed = if n.is_multiple_of(2) {
            Deed::Fact(FactDeed { about: About::Other, text, over: Vec::new() })
        } else {
            let (link, captured_by) = ("".into(), "".into());
            Deed::Evidence(EvidenceDeed::Add(Item {
                source: Source::Chat,
                what: text,
                link,
                captured_by,
                captured_at: BEGUN,
            }))
        };
        let at = BEGUN.plus(minutes(n as i64 * 5));
        RecordedDeed { id, by: self.member, at, deed, settles: false, passed: None, looked_at: Vec::new() }
    }
}
