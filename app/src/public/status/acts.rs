//! What a reporter does on their page: one plain form each, which carries the words and the id of its note.

use super::super::parts::{carried, choice, inside_textarea, line};
use super::super::report::field;
use super::super::{Frame, INFO, TEXT_FIELD, icon};
use super::{Done, Status};
use domain::ids::{DeedId, NoteId};
use domain::reporter::said::{Hear, Reach, Share, Wishes};
use domain::work::draft::Purpose;
use leptos::prelude::*;

/// Where everything that a reporter says is posted.
pub const SAY_PATH: &str = "/r/say";
/// Where new words for the link are asked for.
pub const CHANGE_PATH: &str = "/r/change";
/// The hidden field that says what is done: [`Do`].
pub const DO_FIELD: &str = "do";
/// The hidden field that says about what.
pub const ABOUT_FIELD: &str = "about";
/// The hidden field with the new words.
pub const NEW_FIELD: &str = "new";
/// What somebody thinks of a proposal.
pub const OPINION_FIELD: &str = "opinion";

/// What a form does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Do {
    /// Adds words.
    Add,
    /// Answers words of the team.
    Answer,
    /// Says what they think of a proposal.
    Think,
    /// Corrects earlier words.
    Correct,
    /// Takes back one of their own.
    TakeOne,
    /// Takes everything back.
    TakeAll,
    /// Gives back what was taken back.
    GiveBack,
    /// Says what they wish.
    Wish,
}

impl Do {
    /// Everything that a form does.
    pub const ALL: [Self; 8] =
        [Self::Add, Self::Answer, Self::Think, Self::Correct, Self::TakeOne, Self::TakeAll, Self::GiveBack, Self::Wish];

    /// The word in the form.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Answer => "answer",
            Self::Think => "think",
            Self::Correct => "correct",
            Self::TakeOne => "take-one",
            Self::TakeAll => "take-all",
            Self::GiveBack => "give-back",
            Self::Wish => "wish",
        }
    }
}

/// A form of a reporter.
fn form(frame: &Frame<'_>, status: &Status<'_>, what: Do, about: Option<String>, fields: AnyView) -> AnyView {
    let about = about.map(|about| view! { <input type="hidden" name=ABOUT_FIELD value=about/> });
    view! {
        <form class="stack" method="post" action=frame.to(SAY_PATH) enctype="multipart/form-data" autocomplete="off">
            {carried(status.key, status.next_note)}
            <input type="hidden" name=DO_FIELD value=what.code()/>
            {about}
            {fields}
        </form>
    }
    .into_any()
}

fn button(label: &'static str, quiet: bool) -> AnyView {
    let class = if quiet { "btn quiet" } else { "btn" };
    view! { <p class="acts"><button class=class type="submit">{label}</button></p> }.into_any()
}

/// Adds something. What was not taken, whatever it was, comes back here with the reason.
pub(super) fn add(frame: &Frame<'_>, status: &Status<'_>) -> AnyView {
    let words = &frame.words().own;
    let (typed, error) = match &status.done {
        Done::Nothing | Done::Recorded | Done::Kept | Done::NewWords => (String::new(), None),
        Done::Refused { why, text } => (text.reveal().clone(), Some(*why)),
    };
    let invalid = error.is_some().then_some("true");
    let described = if error.is_some() { "add-hint add-error" } else { "add-hint" };
    let error = error.map(|why| view! { <p class="error" id="add-error">{icon(INFO)} {why}</p> });
    let fields = view! {
        <div class="field">
            <label class="title" for="add">{words.add}</label>
            <p class="hint" id="add-hint">{words.add_hint}</p>
            <textarea id="add" name=TEXT_FIELD aria-describedby=described aria-invalid=invalid autocomplete="off">
                {inside_textarea(&typed)}
            </textarea>
            {error}
        </div>
        {photos(frame, "add-photos")}
        {button(words.send, false)}
    };
    form(frame, status, Do::Add, None, fields.into_any())
}

fn photos(frame: &Frame<'_>, id: &'static str) -> AnyView {
    let words = &frame.words().form;
    let hint = format!("{id}-hint");
    view! {
        <div class="field">
            <label for=id>{words.photos}</label>
            <p class="hint" id=hint.clone()>{words.photos_hint}</p>
            <input id=id name=field::PHOTOS type="file" multiple accept="image/jpeg,image/png,image/webp" aria-describedby=hint/>
        </div>
    }
    .into_any()
}

/// Answers words of the team, where these ask something.
pub(super) fn answer(frame: &Frame<'_>, status: &Status<'_>, message: DeedId, purpose: Purpose) -> Option<AnyView> {
    let words = &frame.words().own;
    let id = format!("answer-{message}");
    let label = match purpose {
        Purpose::Ask => words.answer,
        Purpose::Propose => words.think_text,
        Purpose::Confirm | Purpose::Inform | Purpose::Other => return None,
    };
    let opinion = (purpose == Purpose::Propose).then(|| {
        let options = [
            ("fits", words.fits),
            ("differently", words.differently),
            ("not", words.does_not_fit),
            ("none", words.no_opinion),
        ];
        choice(OPINION_FIELD, words.think, None, &options, "")
    });
    let fields = view! {
        {opinion}
        <div class="field">
            <label for=id.clone()>{label}</label>
            <textarea id=id name=TEXT_FIELD autocomplete="off"></textarea>
        </div>
        {button(words.send, false)}
    };
    let what = if purpose == Purpose::Propose { Do::Think } else { Do::Answer };
    Some(form(frame, status, what, Some(message.to_string()), fields.into_any()))
}

