//! People, their devices, and invites.

use super::{
    error::{Unreadable, digest, plain_text},
    keys::Keys,
    seal::Place,
    session::{Ask, ROWS_MAX, Session, listed},
    sql::{Row, Transaction, params},
};
use desk::store::{self, StoreError, Stored};
use domain::digest::Digest;
use domain::ids::{ConferenceId, DeviceId, InviteId, PersonId};
use domain::invite::Invite;
use domain::permission::{Device, Person, Role};
use domain::private::Private;
use domain::time::Timestamp;

impl<A: Ask> Session<A> {
    pub(super) async fn person(&mut self, id: PersonId) -> Stored<Option<Person>> {
        let sql = "select id, conference, role, name_sealed, phone_sealed, languages_sealed from people where id = $1";
        let row = self.one(sql, params![id.to_bytes()]).await?;
        row.map(|row| person(&row, &self.keys)).transpose()
    }

    pub(super) async fn names(&mut self, people: &[PersonId]) -> Stored<Vec<(PersonId, Private<String>)>> {
        let sql = listed!("select id, name_sealed from people where id in (", ")");
        let rows = self.ask_listed(sql, people.iter().map(|id| id.to_bytes()).collect()).await?;
        let names = rows.iter().map(|row| {
            let id = PersonId::from_bytes(row.id16(0)?);
            Ok((id, self.keys.open_text(person_place("name_sealed", id), row.blob(1)?)?))
        });
        names.collect()
    }

    pub(super) async fn people(&mut self, conference: ConferenceId) -> Stored<Vec<Person>> {
        let sql = "select id, conference, role, name_sealed, phone_sealed, languages_sealed from people
                   where conference = $1 order by id limit $2";
        let rows = self.db.ask(sql, params![conference.to_bytes(), ROWS_MAX]).await?;
        rows.iter().map(|row| person(row, &self.keys)).collect()
    }

    pub(super) async fn care_team(&mut self, conference: ConferenceId) -> Stored<Vec<PersonId>> {
        let sql = "select id from people where conference = $1 and role = $2 limit $3";
        let params = params![conference.to_bytes(), Role::CareMember.code(), ROWS_MAX];
        let rows = self.db.ask(sql, params).await?;
        rows.iter().map(|row| Ok(PersonId::from_bytes(row.id16(0)?))).collect()
    }

    pub(super) async fn device(&mut self, id: DeviceId) -> Stored<Option<Device>> {
        let sql = "select id, person, name, signed_in_at, seen_at, expires_at, revoked_at from devices where id = $1";
        self.one(sql, params![id.to_bytes()]).await?.as_ref().map(device).transpose()
    }

    pub(super) async fn sessions(&mut self, tokens: &[Digest]) -> Stored<Vec<store::Session>> {
        let sql = listed!(
            "select d.id, d.person, d.name, d.signed_in_at, d.seen_at, d.expires_at, d.revoked_at,
             p.conference, p.role, c.edition, d.token from devices d join people p on p.id = d.person
             join conferences c on c.id = p.conference where d.token in (",
            ")"
        );
        let rows = self.ask_listed(sql, tokens.iter().map(|token| token.to_bytes()).collect()).await?;
        let sessions = rows.iter().map(|row| {
            Ok(store::Session {
                token: digest(row.blob(10)?, "devices.token")?,
                device: device(row)?,
                conference: ConferenceId::from_bytes(row.id16(7)?),
                role: role(row, 8)?,
                edition: row.int(9)?,
            })
        });
        sessions.collect()
    }

    pub(super) async fn devices(&mut self, conference: ConferenceId) -> Stored<Vec<Device>> {
        let sql = "select id, person, name, signed_in_at, seen_at, expires_at, revoked_at from devices
                   where conference = $1 order by id limit $2";
        self.db.ask(sql, params![conference.to_bytes(), ROWS_MAX]).await?.iter().map(device).collect()
    }

    pub(super) async fn invite_by_code(&mut self, code: Digest) -> Stored<Option<Invite>> {
        let sql = "select id, conference, role, name_sealed, expires_at, uses_left, withdrawn_at from invites
                   where code = $1";
        let row = self.one(sql, params![&code.to_bytes()[..]]).await?;
        row.map(|row| invite(&row, &self.keys)).transpose()
    }

    pub(super) async fn invites(&mut self, conference: ConferenceId) -> Stored<Vec<Invite>> {
        let sql = "select id, conference, role, name_sealed, expires_at, uses_left, withdrawn_at from invites
                   where conference = $1 order by id desc limit $2";
        let rows = self.db.ask(sql, params![conference.to_bytes(), ROWS_MAX]).await?;
        rows.iter().map(|row| invite(row, &self.keys)).collect()
    }
}

impl Session<Transaction> {
    pub(super) async fn put_person(&mut self, person: &Person) -> Stored<()> {
        let seal = |column, text: &str| self.keys.seal(person_place(column, person.id), text.as_bytes());
        let params = params![
            person.id.to_bytes(),
            person.conference.to_bytes(),
            person.role.code(),
            seal("name_sealed", person.name.reveal())?,
            seal("phone_sealed", person.phone.reveal())?,
            seal("languages_sealed", &person.languages)?,
        ];
        let sql = "insert into people (id, conference, role, name_sealed, phone_sealed, languages_sealed)
                   values ($1, $2, $3, $4, $5, $6)
                   on conflict (id) do update set role = excluded.role, name_sealed = excluded.name_sealed,
                   phone_sealed = excluded.phone_sealed, languages_sealed = excluded.languages_sealed";
        self.db.execute(sql, params).await?;
        Ok(())
    }

