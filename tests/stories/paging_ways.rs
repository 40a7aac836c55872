//! By which way somebody is called, and what calls again by itself.

use domain::ids::PageId;
use domain::incident::Stage;
use domain::note::Urgency;
use domain::paging::{Accepters, Delivery, DeliveryState, PageReason, Policies, Step, Way, Who};
use domain::sync::Call;
use domain::time::{Span, days, hours, minutes, seconds};
use domain::view::{EscalationView, MyReach};
use domain::work::template::RECEIPT;
use serde_json::{Value, json};
use tests::push_service::Answer;
use tests::world::{Person, Seen, World};

/// What was sent for a page, by time.
async fn sent(world: &World, page: PageId) -> Vec<Delivery> {
    let desk = world.desk();
    let mut read = desk.store().read().await.expect("a read");
    read.deliveries_of(page).await.expect("deliveries")
}

/// After how long which ways of somebody were tried first, since the page's first message.
async fn tried(world: &World, page: PageId, person: &Person) -> Vec<(Way, Span)> {
    let sent = sent(world, page).await;
    let began = sent[0].queued_at;
    let mut tried: Vec<(Way, Span)> = Vec::new();
    for one in sent.iter().filter(|one| one.person == person.id()) {
        if tried.iter().all(|(way, _)| *way != one.to.way()) {
            tried.push((one.to.way(), one.queued_at.since(began)));
        }
    }
    // What is written down in one millisecond has no order.
    tried.sort_unstable();
    tried
}

/// The only page of the only incident that has any with this reason.
async fn pages(world: &World, member: &Person, reason: PageReason) -> Vec<PageId> {
    let incident = member.finds_the_incident().await;
    let desk = world.desk();
    let mut read = desk.store().read().await.expect("a read");
    let pages = read.pages_of(incident).await.expect("pages");
    pages.into_iter().filter(|page| page.reason == reason).map(|page| page.id).collect()
}

async fn chooses(person: &Person, ways: Value, quiet: Value) {
    let reply = person.asks("set_my_reach", json!({ "choices": { "ways": ways, "quiet": quiet } })).await;
    assert_eq!(reply.status, 200, "{}", reply.text());
}

async fn push_then_mail(person: &Person) {
    chooses(person, json!(["push", { "mail": { "address": "cleo@example.org" } }]), Value::Null).await;
}

#[tokio::test]
async fn the_first_phone_is_gone_so_the_next_way_starts_at_once_and_the_person_is_told() {
    World::on_each_engine(the_first_phone_is_gone).await;
}

async fn the_first_phone_is_gone(world: &World) {
    let vera = world.volunteer("Vera").await;
    let cleo = world.on_call("Cleo").await;
    push_then_mail(&cleo).await;
    world.town().pushes().answer(&cleo.phone().subscription(), Answer::Status(410));
    vera.writes_a_note("Cleo has reset the phone.").await;
    world.rests().await;
    let page = pages(world, &cleo, PageReason::Report).await[0];
    let at_once = Span::default();
    assert_eq!(tried(world, page, &cleo).await, [(Way::Push, at_once), (Way::Mail, at_once)]);
    let push = sent(world, page).await.into_iter().find(|one| one.to.way() == Way::Push).expect("a push");
    assert_eq!(push.state, DeliveryState::Failed);
    let view: MyReach = cleo.asks("my_reach", json!({})).await.json();
    assert_eq!(view.devices, 0, "the subscription is forgotten");
    let mails = world.town().mails().wait_for(2).await;
    for subject in ["You are needed", "A way to call you has stopped"] {
        let found = mails.iter().filter(|mail| mail.text.contains(&format!("Subject: {subject}\r\n"))).count();
        assert_eq!(found, 1, "{subject}: {mails:?}");
    }
}

