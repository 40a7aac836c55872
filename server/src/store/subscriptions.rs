//! Push subscriptions: where a device's pushes go.

use super::{
    error::{from_json, plain_text, to_json},
    keys::Keys,
    seal::Place,
    session::{Ask, Session, listed},
    sql::{Row, Transaction, params},
};
use desk::store::{Stored, Subscription};
use domain::ids::{DeviceId, PersonId};
use domain::time::Timestamp;

impl<A: Ask> Session<A> {
    pub(super) async fn subscriptions(&mut self, people: &[PersonId], now: Timestamp) -> Stored<Vec<Subscription>> {
        let sql = listed!(
            "select s.device, s.person, s.key_id, s.made_at, s.to_sealed, d.expires_at from subscriptions s
             join devices d on d.id = s.device where d.revoked_at is null and s.person in (",
            ") order by s.person, s.device"
        );
        let rows = self.ask_listed(sql, people.iter().map(|id| id.to_bytes()).collect()).await?;
        let mut subscriptions = Vec::with_capacity(rows.len());
        for row in rows {
            if now < Timestamp::from_millis(row.int(5)?) {
                subscriptions.push(subscription(&row, &self.keys)?);
            }
        }
        Ok(subscriptions)
    }

    pub(super) async fn push_devices(
        &mut self,
        people: &[PersonId],
        now: Timestamp,
    ) -> Stored<Vec<(PersonId, DeviceId)>> {
        let sql = listed!(
            "select s.person, s.device, d.expires_at from subscriptions s
             join devices d on d.id = s.device where d.revoked_at is null and s.person in (",
            ") order by s.person, s.device"
        );
        let rows = self.ask_listed(sql, people.iter().map(|id| id.to_bytes()).collect()).await?;
        let mut devices = Vec::with_capacity(rows.len());
        for row in rows {
            if now < Timestamp::from_millis(row.int(2)?) {
                devices.push((PersonId::from_bytes(row.id16(0)?), DeviceId::from_bytes(row.id16(1)?)));
            }
        }
        Ok(devices)
    }
}

impl Session<Transaction> {
    pub(super) async fn put_subscription(&mut self, subscription: &Subscription) -> Stored<()> {
        let to = to_json(&subscription.to, "subscriptions.to")?;
        let sql = "insert into subscriptions (device, conference, person, key_id, made_at, to_sealed)
                   values ($1, (select conference from devices where id = $1), $2, $3, $4, $5)
                   on conflict (device) do update set person = excluded.person, key_id = excluded.key_id,
                   made_at = excluded.made_at, to_sealed = excluded.to_sealed";
        let params = params![
            subscription.device.to_bytes(),
            subscription.person.to_bytes(),
            plain_text(&subscription.key_id),
            subscription.made_at.millis(),
            self.keys.seal(subscription_place(subscription.device), to.as_bytes())?,
        ];
        self.db.execute(sql, params).await?;
        Ok(())
    }

    pub(super) async fn remove_subscription(&mut self, device: DeviceId) -> Stored<bool> {
        let sql = "delete from subscriptions where device = $1";
        Ok(self.db.execute(sql, params![device.to_bytes()]).await? > 0)
    }
}

fn subscription_place(device: DeviceId) -> Place {
    Place { table: "subscriptions", column: "to_sealed", id: device.to_bytes() }
}

fn subscription(row: &Row, keys: &Keys) -> Stored<Subscription> {
    let device = DeviceId::from_bytes(row.id16(0)?);
    let to = keys.open(subscription_place(device), row.blob(4)?)?;
    Ok(Subscription {
        device,
        person: PersonId::from_bytes(row.id16(1)?),
        key_id: row.text(2)?.to_owned(),
        made_at: Timestamp::from_millis(row.int(3)?),
        to: from_json(to, "subscriptions.to")?,
    })
}