    pub(super) async fn add_device(&mut self, device: &Device, token: Digest) -> Stored<()> {
        let sql = "insert into devices
                   (id, conference, person, name, signed_in_at, seen_at, expires_at, revoked_at, token)
                   values ($1, (select conference from people where id = $2), $2, $3, $4, $5, $6, $7, $8)";
        let params = params![
            device.id.to_bytes(),
            device.person.to_bytes(),
            plain_text(&device.name),
            device.signed_in_at.millis(),
            device.seen_at.millis(),
            device.expires_at.millis(),
            device.revoked_at.map(Timestamp::millis),
            &token.to_bytes()[..],
        ];
        self.db.execute(sql, params).await?;
        Ok(())
    }

    pub(super) async fn put_device(&mut self, device: &Device) -> Stored<()> {
        let sql = "update devices set name = $2, seen_at = $3, expires_at = $4, revoked_at = $5 where id = $1";
        let params = params![
            device.id.to_bytes(),
            plain_text(&device.name),
            device.seen_at.millis(),
            device.expires_at.millis(),
            device.revoked_at.map(Timestamp::millis),
        ];
        if self.db.execute(sql, params).await? == 0 { Err(StoreError::Stale) } else { Ok(()) }
    }

    pub(super) async fn add_invite(&mut self, invite: &Invite, code: Digest) -> Stored<()> {
        let name = self.keys.seal(invite_place(invite.id), invite.name.reveal().as_bytes())?;
        let sql = "insert into invites (id, conference, role, name_sealed, expires_at, uses_left, withdrawn_at, code)
                   values ($1, $2, $3, $4, $5, $6, $7, $8)";
        let params = params![
            invite.id.to_bytes(),
            invite.conference.to_bytes(),
            invite.role.code(),
            name,
            invite.expires_at.millis(),
            invite.uses_left,
            invite.withdrawn_at.map(Timestamp::millis),
            &code.to_bytes()[..],
        ];
        self.db.execute(sql, params).await?;
        Ok(())
    }

    pub(super) async fn put_invite(&mut self, invite: &Invite) -> Stored<()> {
        let sql = "update invites set expires_at = $2, uses_left = $3, withdrawn_at = $4 where id = $1";
        let params = params![
            invite.id.to_bytes(),
            invite.expires_at.millis(),
            invite.uses_left,
            invite.withdrawn_at.map(Timestamp::millis),
        ];
        if self.db.execute(sql, params).await? == 0 { Err(StoreError::Stale) } else { Ok(()) }
    }
}

fn person_place(column: &'static str, id: PersonId) -> Place {
    Place { table: "people", column, id: id.to_bytes() }
}

fn invite_place(id: InviteId) -> Place {
    Place { table: "invites", column: "name_sealed", id: id.to_bytes() }
}

fn role(row: &Row, column: usize) -> Stored<Role> {
    Ok(Role::from_code(row.text(column)?).ok_or(Unreadable("people.role"))?)
}

fn person(row: &Row, keys: &Keys) -> Stored<Person> {
    let id = PersonId::from_bytes(row.id16(0)?);
    let open = |column, at| -> Stored<_> { keys.open_text(person_place(column, id), row.blob(at)?) };
    Ok(Person {
        id,
        conference: ConferenceId::from_bytes(row.id16(1)?),
        role: role(row, 2)?,
        name: open("name_sealed", 3)?,
        phone: open("phone_sealed", 4)?,
        languages: open("languages_sealed", 5)?.into_revealed(),
    })
}

fn device(row: &Row) -> Stored<Device> {
    Ok(Device {
        id: DeviceId::from_bytes(row.id16(0)?),
        person: PersonId::from_bytes(row.id16(1)?),
        name: row.text(2)?.to_owned(),
        signed_in_at: Timestamp::from_millis(row.int(3)?),
        seen_at: Timestamp::from_millis(row.int(4)?),
        expires_at: Timestamp::from_millis(row.int(5)?),
        revoked_at: row.opt_int(6)?.map(Timestamp::from_millis),
    })
}

fn invite(row: &Row, keys: &Keys) -> Stored<Invite> {
    let id = InviteId::from_bytes(row.id16(0)?);
    Ok(Invite {
        id,
        conference: ConferenceId::from_bytes(row.id16(1)?),
        role: Role::from_code(row.text(2)?).ok_or(Unreadable("invites.role"))?,
        name: keys.open_text(invite_place(id), row.blob(3)?)?,
        expires_at: Timestamp::from_millis(row.int(4)?),
        uses_left: row.count(5)?,
        withdrawn_at: row.opt_int(6)?.map(Timestamp::from_millis),
    })
}