#[tokio::test]
async fn whose_pushes_stopped_is_told_on_the_other_phone() {
    let world = World::start().await;
    let cleo = world.on_call("Cleo").await;
    let second = world.second_phone(&cleo).await;
    world.town().pushes().answer(&cleo.phone().subscription(), Answer::Status(404));
    assert_eq!(cleo.calls("POST", "/api/v1/push/test", None).await.status / 100, 2);
    world.rests().await;
    let told = second.next_message().await.payload_json;
    assert_eq!(
        (&told["t"], &told["notification"]["title"]),
        (&json!("stopped"), &json!("A way to call you has stopped"))
    );
    second.is_quiet().await;
}

#[tokio::test]
async fn a_push_that_no_phone_confirms_is_followed_by_the_next_way() {
    let world = World::start().await;
    let vera = world.volunteer("Vera").await;
    let cleo = world.on_call("Cleo").await;
    push_then_mail(&cleo).await;
    vera.writes_a_note("The push service took it, and the phone lies in a cellar.").await;
    cleo.phone().next_message().await;
    let page = pages(&world, &cleo, PageReason::Report).await[0];
    world.passes(seconds(59)).await;
    assert_eq!(tried(&world, page, &cleo).await, [(Way::Push, seconds(0))]);
    world.passes(seconds(1)).await;
    assert_eq!(tried(&world, page, &cleo).await, [(Way::Push, seconds(0)), (Way::Mail, seconds(60))]);
    let mails = world.town().mails().wait_for(1).await;
    assert_eq!(mails[0].to, ["cleo@example.org"]);
    assert!(mails[0].text.contains(&format!("/app/p/{page}")), "{}", mails[0].text);
}

#[tokio::test]
async fn whose_phone_says_that_it_came_is_not_called_by_another_way() {
    let world = World::start().await;
    let vera = world.volunteer("Vera").await;
    let cleo = world.on_call("Cleo").await;
    push_then_mail(&cleo).await;
    vera.writes_a_note("The phone shows it.").await;
    let message = cleo.phone().next_message().await;
    cleo.phone().sends_receipt(&message.payload_json, Seen::Received).await;
    let page = pages(&world, &cleo, PageReason::Report).await[0];
    world.passes(seconds(119)).await;
    assert_eq!(tried(&world, page, &cleo).await, [(Way::Push, seconds(0))]);
}

#[tokio::test]
async fn a_service_that_wants_a_pause_is_tried_again_while_the_next_way_has_begun() {
    let world = World::start().await;
    let vera = world.volunteer("Vera").await;
    let cleo = world.on_call("Cleo").await;
    push_then_mail(&cleo).await;
    world.town().pushes().answer(&cleo.phone().subscription(), Answer::RetryAfter(429, "20".into()));
    vera.writes_a_note("The push service is busy.").await;
    world.town().pushes().wait_for_requests(&cleo.phone().subscription(), 1).await;
    world.rests().await;
    let page = pages(&world, &cleo, PageReason::Report).await[0];
    assert_eq!(tried(&world, page, &cleo).await, [(Way::Push, seconds(0)), (Way::Mail, seconds(0))]);
    world.town().pushes().answer(&cleo.phone().subscription(), Answer::Accept);
    world.passes(seconds(19)).await;
    cleo.phone().is_quiet().await;
    world.passes(seconds(1)).await;
    cleo.phone().shows_a_page().await;
}

#[tokio::test]
async fn accepting_stops_whatever_waits() {
    World::on_each_engine(accepting_stops).await;
}

