//! Sealing, and every way in which it must refuse to open.

use super::*;

const INCIDENT: [u8; 16] = [3; 16];
const TEXT: &[u8] = "Someone was followed to the lift.".as_bytes();

fn place() -> Place {
    Place { table: "note", column: "text_sealed", id: [1; 16] }
}

/// Every way to read bytes at another place than theirs.
fn other_places() -> [Place; 5] {
    [
        Place { table: "report", ..place() },
        Place { column: "whom_sealed", ..place() },
        Place { id: [2; 16], ..place() },
        // The same letters, cut elsewhere.
        Place { table: "notet", column: "ext_sealed", ..place() },
        Place { table: "", column: "notetext_sealed", ..place() },
    ]
}

/// Asserts that no damaged copy of `sealed` opens.
fn refuses_damage<T>(sealed: &[u8], open: impl Fn(&[u8]) -> Result<T, SealError>) {
    for bit in 0..sealed.len() * 8 {
        let mut damaged = sealed.to_vec();
        damaged[bit / 8] ^= 1 << (bit % 8);
        assert!(matches!(open(&damaged), Err(SealError::Unsealable)), "bit {bit}");
    }
    for length in 0..sealed.len() {
        let cut = open(&sealed[..length]);
        assert!(matches!(cut, Err(SealError::Unsealable)), "{length} bytes");
    }
    let longer = [sealed, &[0]].concat();
    assert!(matches!(open(&longer), Err(SealError::Unsealable)));
}

#[test]
fn a_data_key_opens_what_it_sealed_and_nothing_else() {
    let key = DataKey::random().unwrap();
    for plain in [TEXT, b""] {
        let sealed = key.seal(place(), plain).unwrap();
        assert_eq!(key.open(place(), &sealed).unwrap(), plain);
        assert_ne!(key.seal(place(), plain).unwrap(), sealed, "the nonce is random");
        for other in other_places() {
            assert_eq!(key.open(other, &sealed), Err(SealError::Unsealable), "{other:?}");
        }
        let stranger = DataKey::random().unwrap();
        assert_eq!(stranger.open(place(), &sealed), Err(SealError::Unsealable));
        refuses_damage(&sealed, |damaged| key.open(place(), damaged));
    }
}

#[test]
fn the_text_is_not_in_the_sealed_bytes() {
    let sealed = DataKey::random().unwrap().seal(place(), TEXT).unwrap();
    assert!(!sealed.windows(8).any(|part| TEXT.windows(8).any(|text| text == part)));
    assert_eq!(sealed.len(), 1 + NONCE_LEN + TEXT.len() + 16);
}

#[test]
fn a_wrapped_key_opens_for_its_incident_only() {
    let master = MasterKey::random().unwrap();
    let key = DataKey::random().unwrap();
    let sealed = key.seal(place(), TEXT).unwrap();
    let wrapped = master.wrap(&key, INCIDENT).unwrap();
    let same = master.unwrap(&wrapped, INCIDENT).unwrap();
    assert_eq!(same.open(place(), &sealed).unwrap(), TEXT);

    assert!(master.unwrap(&wrapped, [4; 16]).is_err());
    let stranger = MasterKey::random().unwrap();
    assert!(stranger.unwrap(&wrapped, INCIDENT).is_err());
    refuses_damage(&wrapped, |damaged| master.unwrap(damaged, INCIDENT));
}

#[test]
fn a_master_key_opens_its_rows_and_nothing_else() {
    let master = MasterKey::random().unwrap();
    let sealed = master.seal(place(), TEXT).unwrap();
    assert_eq!(master.open(place(), &sealed).unwrap(), TEXT);
    for other in other_places() {
        assert_eq!(master.open(other, &sealed), Err(SealError::Unsealable), "{other:?}");
    }
    refuses_damage(&sealed, |damaged| master.open(place(), damaged));
}

#[test]
fn a_row_cannot_pass_for_a_wrap_nor_a_wrap_for_a_row() {
    let master = MasterKey::random().unwrap();
    let at_the_key = Place::of_data_key(INCIDENT);
    let row = master.seal(at_the_key, &[5; 32]).unwrap();
    assert!(master.unwrap(&row, INCIDENT).is_err());
    let wrapped = master.wrap(&DataKey::random().unwrap(), INCIDENT).unwrap();
    assert!(master.open(at_the_key, &wrapped).is_err());
}

#[test]
fn rotation_wraps_again_and_lets_the_old_key_go() {
    let old = MasterKey::random().unwrap();
    let new = MasterKey::random().unwrap();
    let key = DataKey::random().unwrap();
    let sealed = key.seal(place(), TEXT).unwrap();
    let wrapped = old.wrap(&key, INCIDENT).unwrap();
    let row = old.seal(place(), TEXT).unwrap();

    let both = KeyRing::new(new.clone(), vec![old]);
    assert_eq!(both.open(place(), &row).unwrap(), TEXT);
    let again = both.wrap(&both.unwrap(&wrapped, INCIDENT).unwrap(), INCIDENT).unwrap();
    let row = both.seal(place(), TEXT).unwrap();

    let alone = KeyRing::new(new, vec![]);
    let same = alone.unwrap(&again, INCIDENT).unwrap();
    assert_eq!(same.open(place(), &sealed).unwrap(), TEXT);
    assert_eq!(alone.open(place(), &row).unwrap(), TEXT);
    assert!(alone.unwrap(&wrapped, INCIDENT).is_err());
}

#[test]
fn debug_prints_no_key() {
    let master = MasterKey::new(Zeroizing::new([7; 32]));
    let key = DataKey::new(Zeroizing::new([7; 32]));
    let ring = KeyRing::new(master.clone(), vec![]);
    assert_eq!(format!("{master:?} {key:?} {ring:?}"), "[private] [private] KeyRing { newest: [private], older: [] }");
}
