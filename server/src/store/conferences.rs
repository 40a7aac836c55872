//! Conferences, what phones keep of them (cards), and the server's own secrets.

use super::{
    error::{Unreadable, from_json, to_json},
    seal::Place,
    session::{Ask, ROWS_MAX, Session},
    sql::{Row, Transaction, params},
};
use desk::store::Stored;
use domain::conference::Conference;
use domain::digest::Digest;
use domain::guide::Card;
use domain::ids::ConferenceId;
use domain::private::Private;

impl<A: Ask> Session<A> {
    pub(super) async fn conferences(&mut self) -> Stored<Vec<Conference>> {
        let sql = "select id, settings, edition from conferences order by id limit $1";
        self.db.ask(sql, params![ROWS_MAX]).await?.iter().map(conference).collect()
    }

    pub(super) async fn conference(&mut self, id: ConferenceId) -> Stored<Option<Conference>> {
        let sql = "select id, settings, edition from conferences where id = $1";
        self.one(sql, params![id.to_bytes()]).await?.as_ref().map(conference).transpose()
    }

    pub(super) async fn cards(&mut self, conference: ConferenceId) -> Stored<Vec<Card>> {
        let sql = "select card from cards where conference = $1 order by id limit $2";
        let rows = self.db.ask(sql, params![conference.to_bytes(), ROWS_MAX]).await?;
        rows.iter().map(|row| Ok(from_json(row.text(0)?, "cards.card")?)).collect()
    }

    pub(super) async fn secret(&mut self, name: &'static str) -> Stored<Option<Private<Vec<u8>>>> {
        let row = self.one("select secret_sealed from secrets where name = $1", params![name]).await?;
        row.map(|row| Ok(Private::new(self.keys.open(secret_place(name), row.blob(0)?)?))).transpose()
    }
}

impl Session<Transaction> {
    pub(super) async fn put_conference(&mut self, conference: &Conference) -> Stored<()> {
        let settings = to_json(&conference.settings, "conferences.settings")?;
        let sql = "insert into conferences (id, settings, edition) values ($1, $2, $3)
                   on conflict (id) do update set settings = excluded.settings, edition = conferences.edition + 1";
        self.db.execute(sql, params![conference.id.to_bytes(), settings, conference.edition]).await?;
        Ok(())
    }

    pub(super) async fn new_edition(&mut self, conference: ConferenceId) -> Stored<()> {
        let sql = "update conferences set edition = edition + 1 where id = $1";
        self.db.execute(sql, params![conference.to_bytes()]).await?;
        Ok(())
    }

    pub(super) async fn put_card(&mut self, conference: ConferenceId, card: &Card) -> Stored<()> {
        let sql = "insert into cards (conference, id, card) values ($1, $2, $3)
                   on conflict (conference, id) do update set card = excluded.card";
        let params = params![conference.to_bytes(), card.id.as_str(), to_json(card, "cards.card")?];
        self.db.execute(sql, params).await?;
        Ok(())
    }

    pub(super) async fn keep_secret(
        &mut self,
        name: &'static str,
        secret: Private<Vec<u8>>,
    ) -> Stored<Private<Vec<u8>>> {
        let sealed = self.keys.seal(secret_place(name), secret.reveal())?;
        let sql = "insert into secrets (name, secret_sealed) values ($1, $2) on conflict do nothing";
        if self.db.execute(sql, params![name, sealed]).await? > 0 {
            return Ok(secret);
        }
        self.secret(name).await?.ok_or_else(|| Unreadable("secrets.secret_sealed").into())
    }
}

/// A secret has a name and no id, so its place is told by the start of the name's digest.
fn secret_place(name: &str) -> Place {
    let digest = Digest::of("careline secret name", name.as_bytes()).to_bytes();
    let mut id = [0; 16];
    id.copy_from_slice(&digest[..16]);
    Place { table: "secrets", column: "secret_sealed", id }
}

fn conference(row: &Row) -> Stored<Conference> {
    Ok(Conference {
        id: ConferenceId::from_bytes(row.id16(0)?),
        settings: from_json(row.text(1)?, "conferences.settings")?,
        edition: row.int(2)?,
    })
}