async fn accepting_stops(world: &World) {
    let vera = world.volunteer("Vera").await;
    let (cleo, dana) = (world.on_call("Cleo").await, world.on_call("Dana").await);
    push_then_mail(&cleo).await;
    world.town().pushes().answer(&cleo.phone().subscription(), Answer::Status(503));
    vera.writes_a_note("One push service is in trouble.").await;
    let page = dana.phone().shows_a_page().await;
    world.town().pushes().wait_for_requests(&cleo.phone().subscription(), 1).await;
    dana.accepts().await;
    let waits = |sent: Vec<Delivery>| sent.into_iter().filter(|one| one.state == DeliveryState::Queued).count();
    assert_eq!(waits(sent(world, page).await), 0, "nothing waits once she has it");
    let count = sent(world, page).await.len();
    world.town().pushes().answer(&cleo.phone().subscription(), Answer::Accept);
    world.passes(seconds(1)).await;
    world.passes(hours(1)).await;
    cleo.phone().is_quiet().await;
    assert_eq!(sent(world, page).await.len(), count);
    let hers = sent(world, page).await.into_iter().find(|one| one.person == dana.id()).expect("hers");
    assert_eq!(hers.state, DeliveryState::Taken, "each delivery says what came of it");
}

#[tokio::test]
async fn s23_a_case_that_is_taken_and_not_touched_calls_again() {
    let world = World::start().await;
    let vera = world.volunteer("Vera").await;
    let (cleo, dana) = (world.on_call("Cleo").await, world.care_member("Dana").await);
    vera.writes_urgently("Somebody follows her.", Urgency::Now).await;
    let first = cleo.phone().shows_a_page().await;
    world.passes(seconds(1)).await;
    cleo.accepts().await;
    world.passes(minutes(19)).await;
    cleo.phone().is_quiet().await;
    world.passes(minutes(1)).await;
    let again = cleo.phone().shows_a_page().await;
    assert_ne!(again, first);
    dana.phone().is_quiet().await;
    world.passes(minutes(10)).await;
    cleo.phone().shows_a_page().await;
    world.passes(minutes(2)).await;
    assert_eq!(dana.phone().shows_a_page().await, again, "whoever has it is silent, so the ladder goes on");
    cleo.phone().shows_a_page().await;
    let incident = cleo.finds_the_incident().await;
    cleo.opens(incident).await;
    cleo.adds_a_note(incident, "With her at the cloakroom.").await;
    world.passes(minutes(25)).await;
    dana.phone().is_quiet().await;
}

#[tokio::test]
async fn d01_what_a_reporter_adds_calls_whoever_looks_after_the_case() {
    let world = World::start().await;
    let vera = world.volunteer("Vera").await;
    let (cleo, dana) = (world.on_call("Cleo").await, world.on_call("Dana").await);
    let (_, key) = vera.hands_a_link_over_offline("They will tell us more.");
    vera.comes_online().await;
    cleo.phone().shows_a_page().await;
    dana.phone().shows_a_page().await;
    cleo.accepts().await;
    let reporter = world.reporter();
    let note = domain::ids::NoteId::mint(world.now(), desk::clock::chance()).to_string();
    reporter.looks(&key).await;
    assert_eq!(reporter.adds(&key, &note, "He is here again.").await.status, 200);
    let added = cleo.phone().shows_a_page().await;
    dana.phone().is_quiet().await;
    world.passes(minutes(10)).await;
    assert_eq!(dana.phone().shows_a_page().await, added);
    cleo.phone().shows_a_page().await;
    dana.accepts().await;
    let case = world.desk().store().read().await.expect("a read").incident(cleo.finds_the_incident().await).await;
    let stage = case.expect("the incident").expect("the incident").stage;
    assert!(matches!(stage, Stage::InHand { by, .. } if by == cleo.id()), "hearing of it takes nothing from her");
}

#[tokio::test]
async fn s31_an_unheeded_reminder_to_confirm_calls() {
    let world = World::start().await;
    let vera = world.volunteer("Vera").await;
    let cleo = world.on_call("Cleo").await;
    vera.writes_urgently("Nobody tells the reporter.", Urgency::Now).await;
    cleo.phone().shows_a_page().await;
    cleo.accepts().await;
    let incident = cleo.finds_the_incident().await;
    cleo.opens(incident).await;
    world.passes(minutes(119)).await;
    assert_eq!(pages(&world, &cleo, PageReason::OverdueReceipt).await, []);
    cleo.adds_a_note(incident, "Busy with the person.").await;
    world.passes(minutes(1)).await;
    assert_eq!(pages(&world, &cleo, PageReason::OverdueReceipt).await.len(), 1);
    assert_eq!(cleo.confirms_receipt(incident, RECEIPT).await.status, 200);
    world.passes(minutes(20)).await;
    let desk = world.desk();
    let pages = desk.store().read().await.expect("a read").pages_of(incident).await.expect("pages");
    assert!(pages.iter().all(|page| page.next_at().is_none()), "it was done: {pages:?}");
}

