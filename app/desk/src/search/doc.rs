//! The words of one incident's record, ready to be looked through.
//!
//! Each incident's words stand by themselves, so that they are made anew or dropped as a whole when its record moves.

use super::fold::words;
use super::query::Query;
use crate::store::{Findable, NoteBeside, RecordedNote};
use domain::found::{Place, PlaceKind};
use domain::incident::Incident;
use domain::note::{Answer, NoteBody, NoteKind};
use domain::private::Private;
use domain::time::Timestamp;
use domain::work::RecordedDeed;
use domain::work::telling::tell;
use std::collections::BTreeMap;

/// How far an incident's record had come when its words were read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    version: i64,
    touched_at: Timestamp,
    notes: u32,
}

impl Stamp {
    /// How far it has come now.
    pub(super) const fn of(line: &Findable) -> Self {
        Self { version: line.version, touched_at: line.touched_at, notes: line.notes }
    }
}

/// The words of one incident's record. Never printed: it holds what was told.
pub(super) struct Doc {
    stamp: Stamp,
    /// All words, each once, sorted, without anything between them.
    text: String,
    /// Where each word begins in `text`, and its entries in `entries`; one more at the end.
    begins: Vec<(u32, u32)>,
    entries: Vec<u16>,
    places: Vec<Place>,
    too_large: bool,
}

impl Doc {
    /// Stands for a record for whose words there is no room, so that it is not read again before it moves.
    pub(super) fn too_large(stamp: Stamp) -> Self {
        let (text, begins, entries, places) = (String::new(), Vec::new(), Vec::new(), Vec::new());
        Self { stamp, text, begins, entries, places, too_large: true }
    }

    /// Whether there is no room for its words.
    pub(super) fn is_too_large(&self) -> bool {
        self.too_large
    }

    /// How far the record had come.
    pub(super) fn stamp(&self) -> Stamp {
        self.stamp
    }

    /// Takes the words of a record. What lies behind entry 65,535 is not taken; the store answers with fewer.
    /// The notes of what was joined to it are found by the code name under which they came.
    pub(super) fn read(
        stamp: Stamp,
        notes: &[RecordedNote],
        besides: &[NoteBeside],
        deeds: &[RecordedDeed],
        joined: &[Incident],
    ) -> Self {
        let mut taken = Taken::default();
        for note in notes {
            taken.entry(PlaceKind::Note, note.recorded_at);
            for part in joined.iter().filter(|part| part.id == note.incident) {
                taken.words(&part.code_name);
            }
            taken.body(&note.body);
            if let Some(struck) = &note.struck {
                taken.text(&struck.why);
            }
            for beside in besides.iter().filter(|beside| beside.note == note.id) {
                taken.body(&beside.body);
            }
        }
        for deed in deeds {
            taken.entry(PlaceKind::Deed, deed.at);
            // Nobody's name: it may change without the record, and colleagues are not what one searches for.
            let telling = tell(deed, &|_| String::new());
            taken.words(&telling.did);
            for words in telling.words.iter().chain(&telling.anyway) {
                taken.text(words);
            }
        }
        taken.into_doc(stamp)
    }

    /// How much memory it takes, in bytes.
    pub(super) fn bytes(&self) -> usize {
        let Self { stamp: _, text, begins, entries, places, too_large: _ } = self;
        size_of::<Self>()
            + text.capacity()
            + begins.capacity() * size_of::<(u32, u32)>()
            + entries.capacity() * size_of::<u16>()
            + places.capacity() * size_of::<Place>()
    }

    /// Which of the words are in each entry: a bit per word of the query, in the order of the entries.
    pub(super) fn find(&self, query: &Query, in_entries: &mut Vec<u8>) {
        in_entries.clear();
        in_entries.resize(self.places.len(), 0);
        for (number, word) in query.words().iter().enumerate() {
            let first = self.first_from(word);
            let is_last = number + 1 == query.words().len();
            let fits = |place: &usize| {
                let known = self.word(*place);
                if is_last { known.starts_with(word.as_str()) } else { known == word }
            };
            for place in (first..self.count()).take_while(fits) {
                for entry in &self.entries[self.begins[place].1 as usize..self.begins[place + 1].1 as usize] {
                    in_entries[usize::from(*entry)] |= 1 << number;
                }
            }
        }
    }

    /// The entry of this number.
    pub(super) fn place(&self, entry: usize) -> Option<Place> {
        self.places.get(entry).copied()
    }

    fn count(&self) -> usize {
        self.begins.len().saturating_sub(1)
    }

    fn word(&self, place: usize) -> &str {
        &self.text[self.begins[place].0 as usize..self.begins[place + 1].0 as usize]
    }

    /// The place of the first word that is not smaller.
    fn first_from(&self, word: &str) -> usize {
        let (mut low, mut high) = (0, self.count());
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.word(middle) < word { low = middle + 1 } else { high = middle }
        }
        low
    }
}

/// The words while they are taken: each with its entries, in order.
#[derive(Default)]
struct Taken {
    words: BTreeMap<String, Vec<u16>>,
    places: Vec<Place>,
}

impl Taken {
    fn entry(&mut self, kind: PlaceKind, at: Timestamp) {
        self.places.push(Place { kind, at });
    }

    fn text(&mut self, text: &Private<String>) {
        self.words(text.reveal());
    }

    fn words(&mut self, text: &str) {
        let Ok(entry) = u16::try_from(self.places.len().saturating_sub(1)) else { return };
        for word in words(text) {
            let entries = self.words.entry(word).or_default();
            if entries.last() != Some(&entry) {
                entries.push(entry);
            }
        }
    }

    fn body(&mut self, body: &NoteBody) {
        self.text(&body.text);
        let answers = &body.answers;
        for answer in [&answers.what, &answers.who, &answers.when, &answers.place, &answers.contact] {
            if let Answer::Given(words) = answer {
                self.text(words);
            }
        }
        self.text(&body.handed_over_to);
        if let NoteKind::ActedAlone { record, .. } = &body.kind {
            for line in [&record.did, &record.tried, &record.consulted] {
                self.text(line);
            }
        }
    }

    fn into_doc(self, stamp: Stamp) -> Doc {
        let mut text = String::new();
        let mut entries = Vec::new();
        let mut begins = Vec::with_capacity(self.words.len() + 1);
        let place = |text: &String, entries: &Vec<u16>| (text.len() as u32, entries.len() as u32);
        for (word, mut of_word) in self.words {
            begins.push(place(&text, &entries));
            text.push_str(&word);
            entries.append(&mut of_word);
        }
        begins.push(place(&text, &entries));
        text.shrink_to_fit();
        entries.shrink_to_fit();
        Doc { stamp, text, begins, entries, places: self.places, too_large: false }
    }
}
