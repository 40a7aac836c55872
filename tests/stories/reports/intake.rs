//! Reports that a member of the team writes down as they came.

use super::{case_of, note};
use desk::clock::chance;
use domain::ids::{DeedId, IncidentId, NoteId};
use domain::incident::Stage;
use domain::note::{NoteBody, Provenance, Urgency};
use domain::reporter::ReporterKey;
use domain::time::{hours, minutes};
use domain::work::Deed;
use domain::work::people::{Part, Trait};
use domain::work::report::{Account, NewReport, Origin, ReportDeed, Via};
use serde_json::json;
use tests::world::review_verbs::work as work_of;
use tests::world::{Person, Reply, World, notes_of};

const MAIL: &str = "Hi,\n\n> I saw it too\n\nhe said it twice — “go home”.\n\nK.";

fn report(world: &World, text: &str, origin: Origin) -> NewReport {
    let (note_id, deed) = (NoteId::mint(world.now(), chance()), DeedId::mint(world.now(), chance()));
    NewReport { note: note_id, body: note(text), deed, origin }
}

fn by_mail(world: &World) -> Origin {
    let (author, passed_on_by) = ("Kim Berg".into(), "Robin of the front desk".into());
    Origin {
        via: Via::Mail,
        author,
        passed_on_by,
        told_at: Some(world.now().minus(hours(5))),
        account: Account::FirstHand,
    }
}

async fn writes_down(member: &Person, incident: Option<IncidentId>, report: &NewReport) -> Reply {
    member.asks("write_down", json!({ "incident": incident, "report": report })).await
}

/// A mail is pasted as it came, with its author, its way and its time; whoever passed it on is somebody else. The member
/// who writes it down has it in hand and nobody is rung; writing it down twice is once.
#[tokio::test]
async fn s28_a_pasted_mail_keeps_its_author_its_way_and_its_time() {
    World::on_each_engine(pasted_mail).await;
}

async fn pasted_mail(world: &World) {
    let (cleo, dana) = (world.on_call("Cleo").await, world.on_call("Dana").await);
    let mail = report(world, MAIL, by_mail(world));
    let reply = writes_down(&cleo, None, &mail).await;
    assert_eq!(reply.status, 200, "{}", reply.text());
    let incident: IncidentId = reply.json();
    assert_eq!(writes_down(&cleo, None, &mail).await.json::<IncidentId>(), incident, "a repeat is harmless");
    let [row] = cleo.inbox().await.try_into().expect("one incident");
    assert!(matches!(row.stage, Stage::InHand { by, .. } if by == cleo.id()));
    world.passes(minutes(30)).await;
    for member in [&cleo, &dana] {
        member.phone().is_quiet().await;
    }

    cleo.is_asked(incident).await;
    let case = dana.opens(incident).await;
    let [kept] = notes_of(&case).try_into().expect("one note");
    assert_eq!(kept.body.text.reveal(), MAIL, "word for word");
    assert_eq!(kept.body.provenance, Some(Provenance::PassedOn));
    let work = work_of(&case);
    assert_eq!(work.reports.origin(mail.note), Some(&mail.origin));
    assert!(work.reporter_not_met(false), "and the team is told to meet whoever wrote it");

    let other = NewReport { body: note("Other words."), ..mail.clone() };
    assert_eq!(writes_down(&cleo, None, &other).await.status, 409, "other words under a known id");
    assert_eq!(writes_down(&dana, None, &mail).await.status, 409, "nor somebody else's id");
    let blank = report(world, " ", by_mail(world));
    assert_eq!(writes_down(&cleo, None, &blank).await.status, 422);
    assert_eq!(writes_down(&world.volunteer("Vera").await, None, &mail).await.status, 403);
}

/// What somebody said is one more account of a case, beside what is there; each keeps where it came from.
#[tokio::test]
async fn s28_one_more_account_joins_a_case() {
    World::on_each_engine(one_more_account).await;
}

