//! The stage on which the demo is played: the desk, its clock, and everybody signed in.

use super::cast::{self, AMARA, CARE, CAST, OFFERED, Planned, ROSTER, RUTH, WEN, Who};
use super::{public, stories, ways};
use app::public::times::is_zone;
use desk::clock::{TestClock, chance};
use desk::reporter::Saying;
use desk::{Desk, DeskError};
use domain::conflict::{Line, Standing};
use domain::ids::{DeedId, IncidentId, NoteId, OverrideId, PersonId, ShiftId};
use domain::invite::{LIFETIME_DEFAULT, NewInvite};
use domain::note::{NewNote, NoteBody};
use domain::paging::PageAnswer;
use domain::permission::Actor;
use domain::reach::{Choices, ChosenWay};
use domain::reporter::ReporterKey;
use domain::roster::NewOverride;
use domain::sync::Outcome;
use domain::time::{Span, Timestamp, hours, minutes};
use domain::view::{InviteMade, NewShift};
use domain::work::{Deed, NewDeed};
use std::sync::Arc;

/// How long the stories take when there is time for all of it.
const STORIES_LAST: Span = hours(34);

/// The stage.
pub(super) struct Play {
    pub(super) desk: Desk,
    clock: Arc<TestClock>,
    now: Timestamp,
    actors: Vec<Actor>,
}

impl Play {
    /// Makes the conference ready: settings, people, roster.
    pub(super) async fn prepare(desk: Desk, clock: Arc<TestClock>, now: Timestamp) -> Result<Self, DeskError> {
        let mut play = Self { desk, clock, now, actors: Vec::with_capacity(CAST.len()) };
        let first = play.desk.create_conference().await?;
        play.sign_in(RUTH, &first).await?;
        play.desk.set_up_conference(play.actor(RUTH), cast::settings(now), is_zone).await?;
        for (who, member) in CAST.iter().enumerate().skip(1) {
            let (role, name) = (member.role, member.name.into());
            let wanted = NewInvite { role, name, lifetime: LIFETIME_DEFAULT, uses: 1 };
            let made = play.desk.make_invite(play.actor(RUTH), wanted).await?;
            play.sign_in(who, &made).await?;
        }
        play.choose_ways().await?;
        play.plan().await?;
        public::shows(&play).await?;
        Ok(play)
    }

    /// The services that the organizer has added, and two of the team who are called by more than pushes: one by mail where
    /// the phone says nothing, one by text message.
    async fn choose_ways(&self) -> Result<(), DeskError> {
        let hooks = ways::hooks(self.clock_now());
        let text = ChosenWay::Hook { hook: hooks[0].id, to: cast::CAST[WEN].phone.into() };
        for hook in hooks {
            self.desk.put_hook(self.actor(RUTH), hook).await?;
        }
        let mail = ChosenWay::Mail { address: "amara@saltmarsh.example".into() };
        for (who, second) in [(AMARA, mail), (WEN, text)] {
            let choices = Choices { ways: vec![ChosenWay::Push, second], ..Choices::default() };
            self.desk.set_my_reach(self.actor(who), choices).await?;
        }
        Ok(())
    }

    /// Makes the roster of the two days and the week after, and has one of the team offer a part of it.
    async fn plan(&self) -> Result<(), DeskError> {
        let shift = |(day, [from, until], who, presence, duty): Planned| NewShift {
            id: ShiftId::mint(self.clock_now(), chance()),
            person: self.actor(who).person,
            from: cast::hour_of(day, from, self.now),
            until: cast::hour_of(day, until, self.now),
            presence,
            duty,
        };
        let shifts: Vec<_> = ROSTER.into_iter().map(shift).collect();
        self.desk.put_shifts(self.actor(RUTH), &shifts).await?;
        let (place, [from, until]) = OFFERED;
        let (day, _, who, ..) = ROSTER[place];
        let offer = NewOverride {
            id: OverrideId::mint(self.clock_now(), chance()),
            shift: shifts[place].id,
            from: cast::hour_of(day, from, self.now),
            until: cast::hour_of(day, until, self.now),
        };
        self.desk.offer_shift(self.actor(who), offer).await?;
        Ok(())
    }

