//! `start_drill`, `end_drill`, `end_due_drills` and the board beside them.

use crate::bench::Bench;
use desk::DeskError;
use desk::clock::chance;
use domain::drill::{LASTS, Score};
use domain::ids::DrillId;
use domain::permission::Role;
use domain::time::seconds;

fn id(bench: &Bench) -> DrillId {
    DrillId::mint(bench.now(), chance())
}

#[tokio::test]
async fn a_drill_is_started_once_and_ended_once() {
    let bench = Bench::new().await;
    let cleo = bench.on_call("Cleo").await;
    let drill = id(&bench);
    let first = bench.desk.start_drill(&cleo, drill, None).await.unwrap();
    assert_eq!(bench.desk.start_drill(&cleo, drill, None).await.unwrap(), first);
    assert_eq!(bench.desk.inbox(&cleo).await.unwrap().len(), 1);
    let second = bench.desk.start_drill(&bench.organizer, id(&bench), None).await.unwrap_err();
    assert!(matches!(second, DeskError::Input(_)), "one runs at a time: {second}");
    let ended = bench.desk.end_drill(&bench.organizer).await.unwrap();
    assert!(ended.running.is_none() && ended.last.is_some());
    assert_eq!(bench.desk.end_drill(&cleo).await.unwrap().last, ended.last, "ending it twice ends it once");
    assert_eq!(
        bench.desk.start_drill(&cleo, drill, None).await.unwrap().running,
        None,
        "nor does a late repeat start it"
    );
    assert_eq!(bench.desk.inbox(&cleo).await.unwrap().len(), 0);
}

#[tokio::test]
async fn a_drill_is_for_the_team_and_the_organizers_of_its_conference() {
    let bench = Bench::new().await;
    let (vera, cleo) = (bench.volunteer().await, bench.on_call("Cleo").await);
    let stranger = bench.stranger(Role::CareMember).await;
    let refused = bench.desk.start_drill(&vera, id(&bench), None).await.unwrap_err();
    assert!(matches!(refused, DeskError::NotAllowed), "{refused}");
    let drill = id(&bench);
    bench.desk.start_drill(&cleo, drill, None).await.unwrap();
    let unknown = bench.desk.start_drill(&stranger, drill, None).await.unwrap_err();
    assert!(matches!(unknown, DeskError::NotFound), "{unknown}");
    assert_eq!(bench.desk.end_drill(&stranger).await.unwrap().last, None, "there is none of theirs to end");
    assert!(bench.desk.drill(&cleo).await.unwrap().running.is_some());
}

#[tokio::test]
async fn a_drill_whose_time_is_up_ends_by_itself() {
    let bench = Bench::new().await;
    let cleo = bench.on_call("Cleo").await;
    assert_eq!(bench.desk.end_due_drills().await.unwrap(), None);
    bench.desk.start_drill(&cleo, id(&bench), None).await.unwrap();
    let ends_at = bench.now().plus(LASTS);
    assert_eq!(bench.desk.end_due_drills().await.unwrap(), Some(ends_at));
    bench.clock.pass(LASTS);
    assert_eq!(bench.desk.end_due_drills().await.unwrap(), None);
    let last = bench.desk.drill(&cleo).await.unwrap().last;
    assert!(matches!(last, Some(Score { ended_at, kept: false, .. }) if ended_at == ends_at), "{last:?}");
    bench.clock.pass(seconds(1));
    assert_eq!(bench.desk.trouble().await.unwrap(), None, "and leaves no page that is late");
}
