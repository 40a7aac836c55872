//! Reporting by the public form: the same incident, page, private link and audit lines as by a note, in one transaction.

use super::says::{add_photos, bare_photos, by_reporter};
use super::{Added, ReporterPage, Saying, linked, page};
use crate::clock::chance;
use crate::conflicts::put_out_named;
use crate::store::{NewRows, Read};
use crate::{Changed, Desk, DeskError};
use domain::audit::{AuditEvents, By, Did};
use domain::ids::{ConferenceId, IncidentId, NoteId, PageId, PersonId, ReporterLinkId};
use domain::incident::{self, Minted};
use domain::note::NoteRefused;
use domain::paging::PageState;
use domain::permission::Role;
use domain::private::Private;
use domain::reporter::form::{NewPublicReport, ReportForm};
use domain::reporter::said::Said;
use domain::reporter::team::{members, named_in};
use domain::reporter::{ReporterKey, ReporterLink};
use domain::time::Timestamp;

/// Whom a reporter wants kept out, as the form says it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeepOut {
    /// Members by their public number.
    pub numbers: Vec<usize>,
    /// Everybody of the team.
    pub everybody: bool,
}

/// What became of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filed {
    /// It is on record, by this request or an earlier one.
    Recorded(Box<ReporterPage>),
    /// A rule refuses it; nothing was written.
    Refused(NoteRefused),
    /// A photo is none or too large; nothing was written.
    RefusedPhoto,
    /// Its key belongs to another report; nothing was written.
    KeyTaken,
}

impl Desk {
    /// Records a report by the public form. Its note's id and its key, both minted with the form, make a repeat harmless.
    ///
    /// `morning` is when the night at the venue ends, by night.
    pub async fn report(
        &self,
        conference: ConferenceId,
        (id, key): (NoteId, &ReporterKey),
        (mut form, keep_out): (ReportForm, KeepOut),
        photos: &[Private<Vec<u8>>],
        morning: Option<Timestamp>,
    ) -> Result<Filed, DeskError> {
        let now = self.clock.now();
        let text = form.text.clone();
        let mut tx = self.store.begin().await?;
        if let Some(link) = tx.link_by_key(key.digest()).await? {
            drop(tx);
            return if link.note == Some(id) { self.reports_again(key, text).await } else { Ok(Filed::KeyTaken) };
        }
        keeps_out(&mut *tx, conference, &mut form, &keep_out).await?;
        let report = match form.parse(key.digest(), now) {
            Ok(report) => report,
            Err(why) => return Ok(Filed::Refused(why)),
        };
        let Some(photos) = bare_photos(photos) else { return Ok(Filed::RefusedPhoto) };
        // A note of this id that came by another way is another's.
        let id = if tx.known_notes(&[id]).await?.is_empty() { id } else { NoteId::mint(now, chance()) };
        let (rows, link, events) = self.opened(conference, id, key, report, morning, now);
        let incident = link.incident;
        let body = rows.notes.first().map(|note| note.body.clone()).unwrap_or_default();
        tx.add_rows(rows).await?;
        let events = add_photos(&mut *tx, incident, id, photos, events, now).await?;
        let named = put_out_named(&mut *tx, By::Reporter, (conference, incident), &body, now).await?;
        let events = named.into_iter().fold(events, AuditEvents::join);
        let (link, opened) = linked(&mut *tx, key).await?;
        let page = page(&mut *tx, &link, &opened).await?;
        tx.commit(events).await?;
        self.pages_due.notify_one();
        self.tell(Changed { conference, incident: Some(incident) });
        if !body.involves.is_empty() || !body.excludes.is_empty() {
            // Whoever is out of what they may have on a screen must let go of it, and is not told of the incident.
            self.tell(Changed { conference, incident: None });
        }
        Ok(Filed::Recorded(Box::new(page)))
    }

    /// The same form once more: by a second press, or with other words after going back, which count too.
    async fn reports_again(&self, key: &ReporterKey, text: Private<String>) -> Result<Filed, DeskError> {
        let page = self.reporter_looks(key).await?;
        if text.is_blank() || page.view.own.iter().any(|own| own.text == text) {
            return Ok(Filed::Recorded(Box::new(page)));
        }
        let id = NoteId::mint(self.clock.now(), chance());
        Ok(match self.reporter_says(key, Saying::words(id, text)).await? {
            Added::Recorded(page) => Filed::Recorded(Box::new(page)),
            Added::Refused(_, page) => Filed::Recorded(Box::new(page)),
        })
    }

    fn opened(
        &self,
        conference: ConferenceId,
        id: NoteId,
        key: &ReporterKey,
        report: NewPublicReport,
        morning: Option<Timestamp>,
        now: Timestamp,
    ) -> (NewRows, ReporterLink, AuditEvents) {
        let minted =
            Minted { incident: IncidentId::mint(now, chance()), page: PageId::mint(now, chance()), chance: chance() };
        let NewPublicReport { note, reported } = report;
        let mut opened = incident::open(conference, id, &note, By::Reporter, minted, now);
        let link = ReporterLink {
            id: ReporterLinkId::mint(now, chance()),
            incident: minted.incident,
            key: key.digest(),
            made_at: now,
            note: Some(id),
        };
        let next_at = self.rush().comes(opened.incident.urgency, morning, now);
        opened.page.state = PageState::Calling { next_at };
        let did = Did::LinkMade { link: link.id };
        let events = opened.events.and(By::Reporter, Some(minted.incident), did);
        let note = by_reporter(&link, id, note.into_body(), Some(Said::Reported(Box::new(reported))), now);
        let rows = NewRows {
            incidents: vec![opened.incident],
            notes: vec![note],
            pages: vec![opened.page],
            links: vec![link],
            ..NewRows::default()
        };
        (rows, link, events)
    }

    /// Whether so many reports come by the form that it should ask for some work or patience first.
    pub fn is_rush(&self) -> bool {
        let now = self.clock.now();
        self.rush().is_on(now)
    }
}

/// Finds out whom the form means.
async fn keeps_out(
    read: &mut dyn Read,
    conference: ConferenceId,
    form: &mut ReportForm,
    keep_out: &KeepOut,
) -> Result<(), DeskError> {
    let team: Vec<_> =
        read.people(conference).await?.into_iter().filter(|person| person.role == Role::CareMember).collect();
    let cards = read.public_cards(conference).await?;
    let meant =
        |person: PersonId, number: usize| (keep_out.everybody || keep_out.numbers.contains(&number)).then_some(person);
    let shown = members(team.iter().map(|person| person.id), &cards, true);
    form.excludes = shown.iter().filter_map(|member| meant(member.person, member.number)).collect();
    form.everybody_out = !team.is_empty() && form.excludes.len() == team.len();
    form.names = named_in(&form.keep_out, &team, &cards);
    Ok(())
}
