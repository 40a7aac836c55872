use super::*;
use crate::conflict::Standing::{self, Clear, Declared, Limited, Recused, Unsure};
use crate::incident::Stage;
use crate::work::course::{CourseDeed, Informed};
use crate::work::tests::{id, person, recorded};

const LINK: ReporterLinkId = ReporterLinkId::from_bytes([77; 16]);
const STAGE: Stage = Stage::Reported;

fn message(text: &str) -> Says {
    Says::Message(Message { to: Some(LINK), purpose: Purpose::Inform, text: text.into() })
}

fn decision() -> Says {
    let resolution = Resolution { kind: ResolutionKind::Stop, person: None, words: "".into() };
    let (violation, intent, blank) = (Violation::Yes, Intent::NotConsidered, Private::default);
    let (addresses, reduces, reasons) = (blank(), blank(), blank());
    Says::Decision(Box::new(Decision { violation, resolutions: vec![resolution], intent, addresses, reduces, reasons }))
}

fn statement(text: &str) -> Says {
    Says::Statement(Statement { public_because: "On stage.".into(), audience: "All".into(), text: text.into() })
}

fn write(draft: Option<u8>, says: Says, over: &[u8]) -> Deed {
    let over = over.iter().map(|n| id(*n)).collect();
    Deed::Draft(DraftDeed::Write { draft: draft.map(id), says, over })
}

fn agree(draft: u8, version: u8) -> Deed {
    Deed::Draft(DraftDeed::Agree { draft: id(draft), version: id(version) })
}

fn object(draft: u8, why: &str) -> Deed {
    Deed::Draft(DraftDeed::Object { draft: id(draft), why: why.into() })
}

fn withdraw(draft: u8) -> Deed {
    Deed::Draft(DraftDeed::Withdraw { draft: id(draft) })
}

/// Five members and how they stand; a case that grows by what they do.
struct Team {
    members: Vec<PersonId>,
    standings: Vec<(u8, Standing)>,
    work: Work,
    next: u8,
}

/// Members 1 to 5, each of whom has said that there is no conflict, but for those who are told.
fn team(others: &[(u8, Standing)]) -> Team {
    let members: Vec<_> = (1..=5).map(person).collect();
    let mut standings: Vec<_> = (1..=5).map(|n| (n, Clear)).collect();
    standings.extend(others);
    Team { members, standings, work: Work::default(), next: 10 }
}

impl Team {
    fn circle(&self, by: u8) -> Circle<'_> {
        let standings = self.standings.iter().map(|(n, standing)| (person(*n), *standing)).collect();
        Circle { by: person(by), team: &self.members, standings, stage: &STAGE }
    }

    fn check(&self, by: u8, deed: &Deed) -> Result<Vec<Rule>, Refused> {
        let new = NewDeed { id: id(200), deed: deed.clone(), anyway: None };
        self.work.check(&new, &self.circle(by), Timestamp::default())
    }

    /// Does it, passing whatever rule stands against it; its number, and whether it put a draft in force.
    fn does(&mut self, by: u8, deed: Deed) -> (u8, bool) {
        self.check(by, &deed).unwrap_or_else(|refused| panic!("{by}: {refused}"));
        let n = self.next;
        self.next += 1;
        let new = NewDeed { id: id(n), deed: deed.clone(), anyway: None };
        let settles = self.work.settles(&new, &self.circle(by));
        self.work.fold(&RecordedDeed { settles, ..recorded(n, by, deed) });
        (n, settles)
    }

    /// Member 1 writes it; the draft's number, which is its version's too.
    fn drafts(&mut self, says: Says) -> u8 {
        self.does(1, write(None, says, &[])).0
    }

    fn draft(&self, n: u8) -> &Draft {
        self.work.drafts.get(id(n)).unwrap()
    }
}

/// What it is about, how others stand, who agrees, and what stands against it.
type Row = (&'static str, &'static [(u8, Standing)], u8, Result<Vec<Rule>, Refused>);