    /// Plays the stories and hands back the reporter's key. Then everybody's device is signed out, since no such device
    /// exists.
    pub(super) async fn fill(self) -> Result<ReporterKey, DeskError> {
        let key = stories::play(&self).await?;
        self.ago(0);
        for actor in &self.actors {
            self.desk.revoke_device(actor, actor.device).await?;
        }
        Ok(key)
    }

    async fn sign_in(&mut self, who: Who, made: &InviteMade) -> Result<(), DeskError> {
        let member = &CAST[who];
        let name = member.name.into();
        let (token, _) = self.desk.redeem_invite(made.code.reveal(), &name, member.device).await?;
        let actor = self.desk.actor_of(&token).await?;
        self.desk.change_my_details(&actor, member.phone.into(), member.languages.into()).await?;
        self.actors.push(actor);
        Ok(())
    }

    /// Lets time pass until it is so many minutes before now. Where the first day began less than the stories' length
    /// ago, they are told faster.
    pub(super) fn ago(&self, minutes_ago: i64) {
        let room = self.now.since(cast::hour_of(0, 8, self.now)).min(STORIES_LAST);
        let span = minutes(minutes_ago).millis() * (room.millis() / 1_000) / (STORIES_LAST.millis() / 1_000);
        let then = self.now.minus(Span::from_millis(span));
        self.clock.pass(then.since(self.clock_now()));
    }

    /// The time on the stage.
    pub(super) fn clock_now(&self) -> Timestamp {
        self.desk.clock().now()
    }

    pub(super) fn actor(&self, who: Who) -> &Actor {
        &self.actors[who]
    }

    /// Somebody writes a note and sends it; the pager takes the step that follows.
    pub(super) async fn writes(&self, who: Who, body: NoteBody) -> Result<NoteId, DeskError> {
        let now = self.clock_now();
        let id = NoteId::mint(now, chance());
        let note = NewNote::parse(NoteBody { written_at: now.minus(minutes(1)), ..body });
        let note = note.map_err(|refused| DeskError::Input(refused.to_string()))?;
        let receipts = self.desk.record_notes(self.actor(who), vec![(id, Ok(note))], 0).await?;
        match receipts.first().map(|receipt| receipt.outcome) {
            Some(Outcome::Recorded { .. }) => {}
            _ => return Err(DeskError::Input("A note of the demo was not recorded.".into())),
        }
        self.pager_steps().await?;
        Ok(id)
    }

    /// The incident that was touched last.
    pub(super) async fn latest(&self) -> Result<IncidentId, DeskError> {
        let inbox = self.desk.inbox(self.actor(AMARA)).await?;
        inbox.first().map(|row| row.incident).ok_or(DeskError::NotFound)
    }

    /// The steps that the pager would take by now.
    pub(super) async fn pager_steps(&self) -> Result<(), DeskError> {
        self.desk.advance_pages().await.map(|_| ())
    }

    /// Those on call, the whole team where nobody is.
    pub(super) async fn on_call(&self) -> Result<Vec<Who>, DeskError> {
        let on_call = self.desk.roster(self.actor(RUTH)).await?.on_call;
        let who: Vec<_> = CARE.into_iter().filter(|who| on_call.contains(&self.actor(*who).person)).collect();
        Ok(if who.is_empty() { CARE.to_vec() } else { who })
    }

    /// Somebody answers the page of an incident.
    pub(super) async fn answers(&self, who: Who, incident: IncidentId, answer: PageAnswer) -> Result<(), DeskError> {
        let page = self.desk.store().read().await?.pages_of(incident).await?.pop().ok_or(DeskError::NotFound)?;
        self.desk.answer_page(self.actor(who), page.id, answer).await?;
        self.pager_steps().await
    }

