//! What the team makes of the stories: together they show a case at each stage, with a review, decisions to which two
//! agreed, somebody who acted against a rule and said why, and words that wait for a second member.

use super::cast::Who;
use super::fill::Play;
use super::stories::colleague_of;
use desk::DeskError;
use domain::ids::{DeedId, IncidentId};
use domain::time::hours;
use domain::work::Deed;
use domain::work::conversation::{ConversationDeed, Plan};
use domain::work::course::{CourseDeed, Informed};
use domain::work::draft::{Decision, DraftDeed, Intent, Message, Purpose, Resolution, ResolutionKind, Says, Violation};
use domain::work::fact::{About, FactDeed};
use domain::work::measure::MeasureDeed;
use domain::work::meeting::{Finding, MeetingDeed, Outcome, Question, RollAnswer};
use domain::work::people::{Part, PersonDeed, Trait};
use domain::work::task::TaskDeed;

/// Two of the team at one case.
#[derive(Clone, Copy)]
struct Two<'a> {
    play: &'a Play,
    incident: IncidentId,
    one: Who,
    other: Who,
}

impl<'a> Two<'a> {
    /// Whoever has it, and a colleague who has read it.
    async fn at(play: &'a Play, incident: IncidentId, one: Who) -> Result<Self, DeskError> {
        let other = colleague_of(one);
        play.reads(other, incident).await?;
        Ok(Self { play, incident, one, other })
    }

    async fn does(self, who: Who, deed: Deed) -> Result<DeedId, DeskError> {
        self.play.works(who, self.incident, deed, None).await
    }

    /// One drafts, the other agrees.
    async fn agree_on(self, says: Says) -> Result<DeedId, DeskError> {
        let draft = self.does(self.one, Deed::Draft(DraftDeed::Write { draft: None, says, over: Vec::new() })).await?;
        self.does(self.other, Deed::Draft(DraftDeed::Agree { draft, version: draft })).await?;
        Ok(draft)
    }

    async fn adds(self, part: Part, looks: &str) -> Result<DeedId, DeskError> {
        let person = self.does(self.one, Deed::Person(PersonDeed::Add { part })).await?;
        let (text, over) = (looks.into(), Vec::new());
        self.does(self.one, Deed::Person(PersonDeed::Write { person, trait_: Trait::Looks, text, over })).await?;
        Ok(person)
    }

    /// A review begins with both, and both have nothing new to say about conflicts.
    async fn meet(self) -> Result<DeedId, DeskError> {
        let people = [self.one, self.other].map(|who| self.play.person(who));
        let start = MeetingDeed::Start { attendees: people.to_vec(), silent: false };
        let meeting = self.does(self.one, Deed::Meeting(start)).await?;
        for (who, person) in [self.one, self.other].into_iter().zip(people) {
            let answer = RollAnswer::NothingNew;
            self.does(who, Deed::Meeting(MeetingDeed::RollCall { meeting, person, answer })).await?;
        }
        Ok(meeting)
    }

    async fn finds(self, meeting: DeedId, question: Question, words: Option<&str>) -> Result<(), DeskError> {
        let finding = words.map_or(Finding::NotDetermined, |text| Finding::Found { text: text.into() });
        let deed = MeetingDeed::Find { meeting, question, finding, over: Vec::new() };
        self.does(self.one, Deed::Meeting(deed)).await.map(|_| ())
    }

    async fn ends(self, meeting: DeedId, outcome: Outcome) -> Result<(), DeskError> {
        self.does(self.one, Deed::Meeting(MeetingDeed::Close { meeting, outcome })).await.map(|_| ())
    }
}

fn resolved(kind: ResolutionKind, person: Option<DeedId>, words: &str) -> Resolution {
    Resolution { kind, person, words: words.into() }
}

fn decision(resolution: Resolution, intent: Intent, addresses: &str, reduces: &str) -> Says {
    Says::Decision(Box::new(Decision {
        violation: Violation::Yes,
        resolutions: vec![resolution],
        intent,
        addresses: addresses.into(),
        reduces: reduces.into(),
        reasons: "Both accounts agree, and neither of them is in doubt for us.".into(),
    }))
}

/// Worked to its end: people, review, decision, the conversation with its notes, the reporters told.
pub(super) async fn closes(play: &Play, incident: IncidentId, one: Who) -> Result<(), DeskError> {
    let two = Two::at(play, incident, one).await?;
    play.ago(1_900);
    let man = two.adds(Part::Reported, "Tall, grey jumper, green lanyard").await?;
    two.adds(Part::Reporter, "Two attendees, front left in the main hall").await?;
    let meeting = two.meet().await?;
    let happened = "Over the morning he commented on the bodies of at least two people who queued in front of him.";
    two.finds(meeting, Question::WhatHappened, Some(happened)).await?;
    two.finds(meeting, Question::IsViolation, Some("Yes.")).await?;
    two.finds(meeting, Question::Who, Some("The man in the grey jumper. He gave his first name at the stand.")).await?;
    two.finds(meeting, Question::WhatNow, Some("He hears that it stops, today, from two of us.")).await?;
    let says = decision(
        resolved(ResolutionKind::Stop, Some(man), "No remarks about anybody's body, at the stand or elsewhere."),
        Intent::Unclear,
        "He hears what his remarks did, without hearing who told us.",
        "The stand's crew calls us if it happens again; he knows that he leaves then.",
    );
    two.agree_on(says).await?;
    two.ends(meeting, Outcome::Resolution).await?;
    play.ago(1_880);
    let talk = Plan {
        with: man,
        purpose: "Say what we decided, and listen.".into(),
        place: "Green room beside the stairs".into(),
        at: None,
        talks: play.person(one),
        notes: Some(play.person(two.other)),
    };
    let conversation = two.does(one, Deed::Conversation(ConversationDeed::Plan(talk))).await?;
    play.ago(1_860);
    let notes = "He was surprised, then quiet. He said that he would stop and asked whether he should apologize. We \
                 told him to leave them alone. Twelve minutes.";
    let hold = ConversationDeed::Hold { conversation, notes: notes.into() };
    two.does(two.other, Deed::Conversation(hold)).await?;
    let told = "We have spoken with him. He has been told to stop, and what follows if he does not. We decided so \
                because what you told us leaves no doubt about what happened.";
    let message = Message { to: None, purpose: Purpose::Inform, text: told.into() };
    let message = two.agree_on(Says::Message(message)).await?;
    play.ago(1_820);
    let close = CourseDeed::Close { informed: Some(Informed::Told { message }) };
    two.does(one, Deed::Course(close)).await.map(|_| ())
}

