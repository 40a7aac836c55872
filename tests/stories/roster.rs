//! The roster as conferences keep it: who is on duty, who takes over, who can be reached, and the watch after the end.

use domain::asks::{AskAnswer, AskKind};
use domain::roster::{Duty, OverrideState, Presence};
use domain::time::{Timestamp, days, hours, minutes};
use serde_json::json;
use tests::world::{Reply, World, part, settings};

const ON_DUTY: (Presence, Duty) = (Presence::OnSite, Duty::OnDuty);

/// From so many hours from now until so many.
fn span(world: &World, from: i64, until: i64) -> (Timestamp, Timestamp) {
    (world.now().plus(hours(from)), world.now().plus(hours(until)))
}

/// Whoever sleeps or is backup is on the roster, is not told as on duty to phones, and is not called first.
#[tokio::test]
async fn d04_a_page_calls_who_is_on_duty_and_lets_others_sleep() {
    let world = World::start().await;
    let vera = world.volunteer("Vera").await;
    let ana = world.care_member("Ana").await;
    let (ben, cleo) = (world.care_member("Ben").await, world.care_member("Cleo").await);
    let night = (world.now().minus(hours(1)), world.now().plus(hours(8)));
    world.plans(&ana, night, (Presence::Remote, Duty::OnDuty)).await;
    world.plans(&ben, night, (Presence::OnSite, Duty::Backup)).await;
    world.plans(&cleo, night, (Presence::Asleep, Duty::OnDuty)).await;
    let seen = ben.roster().await;
    assert_eq!((seen.on_call, seen.shifts.len()), (vec![ana.id()], 3));
    let bundle = vera.phone().bundle().await;
    let on_duty = bundle.care_team.iter().filter(|contact| !contact.shifts.is_empty());
    assert_eq!(on_duty.map(|contact| contact.person).collect::<Vec<_>>(), [ana.id()]);
    vera.writes_a_note("Somebody sleeps in the hall.").await;
    ana.phone().shows_a_page().await;
    ben.phone().is_quiet().await;
    cleo.phone().is_quiet().await;
    assert_eq!(vera.asks("roster", json!({})).await.status, 403, "a volunteer sees who is on duty, not the roster");
}

/// Ben offers two hours, Ana takes them: pages call her then. The plan stays as it was made, everybody sees who arranged
/// what, and the record has it.
#[tokio::test]
async fn d04_a_shift_changes_hands_and_nothing_is_edited_away() {
    World::on_each_engine(a_shift_changes_hands).await;
}

async fn a_shift_changes_hands(world: &World) {
    let (ana, ben) = (world.care_member("Ana").await, world.care_member("Ben").await);
    let cleo = world.care_member("Cleo").await;
    let shift = world.plans(&ben, span(world, 1, 8), ON_DUTY).await;
    let (from, until) = span(world, 2, 4);
    let offer = part(shift, from, until);
    assert_eq!(ana.offers(&offer).await.status, 422, "nobody offers what is a colleague's");
    for _ in 0..2 {
        assert_eq!(ben.offers(&offer).await.status, 200);
    }
    for person in [&ana, world.organizer()] {
        assert_eq!(person.roster().await.offers.iter().map(|offer| offer.id).collect::<Vec<_>>(), [offer.id]);
    }
    assert_eq!(ben.takes(offer.id).await.status, 422, "an offer is for colleagues");
    assert_eq!(world.organizer().takes(offer.id).await.status, 403);
    for _ in 0..2 {
        assert_eq!(ana.takes(offer.id).await.status, 200);
    }
    assert_eq!(cleo.takes(offer.id).await.status, 422, "a colleague was quicker");
    assert_eq!(ben.withdraws(offer.id).await.status, 422);

    let roster = world.organizer().roster().await;
    assert_eq!((roster.shifts.len(), roster.shifts[0].person), (1, ben.id()), "the plan stays");
    let standing: Vec<_> = roster.standing.iter().map(|piece| (piece.person, piece.from)).collect();
    assert_eq!(standing, [(ben.id(), roster.shifts[0].from), (ana.id(), from), (ben.id(), until)]);
    assert_eq!(roster.taken[0].by, ben.id());
    assert!(matches!(roster.taken[0].state, OverrideState::Taken { by, .. } if by == ana.id()));

    let vera = world.volunteer("Vera").await;
    world.passes(hours(3)).await;
    for member in [&ana, &ben, &cleo] {
        member.phone().puts_aside_what_came().await;
    }
    vera.writes_a_note("A badge was torn off.").await;
    ana.phone().shows_a_page().await;
    ben.phone().is_quiet().await;
}

