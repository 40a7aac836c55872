//! Hooks. What an organizer typed is sealed as a whole, because for some services the address is the secret.

use super::{
    error::{from_json, to_json},
    seal::Place,
    session::{Ask, ROWS_MAX, Session},
    sql::{Row, Transaction, params},
};
use async_trait::async_trait;
use desk::store::{KeptHook, ReadHooks, StoreError, Stored, WriteHooks};
use domain::hook::{Hook, Tried};
use domain::ids::{ConferenceId, HookId};
use domain::time::Timestamp;

#[async_trait]
impl<A: Ask> ReadHooks for Session<A> {
    async fn hooks(&mut self, conference: ConferenceId) -> Stored<Vec<KeptHook>> {
        let sql = "select id, spec_sealed, tried from hooks where conference = $1 order by made_at, id limit $2";
        let rows = self.db.ask(sql, params![conference.to_bytes(), ROWS_MAX]).await?;
        let kept = rows.iter().map(|row| self.kept_hook(row)).collect::<Stored<Vec<_>>>()?;
        Ok(kept.into_iter().flatten().collect())
    }
}

impl<A: Ask> Session<A> {
    fn kept_hook(&self, row: &Row) -> Stored<Option<KeptHook>> {
        let id = HookId::from_bytes(row.id16(0)?);
        let spec = self.keys.open_text(spec_place(id), row.blob(1)?)?;
        let spec = from_json(spec.reveal(), "hooks.spec")?;
        let tried = row.opt_text(2)?.map(|tried| from_json(tried, "hooks.tried")).transpose()?;
        Ok(Hook::parse(id, spec).ok().map(|hook| KeptHook { hook, tried }))
    }
}

#[async_trait]
impl WriteHooks for Session<Transaction> {
    async fn put_hook(&mut self, conference: ConferenceId, hook: &Hook, now: Timestamp) -> Stored<()> {
        let id = hook.id();
        let spec = to_json(hook.spec(), "hooks.spec")?;
        let sealed = self.keys.seal(spec_place(id), spec.as_bytes())?;
        let sql = "insert into hooks (id, conference, made_at, spec_sealed) values ($1, $2, $3, $4)
                   on conflict (id) do update set spec_sealed = excluded.spec_sealed, tried = null
                   where hooks.conference = excluded.conference";
        let params = params![id.to_bytes(), conference.to_bytes(), now.millis(), sealed];
        if self.db.execute(sql, params).await? == 0 {
            return Err(StoreError::Taken);
        }
        Ok(())
    }

    async fn remove_hook(&mut self, conference: ConferenceId, id: HookId) -> Stored<bool> {
        let sql = "delete from hooks where conference = $1 and id = $2";
        Ok(self.db.execute(sql, params![conference.to_bytes(), id.to_bytes()]).await? > 0)
    }

    async fn hook_tried(&mut self, conference: ConferenceId, id: HookId, tried: Tried) -> Stored<()> {
        let sql = "update hooks set tried = $3 where conference = $1 and id = $2";
        let tried = to_json(&tried, "hooks.tried")?;
        self.db.execute(sql, params![conference.to_bytes(), id.to_bytes(), tried]).await?;
        Ok(())
    }
}

fn spec_place(hook: HookId) -> Place {
    Place { table: "hooks", column: "spec_sealed", id: hook.to_bytes() }
}