    /// Somebody accepts the page and reads the case.
    pub(super) async fn takes(&self, who: Who, incident: IncidentId) -> Result<(), DeskError> {
        self.answers(who, incident, PageAnswer::Accept).await?;
        self.reads(who, incident).await
    }

    /// Somebody opens the case, and says that there is no conflict where they are asked.
    pub(super) async fn reads(&self, who: Who, incident: IncidentId) -> Result<(), DeskError> {
        if self.is_asked(who, incident).await? {
            self.stands(who, incident, Standing::Clear, "").await?;
            self.desk.open_case(self.actor(who), incident).await?;
        }
        Ok(())
    }

    /// Somebody opens the case; whether they are shown the question first.
    pub(super) async fn is_asked(&self, who: Who, incident: IncidentId) -> Result<bool, DeskError> {
        Ok(self.desk.open_case(self.actor(who), incident).await?.card().is_some())
    }

    /// Somebody says how they stand to a case.
    pub(super) async fn stands(
        &self,
        who: Who,
        incident: IncidentId,
        standing: Standing,
        why: &str,
    ) -> Result<(), DeskError> {
        self.desk.declare(self.actor(who), incident, standing, why.into()).await
    }

    /// Somebody without a conflict draws the line for a colleague.
    pub(super) async fn draws_line(
        &self,
        who: Who,
        incident: IncidentId,
        of: Who,
        line: Line,
        why: &str,
    ) -> Result<(), DeskError> {
        let person = self.actor(of).person;
        self.desk.draw_line(self.actor(who), incident, person, line, why.into()).await
    }

    /// Somebody adds a note to the case.
    pub(super) async fn notes(&self, who: Who, incident: IncidentId, text: &str) -> Result<NoteId, DeskError> {
        let id = NoteId::mint(self.clock_now(), chance());
        self.desk.add_note(self.actor(who), incident, id, text.into()).await?;
        Ok(id)
    }

    /// Somebody goes on with the work on a case; `anyway` is the reason where a rule stands against it.
    pub(super) async fn works(
        &self,
        who: Who,
        incident: IncidentId,
        deed: Deed,
        anyway: Option<&str>,
    ) -> Result<DeedId, DeskError> {
        let id = DeedId::mint(self.clock_now(), chance());
        let new = NewDeed { id, deed, anyway: anyway.map(Into::into) };
        self.desk.work_on(self.actor(who), incident, new).await?;
        Ok(id)
    }

    /// The id of somebody of the cast.
    pub(super) fn person(&self, who: Who) -> PersonId {
        self.actor(who).person
    }

    /// Somebody strikes a note.
    pub(super) async fn strikes(
        &self,
        who: Who,
        incident: IncidentId,
        note: NoteId,
        why: &str,
    ) -> Result<(), DeskError> {
        self.desk.strike_note(self.actor(who), incident, note, why.into()).await
    }

    /// Somebody tells the reporter that the report arrived.
    pub(super) async fn confirms(&self, who: Who, incident: IncidentId, text: &str) -> Result<(), DeskError> {
        let id = NoteId::mint(self.clock_now(), chance());
        self.desk.confirm_receipt(self.actor(who), incident, id, text.into()).await
    }

    /// The reporter opens the private link.
    pub(super) async fn reporter_looks(&self, key: &ReporterKey) -> Result<(), DeskError> {
        self.desk.reporter_looks(key).await.map(|_| ())
    }

    /// The reporter adds to the report.
    pub(super) async fn reporter_adds(&self, key: &ReporterKey, text: &str) -> Result<(), DeskError> {
        let id = NoteId::mint(self.clock_now(), chance());
        self.desk.reporter_says(key, Saying::words(id, text)).await.map(|_| ())
    }
}
