//! What people chose about how they are called, and what organizers chose about whom a page calls.

use super::{
    error::{from_json, to_json},
    seal::Place,
    session::{Ask, Session, listed},
    sql::{Transaction, params},
};
use desk::store::Stored;
use domain::ids::{ConferenceId, PersonId};
use domain::paging::Policies;
use domain::reach::Choices;
use domain::time::Timestamp;

impl<A: Ask> Session<A> {
    pub(super) async fn choices(&mut self, people: &[PersonId]) -> Stored<Vec<(PersonId, Choices)>> {
        let sql = listed!("select person, choices_sealed from choices where person in (", ")");
        let rows = self.ask_listed(sql, people.iter().map(|id| id.to_bytes()).collect()).await?;
        let choices = rows.iter().map(|row| {
            let person = PersonId::from_bytes(row.id16(0)?);
            let json = self.keys.open(place(person), row.blob(1)?)?;
            Ok((person, from_json(json, "choices.choices")?))
        });
        choices.collect()
    }

    pub(super) async fn policies(&mut self, conference: ConferenceId) -> Stored<Option<Policies>> {
        let row = self.one("select policies from conferences where id = $1", params![conference.to_bytes()]).await?;
        let json = row.as_ref().map(|row| row.opt_text(0)).transpose()?.flatten();
        Ok(json.map(|json| from_json(json, "conferences.policies")).transpose()?)
    }
}

impl Session<Transaction> {
    pub(super) async fn put_choices(&mut self, person: PersonId, choices: &Choices, now: Timestamp) -> Stored<()> {
        let sql = "insert into choices (person, conference, changed_at, choices_sealed)
                   values ($1, (select conference from people where id = $1), $2, $3)
                   on conflict (person) do update set changed_at = excluded.changed_at,
                   choices_sealed = excluded.choices_sealed";
        let json = to_json(choices, "choices.choices")?;
        let sealed = self.keys.seal(place(person), json.as_bytes())?;
        self.db.execute(sql, params![person.to_bytes(), now.millis(), sealed]).await?;
        Ok(())
    }

    pub(super) async fn put_policies(&mut self, conference: ConferenceId, policies: Option<&Policies>) -> Stored<()> {
        let json = policies.map(|policies| to_json(policies, "conferences.policies")).transpose()?;
        let sql = "update conferences set policies = $2 where id = $1";
        self.db.execute(sql, params![conference.to_bytes(), json]).await?;
        Ok(())
    }
}

fn place(person: PersonId) -> Place {
    Place { table: "choices", column: "choices_sealed", id: person.to_bytes() }
}