fn ladder(steps: &[(Who, i64)]) -> Policies {
    let steps: Vec<_> = steps.iter().map(|(who, s)| Step { who: *who, pause: seconds(*s), calls: 1 }).collect();
    let mut policies = Policies::default();
    for policy in [&mut policies.now, &mut policies.today, &mut policies.can_wait, &mut policies.unset] {
        policy.steps.clone_from(&steps);
    }
    policies
}

#[tokio::test]
async fn organizers_write_the_ladder_and_a_bad_one_is_refused() {
    let world = World::start().await;
    let (vera, ruth) = (world.volunteer("Vera").await, world.organizer());
    let (cleo, dana) = (world.on_call("Cleo").await, world.care_member("Dana").await);
    let mut policies = ladder(&[(Who::OnDuty, 30), (Who::Team, 30)]);
    policies.unset.accepters = Accepters::Two;
    let reply = ruth.asks("set_escalation", json!({ "policies": policies })).await;
    let view: EscalationView = reply.json();
    assert_eq!((view.policies, view.is_usual), (policies.clone(), false));
    let bad = ladder(&[(Who::OnDuty, 30)]);
    let reply = ruth.asks("set_escalation", json!({ "policies": bad })).await;
    assert!(reply.status == 422 || reply.status == 400, "{}", reply.status);
    assert!(reply.text().contains("whole team"), "{}", reply.text());
    for person in [&vera, &cleo] {
        assert_eq!(person.asks("set_escalation", json!({ "policies": null })).await.status, 403);
        assert_eq!(person.asks("escalation", json!({})).await.status, 403);
    }

    let note = vera.writes_a_note("Two are wanted.").await;
    let page = cleo.phone().shows_a_page().await;
    assert!(cleo.accepts().await.taken.is_some_and(|taken| taken.you));
    world.passes(seconds(30)).await;
    assert_eq!(dana.phone().shows_a_page().await, page, "a second one is wanted");
    assert_eq!(vera.sees_who_comes(note).await.as_deref(), Some("Cleo"), "somebody comes already");
    dana.accepts().await;
    world.passes(minutes(5)).await;
    for member in [&cleo, &dana] {
        member.phone().is_quiet().await;
    }
    vera.writes_a_note("The ladder has an end.").await;
    world.passes(seconds(30)).await;
    world.passes(seconds(30)).await;
    let last = world.pushed().len();
    world.passes(hours(3)).await;
    assert_eq!(world.pushed().len(), last, "two rungs, then it is exhausted");
}

#[tokio::test]
async fn an_exhausted_page_is_told_to_whoever_raised_it() {
    let world = World::start().await;
    let vera = world.volunteer("Vera").await;
    world.on_call("Cleo").await;
    let policies = ladder(&[(Who::Team, 30)]);
    assert_eq!(world.organizer().asks("set_escalation", json!({ "policies": policies })).await.status, 200);
    let note = vera.writes_a_note("One call, and then nothing.").await;
    world.rests().await;
    assert!(matches!(vera.sees_the_call(note).await, Call::Calling { .. }));
    world.passes(seconds(30)).await;
    assert!(matches!(vera.sees_the_call(note).await, Call::Unanswered { .. }));
}

