//! The written record: kept as it was written, found again, taken out, and never for eyes that it is not for.

mod export;
mod kept;
mod search;

use desk::clock::chance;
use domain::ids::{IncidentId, PhotoId};
use tests::world::{Person, World, photo};

/// A volunteer writes this with a photo; the member who has answered the question, and the case.
async fn case_with_a_photo(world: &World, text: &str) -> (Person, IncidentId) {
    let vera = world.volunteer("Vera").await;
    let cleo = world.on_call("Cleo").await;
    let note = vera.writes_a_note(text).await;
    let id = PhotoId::mint(world.now(), chance());
    assert_eq!(vera.phone().sends_a_photo(note, id, photo()).await.status, 200);
    let incident = cleo.finds_the_incident().await;
    cleo.opens(incident).await;
    (cleo, incident)
}
