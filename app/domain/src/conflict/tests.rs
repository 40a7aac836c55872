use super::*;

const NOW: Timestamp = Timestamp::from_millis(1_790_000_000_000);
const INCIDENT: IncidentId = IncidentId::from_bytes([1; 16]);

fn person(n: u8) -> PersonId {
    PersonId::from_bytes([n; 16])
}

/// Member 1 stands so, for that reason.
fn stands(standing: Standing, source: Source) -> Conflict {
    let (person, by) = (person(1), person(2));
    Conflict { incident: INCIDENT, person, standing, source, by, since: NOW, return_proposed_by: None }
}

#[test]
fn standings_and_sources_survive_storage() {
    for standing in Standing::ALL {
        assert_eq!(Standing::from_code(standing.code()), Some(standing));
    }
    for source in Source::ALL {
        assert_eq!(Source::from_code(source.code()), Some(source));
    }
    assert_eq!((Standing::from_code("hidden"), Source::from_code("")), (None, None));
}

#[test]
fn a_member_moves_out_and_never_in_by_themselves() {
    for (from, now) in Standing::ALL.into_iter().enumerate() {
        let now = stands(now, Source::Said);
        for (to, wanted) in Standing::ALL.into_iter().enumerate() {
            let said = says(Some(&now), INCIDENT, person(1), wanted, NOW);
            match from.cmp(&to) {
                std::cmp::Ordering::Less => assert_eq!(said.unwrap().unwrap().conflict.standing, wanted),
                std::cmp::Ordering::Equal => assert_eq!(said, Ok(None)),
                std::cmp::Ordering::Greater => assert_eq!(said, Err(Refused::TeamDecides)),
            }
        }
    }
    for first in Standing::ALL {
        let said = says(None, INCIDENT, person(1), first, NOW).unwrap().unwrap();
        assert_eq!((said.conflict.standing, said.record.source, said.record.by), (first, Source::Said, person(1)));
    }
}

#[test]
fn the_table_of_drawing_the_line() {
    use Source::{Decided, Excluded, Named, Said};
    use Standing::{Clear, Declared, Limited, Recused, Unsure};
    // How member 1 stands, what member 2 draws, and the standing and source that follow, or the refusal.
    type Case = (Standing, Source, Line, Result<(Standing, Source), Refused>);
    let table: [Case; 13] = [
        (Unsure, Said, Line::NoConflict, Ok((Clear, Decided))),
        (Unsure, Said, Line::TakesPart, Ok((Declared, Decided))),
        (Unsure, Said, Line::Out, Ok((Recused, Decided))),
        (Declared, Said, Line::Limited, Ok((Limited, Decided))),
        (Declared, Said, Line::TakesPart, Err(Refused::AlreadySo)),
        (Clear, Said, Line::Out, Ok((Recused, Decided))),
        (Recused, Said, Line::TakesPart, Ok((Declared, Decided))),
        (Recused, Decided, Line::Limited, Ok((Limited, Decided))),
        (Recused, Decided, Line::Out, Err(Refused::AlreadySo)),
        (Recused, Named, Line::TakesPart, Ok((Recused, Named))),
        (Recused, Named, Line::Out, Err(Refused::AlreadySo)),
        (Recused, Excluded, Line::NoConflict, Err(Refused::ReportersWish)),
        (Recused, Excluded, Line::Out, Err(Refused::AlreadySo)),
    ];
    for (standing, source, line, wanted) in table {
        let drawn = draws_line(Some(&stands(standing, source)), INCIDENT, person(1), line, person(2), NOW);
        let got = drawn.map(|change| (change.conflict.standing, change.conflict.source));
        assert_eq!(got, wanted, "{standing:?} {source:?} {line:?}");
    }
    let drawn = draws_line(None, INCIDENT, person(1), Line::Out, person(2), NOW).unwrap();
    assert_eq!((drawn.conflict.standing, drawn.record.proposed), (Recused, false));
}

#[test]
fn a_named_member_comes_in_again_when_two_agree() {
    let draw = |now: &Conflict, line, by| draws_line(Some(now), INCIDENT, person(1), line, person(by), NOW);
    let named = stands(Standing::Recused, Source::Named);
    let proposed = draw(&named, Line::TakesPart, 2).unwrap();
    assert!(proposed.record.proposed && proposed.conflict.standing.hides());
    assert_eq!(draw(&proposed.conflict, Line::TakesPart, 2), Err(Refused::SecondMustAgree));
    let refused = draw(&proposed.conflict, Line::Out, 3).unwrap();
    assert_eq!(refused.conflict, named, "a colleague takes the proposal off the table");
    let agreed = draw(&proposed.conflict, Line::Limited, 3).unwrap();
    assert_eq!((agreed.conflict.standing, agreed.record.proposed), (Standing::Limited, false));
}

#[test]
fn naming_puts_out_at_once_and_only_gets_firmer() {
    let name = |now: Option<&Conflict>, source| names(now, INCIDENT, person(1), source, person(3), NOW);
    for standing in Standing::ALL {
        let change = name(Some(&stands(standing, Source::Said)), Source::Named).unwrap();
        assert_eq!((change.conflict.standing, change.conflict.source), (Standing::Recused, Source::Named));
    }
    let named = name(None, Source::Named).unwrap().conflict;
    assert_eq!(name(Some(&named), Source::Named), None);
    let excluded = name(Some(&named), Source::Excluded).unwrap().conflict;
    assert_eq!(excluded.source, Source::Excluded);
    assert_eq!(name(Some(&excluded), Source::Named), None);
    let proposed = Conflict { return_proposed_by: Some(person(2)), ..named };
    assert_eq!(name(Some(&proposed), Source::Named).unwrap().conflict.return_proposed_by, None);
}

#[test]
fn a_note_names_each_person_once() {
    let body = NoteBody {
        involves: vec![person(1), person(2), person(1)],
        excludes: vec![person(2), person(3)],
        ..NoteBody::default()
    };
    let named = named_in(&body, &[], INCIDENT, person(9), NOW);
    let got: Vec<_> =
        named.iter().map(|change| (change.conflict.person, change.record.source, change.record.by)).collect();
    let wanted = [(2, Source::Excluded), (3, Source::Excluded), (1, Source::Named)];
    assert_eq!(got, wanted.map(|(n, source)| (person(n), source, person(9))));
    let known = [named[0].conflict.clone()];
    assert_eq!(named_in(&body, &known, INCIDENT, person(8), NOW).len(), 2, "who is out already is not named again");
    assert_eq!(kept_out(named.iter().map(|change| &change.conflict)).len(), 3);
}
