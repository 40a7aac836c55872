//! Reports, the people in them, what is known, evidence and conversations, as the guide asks for: each story is named by
//! the requirement that it tells.

mod intake;

use domain::case::Refused;
use domain::conflict::Standing;
use domain::ids::{DeedId, IncidentId};
use domain::note::{Answer, Answers, NoteBody, Provenance};
use domain::private::Private;
use domain::time::{Timestamp, hours};
use domain::view::Denied;
use domain::work::conversation::ConversationDeed;
use domain::work::course::{CourseDeed, Informed};
use domain::work::evidence::{EvidenceDeed, Item, Source};
use domain::work::fact::{About, FactDeed};
use domain::work::people::{Part, Trait, person_code_name};
use domain::work::rule::Rule;
use domain::work::versions::Versions;
use domain::work::{Deed, NewDeed};
use tests::world::review_verbs::work as work_of;
use tests::world::{Person, Reply, World, conversation, notes_of};

/// A case in the hands of the first of these, for all of whom the question about conflicts is answered.
async fn case_of(world: &World, body: NoteBody, team: &[&Person]) -> IncidentId {
    let vera = world.volunteer("Vera").await;
    vera.writes(body).await;
    let incident = team[0].finds_the_incident().await;
    assert_eq!(team[0].takes_in_hand(incident).await.status, 200);
    for member in team {
        member.opens(incident).await;
    }
    incident
}

fn note(text: &str) -> NoteBody {
    NoteBody { text: text.into(), ..NoteBody::default() }
}

fn refused(reply: &Reply) -> Refused {
    match reply.json() {
        Denied::Case(refused) => refused,
        other => panic!("refused by a rule, not {other:?}"),
    }
}

fn close(informed: Option<Informed>) -> Deed {
    Deed::Course(CourseDeed::Close { informed })
}

fn hold(conversation: DeedId, notes: &str) -> Deed {
    Deed::Conversation(ConversationDeed::Hold { conversation, notes: notes.into() })
}

/// Where it came through somebody else, to meet whoever reported it comes first; whoever passed it on is somebody else.
#[tokio::test]
async fn s29_whoever_reported_is_met_first_when_it_was_passed_on() {
    let world = World::start().await;
    let (cleo, dana) = (world.on_call("Cleo").await, world.on_call("Dana").await);
    let told = NoteBody { provenance: Some(Provenance::PassedOn), ..note("A friend of hers told me.") };
    let incident = case_of(&world, told, &[&cleo, &dana]).await;
    let passed_on =
        notes_of(&cleo.opens(incident).await).iter().any(|note| note.body.provenance == Some(Provenance::PassedOn));
    assert!(work_of(&cleo.opens(incident).await).reporter_not_met(passed_on));
    let friend = cleo.adds_somebody(incident, Part::Witness).await;
    cleo.does_deed(incident, conversation(friend, &cleo, Some(&dana))).await;
    assert!(work_of(&cleo.opens(incident).await).reporter_not_met(passed_on), "a word with the friend is not it");
    let reporter = cleo.adds_somebody(incident, Part::Reporter).await;
    cleo.does_deed(incident, conversation(reporter, &cleo, Some(&dana))).await;
    assert!(!work_of(&cleo.opens(incident).await).reporter_not_met(passed_on));
}

/// Everything that one asks about has a place, none of it is required, and not knowing is no fault.
#[tokio::test]
async fn s30_what_is_known_has_a_place_and_none_of_it_is_required() {
    World::on_each_engine(nothing_is_required).await;
}

