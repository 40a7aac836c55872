//! The reporter's side: private links, and what members and organizers let the public see.

use super::{
    error::{digest, from_json, to_json},
    seal::Place,
    session::{Ask, ROWS_MAX, Session},
    sql::{Row, Transaction, params},
};
use desk::store::{StoreError, Stored};
use domain::digest::Digest;
use domain::ids::{ConferenceId, IncidentId, NoteId, PersonId, ReporterLinkId};
use domain::permission::Person;
use domain::reporter::ReporterLink;
use domain::reporter::team::{PublicCard, PublicPages};
use domain::time::Timestamp;
use std::collections::BTreeMap;

impl<A: Ask> Session<A> {
    pub(super) async fn link_by_key(&mut self, key: Digest) -> Stored<Option<ReporterLink>> {
        let sql = "select id, incident, key_digest, made_at, note from links where key_digest = $1";
        self.one(sql, params![&key.to_bytes()[..]]).await?.as_ref().map(link).transpose()
    }

    pub(super) async fn links(&mut self, incident: IncidentId) -> Stored<Vec<ReporterLink>> {
        let sql = "select id, incident, key_digest, made_at, note from links where incident = $1
                   order by made_at, id limit $2";
        self.db.ask(sql, params![incident.to_bytes(), ROWS_MAX]).await?.iter().map(link).collect()
    }

    pub(super) async fn public_cards(&mut self, conference: ConferenceId) -> Stored<BTreeMap<PersonId, PublicCard>> {
        let sql = "select person, card_sealed from public_cards where conference = $1 order by person limit $2";
        let rows = self.db.ask(sql, params![conference.to_bytes(), ROWS_MAX]).await?;
        let cards = rows.iter().map(|row| {
            let person = PersonId::from_bytes(row.id16(0)?);
            let card = self.keys.open(card_place(person), row.blob(1)?)?;
            Ok((person, from_json(card, "public_cards.card")?))
        });
        cards.collect()
    }

    pub(super) async fn public_pages(&mut self, conference: ConferenceId) -> Stored<PublicPages> {
        let sql = "select public_pages from conferences where id = $1";
        let row = self.one(sql, params![conference.to_bytes()]).await?;
        let Some(row) = row else { return Ok(PublicPages::default()) };
        let pages = row.opt_text(0)?.map(|pages| from_json(pages, "conferences.public_pages"));
        Ok(pages.transpose()?.unwrap_or_default())
    }
}

impl Session<Transaction> {
    pub(super) async fn change_link(&mut self, link: ReporterLinkId, key: Digest) -> Stored<()> {
        let sql = "update links set key_digest = $2 where id = $1";
        let changed = self.db.execute(sql, params![link.to_bytes(), &key.to_bytes()[..]]).await?;
        if changed == 0 { Err(StoreError::Stale) } else { Ok(()) }
    }

    pub(super) async fn put_public_card(&mut self, person: &Person, card: &PublicCard) -> Stored<()> {
        if card.is_blank() {
            self.db.execute("delete from public_cards where person = $1", params![person.id.to_bytes()]).await?;
            return Ok(());
        }
        let json = to_json(card, "public_cards.card")?;
        let sealed = self.keys.seal(card_place(person.id), json.as_bytes())?;
        let sql = "insert into public_cards (person, conference, card_sealed) values ($1, $2, $3)
                   on conflict (person) do update set card_sealed = excluded.card_sealed";
        self.db.execute(sql, params![person.id.to_bytes(), person.conference.to_bytes(), sealed]).await?;
        Ok(())
    }

    pub(super) async fn put_public_pages(&mut self, conference: ConferenceId, pages: &PublicPages) -> Stored<()> {
        let json = to_json(pages, "conferences.public_pages")?;
        let sql = "update conferences set public_pages = $2 where id = $1";
        self.db.execute(sql, params![conference.to_bytes(), json]).await?;
        Ok(())
    }
}

fn card_place(person: PersonId) -> Place {
    Place { table: "public_cards", column: "card_sealed", id: person.to_bytes() }
}

fn link(row: &Row) -> Stored<ReporterLink> {
    Ok(ReporterLink {
        id: ReporterLinkId::from_bytes(row.id16(0)?),
        incident: IncidentId::from_bytes(row.id16(1)?),
        key: digest(row.blob(2)?, "links.key_digest")?,
        made_at: Timestamp::from_millis(row.int(3)?),
        note: row.opt_id16(4)?.map(NoteId::from_bytes),
    })
}