/// Corrects one of their own words, or takes it back.
pub(super) fn about_own(frame: &Frame<'_>, status: &Status<'_>, note: NoteId, text: &str) -> AnyView {
    let words = &frame.words().own;
    let (id, hint) = (format!("correct-{note}"), format!("correct-{note}-hint"));
    let correct = view! {
        <div class="field">
            <label for=id.clone()>{words.correct}</label>
            <p class="hint" id=hint.clone()>{words.correct_hint}</p>
            <textarea id=id name=TEXT_FIELD aria-describedby=hint autocomplete="off">{inside_textarea(text)}</textarea>
        </div>
        {button(words.send, true)}
    };
    let take = view! { {button(words.take_this, true)} };
    view! {
        <details class="more no-print">
            <summary>{words.correct} " · " {words.take_this}</summary>
            <div>
                {form(frame, status, Do::Correct, Some(note.to_string()), correct.into_any())}
                {form(frame, status, Do::TakeOne, Some(note.to_string()), take.into_any())}
            </div>
        </details>
    }
    .into_any()
}

/// How to reach them, and what may be told.
pub(super) fn wishes(frame: &Frame<'_>, status: &Status<'_>) -> AnyView {
    let (words, form_words) = (&frame.words().own, &frame.words().form);
    let Wishes { reach, contact, hear, share } = &status.view.wishes;
    let reach = match reach {
        Some(Reach::Here) => "here",
        Some(Reach::Contact) => "contact",
        Some(Reach::InPerson) => "person",
        Some(Reach::NotAtAll) => "not",
        None => "",
    };
    let hear = match hear {
        Some(Hear::Here) => "here",
        Some(Hear::InPerson) => "person",
        Some(Hear::NotAtAll) => "not",
        None => "",
    };
    let share = match share {
        Some(Share::Yes) => "yes",
        Some(Share::WithoutMe) => "without",
        Some(Share::No) => "no",
        None => "",
    };
    let reaches = [
        ("here", form_words.reach_here),
        ("contact", form_words.reach_contact),
        ("person", form_words.reach_person),
        ("not", form_words.reach_not),
    ];
    let hears = [("here", words.hear_here), ("person", words.hear_person), ("not", words.hear_not)];
    let shares = [("yes", words.share_yes), ("without", words.share_without), ("no", words.share_no)];
    let fields = view! {
        {choice(field::REACH, form_words.reach, Some(form_words.reach_hint), &reaches, reach)}
        {line(field::CONTACT, form_words.contact, Some(form_words.contact_hint), contact.reveal())}
        {choice(field::HEAR, words.hear, None, &hears, hear)}
        {choice(field::SHARE, words.share, None, &shares, share)}
        {button(words.wishes_button, true)}
    };
    view! {
        <details class="more no-print">
            <summary>{words.wishes}</summary>
            <div>{form(frame, status, Do::Wish, None, fields.into_any())}</div>
        </details>
    }
    .into_any()
}

/// Takes everything back, after what stays and why; or gives it back.
pub(super) fn take_back(frame: &Frame<'_>, status: &Status<'_>) -> AnyView {
    let words = &frame.words().own;
    let gone = status.view.taken_back.is_some() || status.view.own.iter().any(|own| own.taken_back.is_some());
    let back = gone.then(|| {
        let fields = view! { <p>{words.give_back}</p> {button(words.give_button, true)} };
        form(frame, status, Do::GiveBack, None, fields.into_any())
    });
    let explained = words.take_words.map(|words| view! { <p>{words}</p> });
    let fields = view! {
        {explained.into_iter().collect_view()}
        <div class="field">
            <label for="take-why">{words.take_why}</label>
            <textarea id="take-why" name=TEXT_FIELD autocomplete="off"></textarea>
        </div>
        {button(words.take_button, true)}
    };
    let all = status.view.taken_back.is_none().then(|| {
        view! {
            <details class="more no-print">
                <summary>{words.take_all}</summary>
                <div>{form(frame, status, Do::TakeAll, None, fields.into_any())}</div>
            </details>
        }
    });
    view! { {back} {all} }.into_any()
}

/// New words for the link.
pub(super) fn change(frame: &Frame<'_>, status: &Status<'_>) -> AnyView {
    let words = &frame.words().own;
    let new = status.next_key.fragment().into_revealed();
    view! {
        <details class="more no-print">
            <summary>{words.change}</summary>
            <div>
                <form class="stack" method="post" action=frame.to(CHANGE_PATH) autocomplete="off">
                    {carried(status.key, status.next_note)}
                    <input type="hidden" name=NEW_FIELD value=new/>
                    <p>{words.change_words}</p>
                    {button(words.change_button, true)}
                </form>
            </div>
        </details>
    }
    .into_any()
}
