//! The eight stories, from the oldest to the one that calls right now. All of it is made up.
//!
//! Each function plays one incident to its end before the next begins; its times are minutes before now.

use super::cast::{CARE, KOFI, LENA, PRIYA, SAM, Who, YUKI};
use super::fill::Play;
use super::work;
use desk::DeskError;
use desk::clock::chance;
use domain::conflict::{Line, Standing};
use domain::note::{
    Answer, Answers, Ground, NoteBody, NoteKind, Ongoing, Provenance, Support, SupportState, UnilateralRecord, Urgency,
};
use domain::paging::PageAnswer;
use domain::private::Private;
use domain::reporter::ReporterKey;
use domain::time::minutes;
use domain::work::Deed;
use domain::work::report::ReportDeed;
use domain::work::template::RECEIPT;

/// Plays all of it; the key is that of the third story's reporter.
pub(super) async fn play(play: &Play) -> Result<ReporterKey, DeskError> {
    at_the_coffee_stand(play).await?;
    on_a_slide(play).await?;
    let key = followed_from_room_to_room(play).await?;
    at_the_boat_house(play).await?;
    by_the_cloakroom(play).await?;
    a_photograph(play).await?;
    a_sticker(play).await?;
    at_the_hall_door(play).await?;
    Ok(key)
}

fn given(text: &str) -> Answer<Private<String>> {
    Answer::Given(text.into())
}

/// Taken in hand, then corrected by the volunteer who wrote it.
async fn at_the_coffee_stand(play: &Play) -> Result<(), DeskError> {
    play.ago(2_000);
    let now = play.clock_now();
    let note = NoteBody {
        text: "Two people at the coffee stand told me that a man keeps commenting on the bodies of whoever queues in \
               front of him. They moved away from him twice. They are fine with being asked again, but not in front \
               of others."
            .into(),
        answers: Answers {
            who: given("A tall man with a blue lanyard, so a speaker. Grey jumper. They don't know his name."),
            when: given("Since the doors opened, last just before I wrote this."),
            place: given("Coffee stand by the water-side door"),
            ongoing: Answer::Given(Ongoing::No),
            contact: given("Both sit at the front left in the main hall until lunch."),
            ..Answers::default()
        },
        provenance: Some(Provenance::Told),
        urgency: Some(Urgency::Today),
        told_at: Some(now.minus(minutes(6))),
        ..NoteBody::default()
    };
    let first = play.writes(LENA, note).await?;
    let incident = play.latest().await?;
    let member = one_of(&play.on_call().await?);
    play.ago(1_999);
    play.takes(member, incident).await?;
    play.ago(1_975);
    let correction = NoteBody {
        kind: NoteKind::Correction { corrects: first },
        text: "I got the lanyard wrong. It was green, so he is an attendee and not a speaker. The rest stands.".into(),
        ..NoteBody::default()
    };
    play.writes(LENA, correction).await?;
    play.ago(1_960);
    play.reads(member, incident).await?;
    play.notes(
        member,
        incident,
        "Found both of them in the main hall and listened, one after the other. Neither wants to speak \
         with him. I have asked the stand's crew to call us if he comes back.",
    )
    .await?;
    work::closes(play, incident, member).await
}

/// It can wait; those on call could not, so the whole team was called.
async fn on_a_slide(play: &Play) -> Result<(), DeskError> {
    play.ago(1_760);
    let note = NoteBody {
        text: "A slide in the talk about command-line tools made fun of people who stammer. Nobody has said anything \
               to me, I noticed it myself. The talk is over and the recording is not online yet."
            .into(),
        answers: Answers {
            what: given("A joke with a drawing, about a third of the way in."),
            place: given("Reed Hall"),
            ongoing: Answer::Given(Ongoing::No),
            ..Answers::default()
        },
        provenance: Some(Provenance::Observed),
        urgency: Some(Urgency::CanWait),
        ask_me_later: true,
        ..NoteBody::default()
    };
    play.writes(SAM, note).await?;
    let incident = play.latest().await?;
    let on_call = play.on_call().await?;
    play.ago(1_759);
    for member in &on_call {
        play.answers(*member, incident, PageAnswer::CantNow).await?;
    }
    play.ago(1_755);
    let free = CARE.into_iter().find(|member| !on_call.contains(member)).unwrap_or(PRIYA);
    play.takes(free, incident).await?;
    work::decides(play, incident, free).await
}

