//! `record_photo` and `photo`.

use crate::bench::{Bench, why};
use desk::clock::chance;
use desk::photos::PhotoTaken;
use domain::ids::{IncidentId, PhotoId};
use domain::note::{PHOTO_BYTES_MAX, PHOTOS_MAX};
use domain::permission::Role;

fn jpeg() -> Vec<u8> {
    [&[0xFF, 0xD8, 0xFF][..], &[1; 40]].concat()
}

#[tokio::test]
async fn a_photo_is_recorded_once_and_seen_by_who_may_know() {
    let bench = Bench::new().await;
    let (vera, cleo, dana) = (bench.volunteer().await, bench.on_call("Cleo").await, bench.on_call("Dana").await);
    let note = bench.records_text(&vera, "a").await;
    let incident = bench.desk.inbox(&cleo).await.unwrap()[0].incident;
    let id = PhotoId::mint(bench.now(), chance());
    assert_eq!(bench.desk.record_photo(&vera, note, id, jpeg()).await.unwrap(), PhotoTaken::Recorded);
    assert_eq!(bench.desk.record_photo(&vera, note, id, jpeg()).await.unwrap(), PhotoTaken::AlreadyRecorded);
    assert_eq!(why(bench.desk.photo(&cleo, incident, id).await), "refused", "the question comes first");
    bench.clear(&cleo, incident).await;
    let shown = bench.desk.photo(&cleo, incident, id).await.unwrap();
    assert_eq!((shown.bytes.reveal(), shown.media_type.as_str()), (&jpeg(), "image/jpeg"));
    bench.desk.recuse(&dana, incident).await.unwrap();
    let unknown = PhotoId::mint(bench.now(), chance());
    assert_eq!(why(bench.desk.photo(&cleo, incident, unknown).await), "not found");
    assert_eq!(why(bench.desk.photo(&dana, incident, id).await), "not found");
    assert_eq!(why(bench.desk.photo(&cleo, IncidentId::mint(bench.now(), chance()), id).await), "not found");
    assert_eq!(why(bench.desk.photo(&vera, incident, id).await), "not allowed");
    let other = bench.records_text(&vera, "b").await;
    let elsewhere = bench.desk.inbox(&cleo).await.unwrap().into_iter().find(|row| row.incident != incident).unwrap();
    bench.clear(&cleo, elsewhere.incident).await;
    assert_eq!(why(bench.desk.photo(&cleo, elsewhere.incident, id).await), "not found", "by its own incident only");
    assert_eq!(why(bench.desk.record_photo(&vera, other, id, jpeg()).await), "input", "an id is used once");
}

#[tokio::test]
async fn a_photo_of_nobodys_or_somebody_elses_note_is_not_taken() {
    let bench = Bench::new().await;
    let (vera, max) = (bench.volunteer().await, bench.joins("Max", Role::Volunteer).await);
    let note = bench.records_text(&vera, "a").await;
    let id = || PhotoId::mint(bench.now(), chance());
    assert_eq!(why(bench.desk.record_photo(&max, note, id(), jpeg()).await), "not found");
    assert_eq!(why(bench.desk.record_photo(&vera, bench.note_id(), id(), jpeg()).await), "not found");
}

#[tokio::test]
async fn what_is_no_photo_or_too_much_is_refused() {
    let bench = Bench::new().await;
    let vera = bench.volunteer().await;
    let note = bench.records_text(&vera, "a").await;
    let id = || PhotoId::mint(bench.now(), chance());
    for bytes in [vec![], b"<svg onload=x>".to_vec(), b"GIF89a".to_vec(), vec![0xFF, 0xD8]] {
        assert_eq!(why(bench.desk.record_photo(&vera, note, id(), bytes).await), "input");
    }
    let large = [jpeg(), vec![0; PHOTO_BYTES_MAX]].concat();
    assert_eq!(why(bench.desk.record_photo(&vera, note, id(), large).await), "input");
    for _ in 0..PHOTOS_MAX {
        bench.desk.record_photo(&vera, note, id(), jpeg()).await.unwrap();
    }
    assert_eq!(why(bench.desk.record_photo(&vera, note, id(), jpeg()).await), "input");
}