/// Decided; something holds until it is carried out.
pub(super) async fn decides(play: &Play, incident: IncidentId, one: Who) -> Result<(), DeskError> {
    let two = Two::at(play, incident, one).await?;
    play.ago(1_700);
    let hold = MeasureDeed::Set {
        what: "The recording from Reed Hall is held back.".into(),
        person: None,
        until: Some(play.clock_now().plus(hours(48))),
    };
    two.does(one, Deed::Measure(hold)).await?;
    let helper = TaskDeed::Give {
        what: "Please do not put the recording of the 15:30 talk in Reed Hall online before we tell you.".into(),
        owner: play.person(super::cast::SAM),
        asks: "".into(),
        due: Some(play.clock_now().plus(hours(24))),
    };
    two.does(one, Deed::Task(helper)).await?;
    play.ago(1_650);
    let meeting = two.meet().await?;
    let happened = "One slide made fun of people who stammer. We both saw it on the stage crew's laptop.";
    two.finds(meeting, Question::WhatHappened, Some(happened)).await?;
    let says = decision(
        resolved(ResolutionKind::NoVideo, None, "Unless the slide and what was said with it are cut."),
        Intent::NotIntentional,
        "Nobody meets the joke again who did not have to hear it.",
        "The speaker knows what it does to people who stammer.",
    );
    two.agree_on(says).await?;
    two.ends(meeting, Outcome::Resolution).await
}

/// In the middle of a review; a question to the reporter waits for a second member.
pub(super) async fn reviews(play: &Play, incident: IncidentId, one: Who) -> Result<(), DeskError> {
    let two = Two::at(play, incident, one).await?;
    play.ago(1_320);
    let summary = "A man she once worked with follows her from room to room. She asked him months ago to keep away.";
    let fact = FactDeed { about: About::Summary, text: summary.into(), over: Vec::new() };
    two.does(one, Deed::Fact(fact)).await?;
    let meeting = two.meet().await?;
    two.finds(meeting, Question::WhatHappened, Some("He sat behind her in three sessions of one day.")).await?;
    two.finds(meeting, Question::Who, None).await?;
    let ask = "If you want to tell us: is there anything by which we would recognize him? You need not give a name.";
    let says = Says::Message(Message { to: None, purpose: Purpose::Ask, text: ask.into() });
    let write = DraftDeed::Write { draft: None, says, over: Vec::new() };
    two.does(two.other, Deed::Draft(write)).await.map(|_| ())
}

/// Somebody talks alone, because nobody else was awake, and says so.
pub(super) async fn talks_alone(play: &Play, incident: IncidentId, one: Who) -> Result<(), DeskError> {
    let two = Two::at(play, incident, one).await?;
    play.ago(1_270);
    let with = two.adds(Part::Affected, "Has a friend in the crew, who is with them").await?;
    let talk = Plan {
        with,
        purpose: "Ask what they need tonight.".into(),
        place: "Boat house, back office".into(),
        at: None,
        talks: play.person(one),
        notes: None,
    };
    let deed = Deed::Conversation(ConversationDeed::Plan(talk));
    let why = "Nobody else of us answers, and they are leaving in ten minutes.";
    let conversation = play.works(one, incident, deed, Some(why)).await?;
    let notes = "They want to sleep and to be left alone. A friend walks them home. They may want to talk tomorrow.";
    two.does(one, Deed::Conversation(ConversationDeed::Hold { conversation, notes: notes.into() })).await.map(|_| ())
}

/// It waits for somebody who was there.
pub(super) async fn awaits(play: &Play, incident: IncidentId, one: Who) -> Result<(), DeskError> {
    let two = Two { play, incident, one, other: colleague_of(one) };
    let what = "Two people of the door crew stood nearby. They are back tomorrow at eight.";
    let task = TaskDeed::Give {
        what: "Ask the door crew what they heard by the cloakroom.".into(),
        owner: play.person(one),
        asks: "The two of the door crew who had the evening shift".into(),
        due: Some(play.clock_now().plus(hours(20))),
    };
    two.does(one, Deed::Task(task)).await?;
    two.does(one, Deed::Course(CourseDeed::Await { what: what.into() })).await.map(|_| ())
}

/// Closed with what could be done, and open again because somebody else tells the same.
pub(super) async fn reopens(play: &Play, incident: IncidentId, one: Who) -> Result<(), DeskError> {
    play.ago(840);
    let close = Deed::Course(CourseDeed::Close { informed: Some(Informed::AskedNotTo) });
    let why = "They want no more than that everybody hears what the quiet room is for. It was said from the stage.";
    play.works(one, incident, close, Some(why)).await?;
    play.ago(700);
    let why = "Somebody else tells us the same of the quiet room, and can say what the camera looked like.";
    play.works(one, incident, Deed::Course(CourseDeed::Reopen { why: why.into() }), None).await.map(|_| ())
}