/// Drafted by member 1: who is the second person, and who needs a reason.
#[test]
fn the_table_of_the_second_person() {
    let alone = || Ok(vec![Rule::SecondPerson]);
    let table: [Row; 10] = [
        ("somebody else", &[], 2, Ok(vec![])),
        ("one's own words", &[], 1, alone()),
        ("not sure", &[(2, Unsure)], 2, alone()),
        ("takes part with a conflict", &[(2, Declared)], 2, alone()),
        ("limited", &[(2, Limited)], 2, Err(Refused::Limited)),
        ("the author has a conflict and takes part", &[(1, Declared)], 2, Ok(vec![])),
        ("the author is out by now", &[(1, Recused)], 2, alone()),
        ("the author is limited by now", &[(1, Limited)], 2, alone()),
        ("nobody of the team", &[], 9, alone()),
        ("both have a conflict", &[(1, Declared), (2, Declared)], 2, alone()),
    ];
    for says in [message("We met."), decision()] {
        for (what, standings, by, wanted) in &table {
            let mut team = team(&[]);
            let draft = team.drafts(says.clone());
            team.standings.extend(*standings);
            assert_eq!(&team.check(*by, &agree(draft, draft)), wanted, "{what}");
        }
    }
}

#[test]
fn whoever_has_not_answered_the_question_is_no_second_person() {
    let mut team = team(&[]);
    let draft = team.drafts(message("We met."));
    team.standings.retain(|(n, _)| *n != 2);
    assert_eq!(team.check(2, &agree(draft, draft)), Ok(vec![Rule::SecondPerson]));
}

#[test]
fn who_is_limited_writes_nothing_in_the_teams_name() {
    let mut team = team(&[(2, Limited)]);
    let draft = team.drafts(message("We met."));
    let rewrite = write(Some(draft), message("x"), &[draft]);
    for deed in [write(None, message("x"), &[]), rewrite, object(draft, "x"), withdraw(draft)] {
        assert_eq!(team.check(2, &deed), Err(Refused::Limited), "{deed:?}");
        assert_eq!(team.check(3, &deed), Ok(vec![]), "{deed:?}");
    }
}

#[test]
fn agreement_counts_at_once_and_ends_the_draft() {
    for says in [message("We met."), decision()] {
        let mut team = team(&[]);
        let draft = team.drafts(says.clone());
        assert!(team.draft(draft).is_open() && team.draft(draft).in_force().is_none());
        assert!(team.does(2, agree(draft, draft)).1);
        let said = team.draft(draft).in_force().unwrap();
        assert_eq!((&said.says, said.author, said.with), (&says, person(1), person(2)));
        assert!(!said.is_alone());
        let after = [agree(draft, draft), write(Some(draft), says, &[draft]), object(draft, "x"), withdraw(draft)];
        for deed in after {
            assert_eq!(team.check(3, &deed), Err(Refused::Over), "{deed:?}");
        }
    }
}

#[test]
fn ones_own_words_go_out_alone_for_a_reason_and_it_shows() {
    let mut team = team(&[]);
    let draft = team.drafts(message("We met."));
    assert!(team.does(1, agree(draft, draft)).1, "passing the rule");
    assert!(team.draft(draft).in_force().unwrap().is_alone());
}

/// Whoever agrees agrees to one version, word for word.
#[test]
fn nobody_agrees_to_what_they_have_not_read() {
    let mut team = team(&[]);
    let draft = team.drafts(message("first"));
    let (bens, _) = team.does(2, write(Some(draft), message("by Ben"), &[draft]));
    assert_eq!(team.check(3, &agree(draft, draft)), Err(Refused::NewerVersion));
    let (late, _) = team.does(1, write(Some(draft), message("by Ana, who had seen the first"), &[draft]));
    assert!(team.draft(draft).versions.disagree());
    for version in [draft, bens, late] {
        assert_eq!(team.check(3, &agree(draft, version)), Err(Refused::TwoVersions));
    }
    let (both, _) = team.does(3, write(Some(draft), message("both"), &[bens, late]));
    assert_eq!(team.check(3, &agree(draft, both)), Ok(vec![Rule::SecondPerson]), "they are Cleo's words now");
    assert!(team.does(1, agree(draft, both)).1);
    assert_eq!(team.draft(draft).in_force().unwrap().author, person(3));
}