async fn nothing_is_required(world: &World) {
    let cleo = world.on_call("Cleo").await;
    let answers =
        Answers { place: Answer::Given("Coat check".into()), when: Answer::DoesNotKnow, ..Answers::default() };
    let incident = case_of(world, NoteBody { answers, ..note("He blocked the door.") }, &[&cleo]).await;
    let case = cleo.opens(incident).await;
    assert!(About::ALL.into_iter().all(|about| !work_of(&case).facts.is_written(about)));
    let body = &notes_of(&case)[0].body;
    assert_eq!(About::Place.told_in(body), Some("Coat check".into()), "what was told stands beside the box");
    assert_eq!(About::When.told_in(body), None);
    for about in About::ALL {
        cleo.writes_fact(incident, about, "as far as we know", &[]).await;
    }
    let first = work_of(&cleo.opens(incident).await).facts.about(About::Place).map(Versions::seen).unwrap_or_default();
    cleo.writes_fact(incident, About::Place, "", &first).await;
    let work = work_of(&cleo.opens(incident).await);
    assert!(!work.facts.is_written(About::Place) && work.facts.is_written(About::Other), "blank takes back");
}

/// Two who write the same box at once lose nothing: both versions stand until somebody who sees both makes one of them.
/// A deed that was kept on a phone goes out again after an answer was lost, and is done once.
#[tokio::test]
async fn s30_two_who_write_at_once_lose_nothing() {
    World::on_each_engine(write_at_once).await;
}

async fn write_at_once(world: &World) {
    let (cleo, dana) = (world.on_call("Cleo").await, world.on_call("Dana").await);
    let incident = case_of(world, note("In the foyer, or near it."), &[&cleo, &dana]).await;
    let first = cleo.writes_fact(incident, About::Place, "Foyer", &[]).await;
    // Both had the first version before them; Dana was without a network and comes later.
    let hers = cleo.writes_fact(incident, About::Place, "Foyer, by the stairs", &[first]).await;
    let id = DeedId::mint(world.now(), desk::clock::chance());
    let (about, text, over) = (About::Place, Private::from("Bar"), vec![first]);
    let late = NewDeed { id, deed: Deed::Fact(FactDeed { about, text, over }), anyway: None };
    for _ in 0..3 {
        assert_eq!(dana.sends_deed(incident, &late).await.status, 200, "a repeat is harmless");
    }
    let case = cleo.opens(incident).await;
    let place = work_of(&case).facts.about(About::Place).cloned().unwrap_or_default();
    assert!(place.disagree());
    assert_eq!(place.seen(), [hers, id]);
    assert_eq!(case.deeds().filter(|deed| deed.id == id).count(), 1, "done once");
    let one = cleo.writes_fact(incident, About::Place, "By the stairs to the bar", &place.seen()).await;
    let case = dana.opens(incident).await;
    assert_eq!(work_of(&case).facts.about(About::Place).map(Versions::seen), Some(vec![one]));
    assert_eq!(case.deeds().count(), 4, "and every version stays on the record");
}

/// Three times on each account: when it happened, when it was told, when it was written, beside when it arrived.
#[tokio::test]
async fn s40_each_account_has_its_three_times() {
    let world = World::start().await;
    let cleo = world.on_call("Cleo").await;
    let (happened, told, written) = (world.now().minus(hours(12)), world.now().minus(hours(9)), world.now());
    let body =
        NoteBody { happened_at: Some(happened), told_at: Some(told), written_at: written, ..note("This morning.") };
    let incident = case_of(&world, body, &[&cleo]).await;
    let case = cleo.opens(incident).await;
    let body = &notes_of(&case)[0].body;
    assert_eq!((body.happened_at, body.told_at, body.written_at), (Some(happened), Some(told), written));
    let recorded = case.timeline.iter().map(|entry| entry.at).max();
    assert!(recorded >= Some(written), "and the server's own time");
}

/// Two of the team hold a conversation: one talks, one takes notes. One alone has to say why, and the next review sees it.
#[tokio::test]
async fn s43_two_hold_a_conversation_and_one_alone_says_why() {
    World::on_each_engine(two_hold_a_conversation).await;
}