async fn one_more_account(world: &World) {
    let (cleo, dana) = (world.on_call("Cleo").await, world.on_call("Dana").await);
    let incident = case_of(world, note("He shouted at the bar."), &[&cleo, &dana]).await;
    world.passes(minutes(1)).await;
    let origin = Origin {
        via: Via::InPerson,
        author: "".into(),
        passed_on_by: "".into(),
        account: Account::Observed,
        told_at: None,
    };
    let seen = report(world, "I stood behind them.", origin);
    for _ in 0..2 {
        let reply = writes_down(&dana, Some(incident), &seen).await;
        assert_eq!((reply.status, reply.json::<IncidentId>()), (200, incident), "{}", reply.text());
    }
    let case = cleo.opens(incident).await;
    let texts: Vec<_> = notes_of(&case).iter().map(|note| note.body.text.reveal().as_str()).collect();
    assert_eq!(texts, ["He shouted at the bar.", "I stood behind them."]);
    let origins = work_of(&case).reports.origins;
    assert_eq!(origins.keys().copied().collect::<Vec<_>>(), [seen.note], "each keeps where it came from");
    assert_eq!(cleo.inbox().await.len(), 1);
    let elsewhere =
        ReportDeed::Intake { note: NoteId::mint(world.now(), chance()), origin: seen.origin, over: Vec::new() };
    let joins = ReportDeed::Take { from: IncidentId::mint(world.now(), chance()) };
    for deed in [elsewhere, joins] {
        assert_eq!(cleo.takes_a_step(incident, Deed::Report(deed)).await.status, 404, "only of what is in this case");
    }
    let stranger = world.care_member("Eli").await;
    assert_eq!(
        writes_down(&stranger, Some(incident), &report(world, "x", by_mail(world))).await.status,
        409,
        "the question comes first"
    );
}

/// A report about one of the team: whoever is named is out before anybody can open it.
#[tokio::test]
async fn s24_a_report_that_is_written_down_keeps_out_whom_it_names() {
    let world = World::start().await;
    let (cleo, dana) = (world.on_call("Cleo").await, world.on_call("Dana").await);
    let mut named = report(&world, "Dana laughed at her.", by_mail(&world));
    named.body = NoteBody { involves: vec![dana.id()], urgency: Some(Urgency::Today), ..named.body };
    let reply = writes_down(&cleo, None, &named).await;
    assert_eq!(reply.status, 200, "{}", reply.text());
    assert!(dana.inbox().await.is_empty());
    assert_eq!(dana.tries_to_open(reply.json()).await.status, 404);
    let mine = NewReport { note: NoteId::mint(world.now(), chance()), ..named.clone() };
    assert_eq!(writes_down(&dana, None, &mine).await.status, 422, "one's own is for the colleagues");
    cleo.steps_out(reply.json()).await;
    assert_eq!(writes_down(&cleo, None, &named).await.status, 404, "who is out learns nothing by a repeat");
}

/// Somebody reports for somebody else: both are in it with contacts of their own, and whoever they choose gets the link.
#[tokio::test]
async fn d02_a_representative_and_whom_they_speak_for_have_contacts_of_their_own() {
    let world = World::start().await;
    let cleo = world.on_call("Cleo").await;
    let key = ReporterKey::mint(chance());
    let mut told = report(&world, "She asked me to tell you.", by_mail(&world));
    told.body.reporter_key = Some(key.digest());
    let incident: IncidentId = writes_down(&cleo, None, &told).await.json();
    assert_eq!(world.reporter().looks(&key).await.status, 200, "the link works at once");
    cleo.opens(incident).await;
    let speaks = cleo.adds_somebody(incident, Part::Representative).await;
    let affected = cleo.adds_somebody(incident, Part::Affected).await;
    cleo.writes_of(incident, speaks, Trait::Contact, "+49 30 1111").await;
    cleo.writes_of(incident, affected, Trait::Contact, "at the hostel, room 4").await;
    let case = cleo.opens(incident).await;
    assert!(case.has_link);
    let work = work_of(&case);
    let contact = |person| {
        work.people.get(person).and_then(|known| known.known(Trait::Contact)).map(|known| known.reveal().clone())
    };
    assert_eq!(contact(speaks).as_deref(), Some("+49 30 1111"));
    assert_eq!(contact(affected).as_deref(), Some("at the hostel, room 4"));
}