/// The reporter has a private link, was told that the report arrived, and answered.
async fn followed_from_room_to_room(play: &Play) -> Result<ReporterKey, DeskError> {
    play.ago(1_520);
    let now = play.clock_now();
    let key = ReporterKey::mint(chance());
    let note = NoteBody {
        text: "A woman came to the registration desk. A man she used to work with turns up in every room she goes to \
               and sits down behind her. He has not said a word. She asked him months ago to leave her alone. She is \
               calm, she wants it written down, and she does not want him to hear that she spoke with us."
            .into(),
        answers: Answers {
            who: Answer::PrefersNotToSay,
            when: given("In three sessions today."),
            place: given("Reed Hall, then both workshop rooms upstairs"),
            ongoing: Answer::Given(Ongoing::Yes),
            contact: given("Only through the private link."),
            ..Answers::default()
        },
        provenance: Some(Provenance::Told),
        urgency: Some(Urgency::Today),
        support: Support {
            escort: Some(SupportState::Wanted),
            friend: Some(SupportState::Offered),
            police: Some(SupportState::Declined),
        },
        told_at: Some(now.minus(minutes(12))),
        reporter_key: Some(key.digest()),
        ..NoteBody::default()
    };
    play.writes(YUKI, note).await?;
    let incident = play.latest().await?;
    let member = one_of(&play.on_call().await?);
    play.ago(1_518);
    play.takes(member, incident).await?;
    play.ago(1_500);
    play.notes(
        member,
        incident,
        "Walked with her to the afternoon's last session and sat beside her. He was not there. She has my number.",
    )
    .await?;
    play.ago(1_480);
    play.confirms(member, incident, RECEIPT).await?;
    play.ago(1_420);
    play.reporter_looks(&key).await?;
    play.ago(1_340);
    play.reporter_adds(
        &key,
        "He is on the list for the boat trip tonight, I saw his name at the sign-up board. I will stay on \
         land. I wanted you to know in case somebody else is worried about it.",
    )
    .await?;
    play.ago(1_330);
    play.reads(member, incident).await?;
    work::reviews(play, incident, member).await?;
    Ok(key)
}

/// A volunteer had to act alone; the four lines came afterwards, and the team reviews it.
async fn at_the_boat_house(play: &Play) -> Result<(), DeskError> {
    play.ago(1_300);
    let alarm = NoteBody {
        kind: NoteKind::ActNow,
        text: "Boat house bar. A man holds somebody by the arm and does not let go. I am going over.".into(),
        ..NoteBody::default()
    };
    let about = play.writes(KOFI, alarm).await?;
    let incident = play.latest().await?;
    let member = one_of(&play.on_call().await?);
    play.ago(1_296);
    play.takes(member, incident).await?;
    play.ago(1_275);
    let record = UnilateralRecord {
        did: "I stood between them and asked him to step outside. He let go and shouted. Security walked him to the \
              gate and took his wristband. I stayed with the other person until a friend came."
            .into(),
        ground: Some(Ground::PhysicalDanger),
        tried: "Pressed the button, then called the number of whoever is on call. Help was there after four minutes; \
                I could not wait that long."
            .into(),
        consulted: "The security guard at the boat house door".into(),
    };
    let afterwards = NoteBody {
        kind: NoteKind::ActedAlone { about, record },
        provenance: Some(Provenance::Observed),
        ..NoteBody::default()
    };
    play.writes(KOFI, afterwards).await?;
    work::talks_alone(play, incident, member).await
}

/// A note went into the wrong case and was struck; a colleague is not sure of a conflict, and the team has yet to decide.
async fn by_the_cloakroom(play: &Play) -> Result<(), DeskError> {
    play.ago(1_100);
    let note = NoteBody {
        text: "Raised voices by the cloakroom, two people about a seat that somebody had kept free. A third one told \
               me that one of them used a slur. I did not hear it myself."
            .into(),
        answers: Answers {
            who: Answer::DoesNotKnow,
            place: given("Cloakroom, ground floor"),
            ongoing: Answer::Given(Ongoing::No),
            contact: Answer::DidNotAsk,
            ..Answers::default()
        },
        provenance: Some(Provenance::PassedOn),
        urgency: Some(Urgency::Today),
        ..NoteBody::default()
    };
    play.writes(SAM, note).await?;
    let incident = play.latest().await?;
    let member = one_of(&play.on_call().await?);
    play.ago(1_098);
    play.takes(member, incident).await?;
    play.ago(1_080);
    let wrong =
        play.notes(member, incident, "Asked the stage crew to hold the recording back until the team has met.").await?;
    play.ago(1_078);
    play.strikes(member, incident, wrong, "Written into the wrong case: this belongs to the slide in Reed Hall.")
        .await?;
    play.notes(member, incident, "Spoke with the cloakroom crew. They remember the argument, not the words.").await?;
    play.ago(1_060);
    let colleague = colleague_of(member);
    if play.is_asked(colleague, incident).await? {
        let why = "One of the two may be somebody I worked with for a year. I would know by the voice.";
        play.stands(colleague, incident, Standing::Unsure, why).await?;
    }
    work::awaits(play, incident, member).await
}