async fn two_hold_a_conversation(world: &World) {
    let (cleo, dana) = (world.on_call("Cleo").await, world.on_call("Dana").await);
    let incident = case_of(world, note("About a workshop."), &[&cleo, &dana]).await;
    let witness = cleo.adds_somebody(incident, Part::Witness).await;
    let alone = || conversation(witness, &cleo, None);
    assert_eq!(refused(&cleo.takes_a_step(incident, alone()).await), Refused::Rule(Rule::TwoTalk));
    let twice = conversation(witness, &cleo, Some(&cleo));
    assert_eq!(refused(&cleo.takes_a_step(incident, twice).await), Refused::Rule(Rule::TwoTalk), "one is not two");
    let reply = cleo.takes_a_step_anyway(incident, alone(), "She leaves in ten minutes.").await;
    assert_eq!(reply.status, 200, "{}", reply.text());
    let work = work_of(&dana.opens(incident).await);
    let passed: Vec<_> = work.unreviewed().flat_map(|passed| passed.passed.rules.clone()).collect();
    assert_eq!(passed, [Rule::TwoTalk]);
    let planned = cleo.does_deed(incident, conversation(witness, &cleo, Some(&dana))).await;
    assert_eq!(refused(&dana.takes_a_step(incident, hold(planned, " ")).await), Refused::Empty);
    dana.does_deed(incident, hold(planned, "She saw both of them.")).await;
    let work = work_of(&cleo.opens(incident).await);
    let notes = work.conversations.get(planned).map(|held| held.held.clone()).unwrap_or_default();
    assert_eq!(
        notes.iter().map(|(by, _, notes)| (*by, notes.reveal().as_str())).collect::<Vec<_>>(),
        [(dana.id(), "She saw both of them.")]
    );
}

/// Friends of the reported person do not talk with them: a conflict needs a reason, a small part is refused, and others
/// without a conflict are there to choose.
#[tokio::test]
async fn s49_a_conversation_warns_of_a_conflict_and_others_are_there() {
    let world = World::start().await;
    let (cleo, dana) = (world.on_call("Cleo").await, world.on_call("Dana").await);
    let (eli, finn) = (world.on_call("Eli").await, world.on_call("Finn").await);
    let vera = world.volunteer("Vera").await;
    vera.writes_a_note("About a friend of Dana's.").await;
    let incident = cleo.finds_the_incident().await;
    assert_eq!(cleo.takes_in_hand(incident).await.status, 200);
    assert_eq!(dana.declares(incident, Standing::Declared, "A friend.").await.status, 200);
    assert_eq!(eli.declares(incident, Standing::Limited, "").await.status, 200);
    let reported = cleo.adds_somebody(incident, Part::Reported).await;
    let with = |notes| conversation(reported, &cleo, Some(notes));
    assert_eq!(refused(&cleo.takes_a_step(incident, with(&dana)).await), Refused::Rule(Rule::ImpartialTalk));
    assert_eq!(refused(&cleo.takes_a_step_anyway(incident, with(&eli), "Nobody else.").await), Refused::CannotTalk);
    let reply = cleo.takes_a_step_anyway(incident, with(&dana), "Nobody else is on site.").await;
    assert_eq!(reply.status, 200, "a conflict is passed with a reason: {}", reply.text());
    cleo.does_deed(incident, with(&finn)).await;
    finn.steps_out(incident).await;
    assert_eq!(
        refused(&cleo.takes_a_step_anyway(incident, with(&finn), "x").await),
        Refused::Unknown,
        "who is out is not there"
    );
}