/// An organizer arranges it for somebody who cannot tap; a CARE member takes over from a colleague who fell ill; nobody
/// puts a colleague on duty otherwise.
#[tokio::test]
async fn d04_an_override_is_arranged_by_an_organizer_or_taken_by_oneself() {
    let world = World::start().await;
    let (ana, ben) = (world.care_member("Ana").await, world.care_member("Ben").await);
    let vera = world.volunteer("Vera").await;
    let shift = world.plans(&ben, span(&world, 1, 8), ON_DUTY).await;
    let (from, until) = span(&world, 2, 4);
    let arranged = part(shift, from, until);
    for _ in 0..2 {
        assert_eq!(world.organizer().arranges(&arranged, &ana).await.status, 200);
    }
    assert_eq!(world.organizer().arranges(&part(shift, from, until), &vera).await.status, 422, "not of the team");
    assert_eq!(ben.arranges(&part(shift, from, until), &ana).await.status, 403, "one puts only oneself on duty");
    let (later, end) = span(&world, 6, 8);
    assert_eq!(ana.arranges(&part(shift, later, end), &ana).await.status, 200);
    let theirs = ana.roster().await.standing.into_iter().filter(|piece| piece.person == ana.id());
    assert_eq!(theirs.map(|piece| (piece.from, piece.until)).collect::<Vec<_>>(), [(from, until), (later, end)]);
    let offer = part(shift, until, later);
    assert_eq!(ben.offers(&offer).await.status, 200);
    assert_eq!(ana.withdraws(offer.id).await.status, 403);
    for _ in 0..2 {
        assert_eq!(world.organizer().withdraws(offer.id).await.status, 200);
    }
    assert_eq!(ana.takes(offer.id).await.status, 422);
}

/// A quarter of an hour before the start one is asked, with one tap to answer; whoever has said yes is left in peace.
#[tokio::test]
async fn d04_who_is_on_duty_soon_is_asked_whether_they_can_be_reached() {
    World::on_each_engine(asked_before_duty).await;
}

async fn asked_before_duty(world: &World) {
    let (ana, ben) = (world.care_member("Ana").await, world.care_member("Ben").await);
    world.plans(&ana, span(world, 2, 6), ON_DUTY).await;
    world.plans(&ana, span(world, 6, 8), ON_DUTY).await;
    world.rests().await;
    world.passes(minutes(104)).await;
    ana.phone().is_quiet().await;
    world.passes(minutes(1)).await;
    let pushed = ana.is_pushed_an_ask().await;
    let ask = ana.is_asked_once_for(AskKind::OnDuty).await;
    let duty = ask.duty.expect("the duty");
    assert_eq!((ask.id, duty.whom, duty.until.since(duty.from)), (pushed, None, hours(6)), "both shifts are one duty");
    assert_eq!(ben.opens_the_ask(pushed).await.status, 404, "it is hers alone");
    for _ in 0..2 {
        assert_eq!(ana.answers_the_ask(pushed, AskAnswer::Seen).await.status, 200);
    }
    world.passes(minutes(15)).await;
    world.passes(hours(4)).await;
    ana.phone().is_quiet().await;
    ben.phone().is_quiet().await;
    assert!(ben.sees_unconfirmed().await.is_empty() && ana.is_asked_for().await.is_empty());
}

/// No answer by the start: colleagues and organizers see it, and a colleague is asked to be on duty beside. The one who did
/// not answer stays on the roster, and a page calls both.
#[tokio::test]
async fn d04_without_an_answer_a_colleague_is_on_duty_beside() {
    World::on_each_engine(on_duty_beside).await;
}

async fn on_duty_beside(world: &World) {
    let (ana, ben) = (world.care_member("Ana").await, world.care_member("Ben").await);
    let cleo = world.care_member("Cleo").await;
    world.plans(&ana, span(world, 1, 4), ON_DUTY).await;
    world.plans(&ben, span(world, 0, 4), (Presence::Remote, Duty::Backup)).await;
    world.rests().await;
    world.passes(minutes(45)).await;
    let first = ana.is_pushed_an_ask().await;
    world.passes(minutes(10)).await;
    assert_eq!(ana.is_pushed_an_ask().await, first, "once more");
    ben.phone().is_quiet().await;
    world.passes(minutes(5)).await;
    for person in [&ben, &cleo, world.organizer()] {
        assert_eq!(person.sees_unconfirmed().await, [ana.id()]);
    }
    let asked = ben.is_pushed_an_ask().await;
    cleo.phone().is_quiet().await;
    let ask = ben.is_asked_once_for(AskKind::StandIn).await;
    assert_eq!((ask.id, ask.duty.and_then(|duty| duty.whom)), (asked, Some("Ana".into())));
    world.passes(minutes(10)).await;
    ben.is_pushed_an_ask().await;
    let wider = cleo.is_pushed_an_ask().await;
    let yes = AskAnswer::StandIn { presence: Presence::OnSite };
    for _ in 0..2 {
        assert_eq!(ben.answers_the_ask(asked, yes.clone()).await.status, 200);
    }
    world.rests().await;
    assert!(cleo.is_asked_for().await.is_empty(), "Ben has it");
    assert_eq!(cleo.answers_the_ask(wider, yes).await.status, 404);
    let on_call: std::collections::BTreeSet<_> = cleo.roster().await.on_call.into_iter().collect();
    assert_eq!(on_call, [ana.id(), ben.id()].into());
    assert_eq!(cleo.sees_unconfirmed().await, [ana.id()], "that Ben stands in says nothing of Ana");
    world.volunteer("Vera").await.writes_a_note("The lift is stuck, and so is somebody.").await;
    ana.phone().shows_a_page().await;
    ben.phone().shows_a_page().await;
    cleo.phone().is_quiet().await;
    assert_eq!(ana.answers_the_ask(first, AskAnswer::Seen).await.status, 200, "late is not too late");
    assert!(cleo.sees_unconfirmed().await.is_empty());
}