/// Little is known, and on purpose; one member is close to somebody in it and stepped out. Somebody else reports the same,
/// and the two reports are joined.
async fn a_photograph(play: &Play) -> Result<(), DeskError> {
    play.ago(900);
    let note = NoteBody {
        text: "Somebody was photographed in the quiet room although they had said no. They do not want to be named \
               and do not want to say who it was. They ask that we remind everybody what the quiet room is for."
            .into(),
        answers: Answers {
            who: Answer::PrefersNotToSay,
            when: Answer::DoesNotKnow,
            place: given("Quiet room"),
            ongoing: Answer::Given(Ongoing::Unclear),
            contact: Answer::PrefersNotToSay,
            ..Answers::default()
        },
        provenance: Some(Provenance::Told),
        support: Support { friend: Some(SupportState::Declined), ..Support::default() },
        ..NoteBody::default()
    };
    play.writes(YUKI, note).await?;
    let incident = play.latest().await?;
    let others: Vec<_> = play.on_call().await?.into_iter().filter(|member| *member != PRIYA).collect();
    let member = one_of(&others);
    play.ago(897);
    play.takes(member, incident).await?;
    play.ago(870);
    if play.is_asked(PRIYA, incident).await? {
        play.stands(PRIYA, incident, Standing::Recused, "We run the quiet room together.").await?;
    }
    work::reopens(play, incident, member).await?;
    play.ago(690);
    let same = NoteBody {
        text: "In the quiet room somebody pointed a small silver camera with a long strap at whoever was resting \
               there. The person who told me left at once and does not know whether there is a picture of them."
            .into(),
        answers: Answers { place: given("Quiet room"), ..Answers::default() },
        provenance: Some(Provenance::Told),
        ..NoteBody::default()
    };
    play.writes(KOFI, same).await?;
    let second = play.latest().await?;
    play.takes(member, second).await?;
    let joins = Deed::Report(ReportDeed::Take { from: second });
    play.works(member, incident, joins, None).await.map(|_| ())
}

/// Taken in hand a few hours ago; a colleague has a conflict, and the team drew the line.
async fn a_sticker(play: &Play) -> Result<(), DeskError> {
    play.ago(180);
    let now = play.clock_now();
    let note = NoteBody {
        text: "A sticker with an insult against trans people on the whiteboard of workshop room 2. I took a picture \
               for you and then took it down. Two people were in the room, both saw it."
            .into(),
        answers: Answers {
            who: Answer::DoesNotKnow,
            place: given("Workshop room 2, upstairs"),
            ongoing: Answer::Given(Ongoing::No),
            ..Answers::default()
        },
        provenance: Some(Provenance::Observed),
        urgency: Some(Urgency::Today),
        happened_at: Some(now.minus(minutes(20))),
        ask_me_later: true,
        ..NoteBody::default()
    };
    play.writes(LENA, note).await?;
    let incident = play.latest().await?;
    let member = one_of(&play.on_call().await?);
    play.ago(178);
    play.takes(member, incident).await?;
    play.ago(170);
    let colleague = colleague_of(member);
    if play.is_asked(colleague, incident).await? {
        play.stands(colleague, incident, Standing::Declared, "I gave the workshop in that room.").await?;
        let why = "The two who saw it came to that workshop. Somebody else should talk with them.";
        play.draws_line(member, incident, colleague, Line::Limited, why).await?;
    }
    Ok(())
}

/// It has just arrived, and it calls.
async fn at_the_hall_door(play: &Play) -> Result<(), DeskError> {
    play.ago(1);
    let note = NoteBody {
        text: "A man shouts at the volunteer at the hall door because she did not let him in late. He was told twice \
               to stop. She is with me behind the registration desk now and shaking. Please come."
            .into(),
        answers: Answers {
            who: given("A man with a red lanyard, and Tove of the door crew"),
            place: given("Registration desk, east gate"),
            ongoing: Answer::Given(Ongoing::Yes),
            ..Answers::default()
        },
        provenance: Some(Provenance::Observed),
        urgency: Some(Urgency::Now),
        ..NoteBody::default()
    };
    play.writes(KOFI, note).await.map(|_| ())
}

/// Somebody else of the team.
pub(super) fn colleague_of(member: Who) -> Who {
    CARE.into_iter().find(|other| *other != member).unwrap_or(PRIYA)
}

/// Whoever answers first; there is always somebody, because the roster has no gap and the team stands behind it.
fn one_of(members: &[Who]) -> Who {
    members.first().copied().unwrap_or(CARE[0])
}