/// The notes of a conversation with the reported person join the record, and closing asks for them.
#[tokio::test]
async fn s52_closing_asks_for_the_notes_of_a_conversation() {
    let world = World::start().await;
    let (cleo, dana) = (world.on_call("Cleo").await, world.on_call("Dana").await);
    let incident = case_of(&world, note("About a sponsor's stand."), &[&cleo, &dana]).await;
    let reported = cleo.adds_somebody(incident, Part::Reported).await;
    let planned = cleo.does_deed(incident, conversation(reported, &cleo, Some(&dana))).await;
    let closes = async |why| {
        let reply = cleo.takes_a_step_anyway(incident, close(Some(Informed::AskedNotTo)), why).await;
        assert_eq!(reply.status, 200, "{}", reply.text());
        let work = work_of(&cleo.opens(incident).await);
        work.passed.last().map(|passed| passed.passed.rules.clone()).unwrap_or_default()
    };
    assert!(closes("They have gone home.").await.contains(&Rule::NotesWritten));
    let reopen = Deed::Course(CourseDeed::Reopen { why: "They are back.".into() });
    cleo.does_deed(incident, reopen).await;
    dana.does_deed(incident, hold(planned, "He was sorry.")).await;
    assert!(!closes("Nothing more to do.").await.contains(&Rule::NotesWritten));
}

/// Evidence says where it is from, and who captured it when; what one of the team knows of people hints at a conflict.
/// Nothing of it is removed.
#[tokio::test]
async fn s56_evidence_has_its_source_and_is_struck_and_never_removed() {
    World::on_each_engine(evidence_has_its_source).await;
}

async fn evidence_has_its_source(world: &World) {
    let (cleo, dana) = (world.on_call("Cleo").await, world.on_call("Dana").await);
    let incident = case_of(world, note("It went on in the chat."), &[&cleo, &dana]).await;
    let captured_at = Timestamp::from_millis(world.now().millis() - 60_000);
    let item = |source| Item {
        source,
        what: "“Go back to where you came from”".into(),
        link: "https://chat.example/general/17".into(),
        captured_by: "The chat's moderator".into(),
        captured_at,
    };
    let added = cleo.does_deed(incident, Deed::Evidence(EvidenceDeed::Add(item(Source::Chat)))).await;
    let work = work_of(&dana.opens(incident).await);
    let kept: Vec<_> = work.evidence.all().map(|(id, one)| (id, one.item.clone(), one.by)).collect();
    assert_eq!(kept, [(added, item(Source::Chat), cleo.id())]);
    assert!(Source::PersonalKnowledge.hints_at_conflict() && !Source::Chat.hints_at_conflict());
    let strike = || Deed::Evidence(EvidenceDeed::Strike { evidence: added, why: "Another channel.".into() });
    dana.does_deed(incident, strike()).await;
    assert_eq!(refused(&cleo.takes_a_step(incident, strike()).await), Refused::AlreadyStruck);
    let work = work_of(&cleo.opens(incident).await);
    let (_, struck) = work.evidence.all().next().expect("it is still there");
    assert_eq!(struck.item, item(Source::Chat));
    assert_eq!(
        struck.struck.as_ref().map(|(by, _, why)| (*by, why.reveal().as_str())),
        Some((dana.id(), "Another channel."))
    );
}

/// Name, handle, badge, looks and contact stand apart, and none of them has to be known. A bystander reads two words.
#[tokio::test]
async fn d12_a_person_is_known_by_any_trait_or_none() {
    let world = World::start().await;
    let cleo = world.on_call("Cleo").await;
    let incident = case_of(&world, note("Somebody in the chat."), &[&cleo]).await;
    let nobody = cleo.adds_somebody(incident, Part::Reported).await;
    let handle = cleo.adds_somebody(incident, Part::Witness).await;
    cleo.writes_of(incident, handle, Trait::Handle, "@night-owl").await;
    let work = work_of(&cleo.opens(incident).await);
    let called = |person| work.people.get(person).and_then(|known| known.called()).map(|known| known.reveal().clone());
    assert_eq!((called(nobody), called(handle).as_deref()), (None, Some("@night-owl")));
    let known = work.people.get(handle).expect("the witness");
    assert_eq!(known.known(Trait::Name), None, "a handle is no name");
    for person in [nobody, handle] {
        assert_eq!(person_code_name(person).split(' ').count(), 2);
    }
}