#[test]
fn a_version_is_of_the_kind_of_its_draft() {
    let mut team = team(&[]);
    let draft = team.drafts(message("x"));
    for says in [decision(), statement("x")] {
        assert_eq!(team.check(2, &write(Some(draft), says, &[draft])), Err(Refused::Unknown));
    }
    assert_eq!(team.check(2, &write(Some(99), message("x"), &[])), Err(Refused::Unknown));
    assert_eq!(team.check(2, &agree(99, 99)), Err(Refused::Unknown));
    assert_eq!(team.check(2, &write(None, message(" "), &[])), Err(Refused::Empty));
}

#[test]
fn an_objection_stands_until_the_next_version_and_blocks_nobody() {
    let mut team = team(&[]);
    let draft = team.drafts(message("first"));
    team.does(2, object(draft, "Too cold."));
    let open = |team: &Team| team.draft(draft).open_objections().map(|it| it.why.reveal().clone()).collect::<Vec<_>>();
    assert_eq!(open(&team), ["Too cold."]);
    assert_eq!(team.check(3, &agree(draft, draft)), Ok(vec![]));
    team.does(1, write(Some(draft), message("warmer"), &[draft]));
    assert_eq!(open(&team), [""; 0]);
    assert_eq!(team.draft(draft).objections.len(), 1, "and stays on the record");
    assert_eq!(team.check(2, &object(draft, " ")), Err(Refused::Empty));
}

#[test]
fn a_draft_that_was_taken_back_never_counts() {
    let mut team = team(&[]);
    let draft = team.drafts(message("x"));
    team.does(1, withdraw(draft));
    assert_eq!(team.check(2, &agree(draft, draft)), Err(Refused::Over));
    assert!(!team.draft(draft).is_open() && team.draft(draft).in_force().is_none());
    assert_eq!(team.work.drafts.waiting().count(), 0);
}

#[test]
fn words_with_a_gap_of_a_template_do_not_go_out() {
    let inform = template::TEMPLATES.iter().find(|template| template.purpose == Purpose::Inform).unwrap();
    let mut team = team(&[]);
    let draft = team.drafts(message(inform.text));
    assert_eq!(team.check(2, &agree(draft, draft)), Err(Refused::GapLeft), "a draft may have one");
    let filled =
        template::gaps(inform.text).into_iter().fold(inform.text.to_owned(), |text, gap| text.replace(gap, "so"));
    let (version, _) = team.does(1, write(Some(draft), message(&filled), &[draft]));
    assert_eq!(team.check(2, &agree(draft, version)), Ok(vec![]));
}

/// More than half of those without a conflict of interest, and never fewer than two (S60).
#[test]
fn the_table_of_the_quorum() {
    let table: [(&[(u8, Standing)], usize); 5] = [
        (&[], 3),
        (&[(5, Declared)], 3),
        (&[(4, Recused), (5, Limited)], 2),
        (&[(3, Recused), (4, Recused), (5, Recused)], 2),
        (&[(2, Recused), (3, Recused), (4, Recused), (5, Recused)], 2),
    ];
    for (standings, wanted) in table {
        assert_eq!(statement_quorum(&team(standings).circle(1)), wanted, "{standings:?}");
    }
    let mut unasked = team(&[]);
    unasked.standings.retain(|(n, _)| *n == 1);
    assert_eq!(statement_quorum(&unasked.circle(1)), 3, "whoever has not answered yet is counted");
}

#[test]
fn a_public_statement_counts_by_quorum_and_no_reason_passes_that() {
    let mut team = team(&[]);
    let draft = team.drafts(statement("It was said on stage. It is not what we stand for."));
    assert_eq!(team.check(1, &agree(draft, draft)), Err(Refused::NotAlone), "nobody agrees to their own words");
    assert!(!team.does(2, agree(draft, draft)).1, "two of five");
    assert_eq!(team.check(2, &agree(draft, draft)), Err(Refused::NotAlone), "nor twice");
    assert_eq!(team.draft(draft).behind(&team.draft(draft).versions.all()[0], &team.circle(3)).len(), 2);
    assert!(team.does(3, agree(draft, draft)).1, "three of five");
}

#[test]
fn a_conflict_of_interest_counts_for_nothing_in_public() {
    let mut team = team(&[(2, Declared), (3, Unsure)]);
    let (draft, _) = team.does(2, write(None, statement("x"), &[]));
    assert_eq!(team.check(3, &agree(draft, draft)), Err(Refused::ClearOnly));
    assert_eq!(statement_quorum(&team.circle(1)), 2);
    assert!(!team.does(1, agree(draft, draft)).1, "its author does not count");
    assert!(team.does(4, agree(draft, draft)).1);
}