#[tokio::test]
async fn an_emergency_contact_learns_only_that_nobody_answers() {
    let world = World::start().await;
    let vera = world.volunteer("Vera").await;
    let (cleo, olga) = (world.on_call("Cleo").await, world.organizer());
    olga.phone().turns_pushes_on().await;
    let mut policies = ladder(&[(Who::Team, 60), (Who::Contacts, 60), (Who::Team, 60)]);
    policies.contacts = vec![olga.id()];
    assert_eq!(olga.asks("set_escalation", json!({ "policies": policies })).await.status, 200);
    vera.writes_a_note("A violin in the lobby.").await;
    let page = cleo.phone().shows_a_page().await;
    world.passes(seconds(60)).await;
    let message = olga.phone().next_message().await.payload_json;
    assert_eq!(message["t"], json!("contact"));
    assert!(message["notification"]["navigate"].as_str().is_some_and(|to| to.ends_with("/app/care")), "{message}");
    assert_eq!(olga.asks("page", json!({ "page": page })).await.status, 403, "organizers see no page");
    world.passes(seconds(60)).await;
    assert_eq!(cleo.phone().shows_a_page().await, page, "the team is called again");

    // Whoever is named in the report is not told that there is one.
    let body = domain::note::NoteBody { text: "About Olga.".into(), involves: vec![olga.id()], ..Default::default() };
    vera.writes(body).await;
    world.passes(minutes(10)).await;
    olga.phone().is_quiet().await;
}

#[tokio::test]
async fn quiet_hours_are_those_of_the_venue_and_only_now_breaks_them() {
    let world = World::start().await;
    let vera = world.volunteer("Vera").await;
    let (cleo, dana) = (world.on_call("Cleo").await, world.care_member("Dana").await);
    // The story begins at nine in Berlin, which is eight in UTC.
    chooses(&cleo, json!(["push"]), json!({ "from": 530, "until": 570 })).await;
    vera.writes_a_note("It is not urgent.").await;
    dana.phone().shows_a_page().await;
    cleo.phone().is_quiet().await;
    dana.accepts().await;
    vera.writes_urgently("It is urgent.", Urgency::Now).await;
    cleo.phone().shows_a_page().await;
    dana.phone().is_quiet().await;
    cleo.accepts().await;
    chooses(&dana, json!(["push"]), json!({ "from": 530, "until": 570 })).await;
    vera.writes_a_note("Everybody sleeps.").await;
    cleo.phone().shows_a_page().await;
}

#[tokio::test]
async fn d05_a_report_after_the_last_day_still_calls() {
    let world = World::start().await;
    let vera = world.volunteer("Vera").await;
    let cleo = world.care_member("Cleo").await;
    world.passes(days(10)).await;
    vera.writes_a_note("Remembered on the way home.").await;
    cleo.phone().shows_a_page().await;
}

#[tokio::test]
async fn choices_are_ones_own_and_a_bad_one_is_refused() {
    let world = World::start().await;
    let (vera, cleo) = (world.volunteer("Vera").await, world.care_member("Cleo").await);
    push_then_mail(&cleo).await;
    let mine: MyReach = cleo.asks("my_reach", json!({})).await.json();
    assert_eq!((mine.choices.ways.len(), mine.devices), (2, 1));
    let hers: MyReach = vera.asks("my_reach", json!({})).await.json();
    assert_eq!((hers.choices.ways.len(), hers.devices), (1, 0), "each sees their own");
    let unknown = domain::ids::HookId::from_bytes([9; 16]);
    for ways in [
        json!([]),
        json!(["push", "push"]),
        json!([{ "mail": { "address": "nowhere" } }]),
        json!([{ "hook": { "hook": unknown, "to": "@cleo" } }]),
    ] {
        let reply = cleo.asks("set_my_reach", json!({ "choices": { "ways": ways, "quiet": null } })).await;
        assert!(reply.status == 422 || reply.status == 400, "{ways}: {}", reply.status);
    }
    let still: MyReach = cleo.asks("my_reach", json!({})).await.json();
    assert_eq!(still, mine);
}