/// Reports come after the last day too: whoever has the watch that week is called, until the phones are signed out.
#[tokio::test]
async fn d05_a_report_a_week_after_the_end_pages_whoever_has_the_watch() {
    let world = World::start().await;
    let (ana, ben) = (world.care_member("Ana").await, world.care_member("Ben").await);
    let vera = world.volunteer("Vera").await;
    let ends = settings().ends_at;
    world.plans(&ana, (ends, ends.plus(days(7))), (Presence::Remote, Duty::OnDuty)).await;
    world.plans(&ben, (ends.plus(days(7)), ends.plus(days(14))), (Presence::Remote, Duty::OnDuty)).await;
    world.rests().await;
    world.passes(ends.plus(days(8)).since(world.now())).await;
    for member in [&ana, &ben] {
        member.phone().puts_aside_what_came().await;
    }
    vera.writes_a_note("Somebody told me on the way home.").await;
    ben.phone().shows_a_page().await;
    ana.phone().is_quiet().await;
    ben.accepts().await;
    let too_late = ends.plus(settings().grace);
    let id = domain::ids::ShiftId::mint(world.now(), desk::clock::chance());
    let (from, until) = (too_late.minus(hours(1)), too_late.plus(hours(1)));
    let shift = json!({ "id": id, "person": ana.id(), "from": from, "until": until, "presence": "remote" });
    assert_eq!(world.organizer().asks("put_shift", json!({ "shift": shift })).await.status, 422);
}

/// A calendar gets one's own shifts by a secret address: when, on duty, and the conference's name, and nothing else. Making
/// another ends the first, and so does its owner.
#[tokio::test]
async fn d04_a_calendar_feed_names_the_shift_and_nothing_else() {
    let world = World::start().await;
    let (ana, ben) = (world.care_member("Ana").await, world.care_member("Ben").await);
    let shift = world.plans(&ana, span(&world, 1, 3), ON_DUTY).await;
    world.plans(&ben, span(&world, 5, 6), ON_DUTY).await;
    let (from, until) = span(&world, 2, 3);
    assert_eq!(world.organizer().arranges(&part(shift, from, until), &ben).await.status, 200);
    let vera = world.volunteer("Vera").await;
    vera.writes_a_note("A green badge in the hall.").await;
    assert_eq!(vera.asks("make_feed", json!({})).await.status, 403);
    let address = ana.makes_a_feed().await;
    let reply = fetches(&world, &address).await;
    assert_eq!((reply.status, reply.header("content-type")), (200, "text/calendar; charset=utf-8"));
    let calendar = reply.text();
    assert_eq!(calendar.matches("BEGIN:VEVENT").count(), 1, "her own, and only what stands: {calendar}");
    assert!(calendar.contains("SUMMARY:On duty · Example Days\r\n"), "{calendar}");
    for told in ["Ana", "Ben", "Vera", "green badge", "Old Mill"] {
        assert!(!calendar.contains(told), "{told} is told: {calendar}");
    }
    let other = ana.makes_a_feed().await;
    assert_eq!(fetches(&world, &address).await.status, 404, "another address ends the first");
    assert_eq!(fetches(&world, &other).await.status, 200);
    assert!(ana.roster().await.has_feed && !ben.roster().await.has_feed);
    for _ in 0..2 {
        assert_eq!(ana.asks("end_feed", json!({})).await.status, 200);
    }
    assert_eq!(fetches(&world, &other).await.status, 404);
}

/// A calendar has no account.
async fn fetches(world: &World, address: &str) -> Reply {
    world.town().send(world.town().request("GET", address)).await.expect("an answer")
}