#[test]
fn a_new_version_of_a_statement_starts_the_count_anew() {
    let mut team = team(&[]);
    let draft = team.drafts(statement("first"));
    team.does(2, agree(draft, draft));
    let (version, _) = team.does(3, write(Some(draft), statement("second"), &[draft]));
    assert!(!team.does(2, agree(draft, version)).1, "two of five stand behind the new words");
    assert!(team.does(1, agree(draft, version)).1);
    let Says::Statement(said) = &team.draft(draft).in_force().unwrap().says else { panic!("a statement") };
    assert_eq!(said.text.reveal(), "second");
}

#[test]
fn a_deed_calls_for_whoever_could_agree() {
    let mut team = team(&[(4, Limited), (5, Recused)]);
    let called = |team: &Team, by: u8, deed: Deed| {
        let mut after = team.work.clone();
        let done = recorded(150, by, deed);
        after.fold(&done);
        after.calls_for(&done, &team.circle(by))
    };
    assert_eq!(called(&team, 1, write(None, message("x"), &[])), [person(2), person(3)]);
    let draft = team.drafts(statement("x"));
    assert_eq!(called(&team, 2, agree(draft, draft)), [person(3)], "neither who wrote it nor who agrees");
    assert_eq!(called(&team, 2, write(Some(draft), statement("y"), &[draft])), [person(1), person(3)]);
    assert_eq!(called(&team, 2, object(draft, "x")), []);
    assert_eq!(called(&team, 1, withdraw(draft)), []);
    team.standings.retain(|(n, _)| *n != 3);
    assert_eq!(called(&team, 1, write(None, message("x"), &[])), [person(2), person(3)], "and who was not asked yet");
    let other = team.drafts(message("x"));
    team.does(2, agree(other, other));
    assert_eq!(team.draft(other).waits_for(&team.circle(2)), [], "what counts calls nobody");
}

#[test]
fn each_link_tells_what_was_sent_to_it_in_order() {
    let mut team = team(&[]);
    let elsewhere = ReporterLinkId::from_bytes([78; 16]);
    let to = |to, text: &str| Says::Message(Message { to, purpose: Purpose::Other, text: text.into() });
    let (first, second) = (team.drafts(to(Some(LINK), "first")), team.drafts(to(Some(LINK), "second")));
    let (other, spoken) = (team.drafts(to(Some(elsewhere), "other")), team.drafts(to(None, "spoken")));
    team.drafts(to(Some(LINK), "waits"));
    for draft in [second, first, other, spoken] {
        team.does(2, agree(draft, draft));
    }
    let told = |link| {
        let told = team.work.drafts.told(link);
        told.map(|(_, _, message)| message.text.reveal().clone()).collect::<Vec<_>>()
    };
    assert_eq!(told(LINK), ["second", "first"], "in the order in which they went out");
    assert_eq!(told(elsewhere), ["other"]);
}

/// Closing asks for words that told what was done and why, from after the last time that it was closed (S57).
#[test]
fn the_closing_gate_asks_for_words_that_informed() {
    let mut team = team(&[]);
    let close =
        |message: u8| Deed::Course(CourseDeed::Close { informed: Some(Informed::Told { message: id(message) }) });
    let question = Says::Message(Message { to: Some(LINK), purpose: Purpose::Ask, text: "When?".into() });
    let (asked, waits) = (team.drafts(question), team.drafts(message("We met.")));
    team.does(2, agree(asked, asked));
    for message in [asked, waits, 99] {
        assert_eq!(team.check(1, &close(message)), Err(Refused::Unknown), "{message}");
    }
    assert_eq!(team.work.informed(), None);
    team.does(2, agree(waits, waits));
    assert_eq!(team.work.informed(), Some(id(waits)));
    assert_eq!(team.check(1, &close(waits)), Ok(vec![Rule::Decided]));
    team.does(1, close(waits));
    assert_eq!(team.work.informed(), None, "reopened, they know less than the team does");
    assert_eq!(team.check(1, &close(waits)), Err(Refused::Unknown));
}
