//! Drills and the readiness board, for the CARE team and organizers.

use super::Answer;
use crate::lean::Lean;
use domain::drill::DrillView;
use domain::ids::{DrillId, PersonId};
use domain::note::Urgency;
use domain::readiness::ReadinessView;
use leptos::prelude::*;
use leptos::server_fn::codec::Post;

/// The drill that runs, and what the last one showed.
#[server(prefix = "/api/desk", endpoint = "drill", input = Post<Lean>, output = Post<Lean>)]
pub async fn drill() -> Answer<DrillView> {
    ask!(drill())
}

/// Starts a drill. Its id is minted on the device, so that sending it twice starts it once.
#[server(prefix = "/api/desk", endpoint = "start_drill", input = Post<Lean>, output = Post<Lean>)]
pub async fn start_drill(drill: DrillId, urgency: Option<Urgency>) -> Answer<DrillView> {
    ask!(start_drill(drill, urgency))
}

/// Ends the drill that runs.
#[server(prefix = "/api/desk", endpoint = "end_drill", input = Post<Lean>, output = Post<Lean>)]
pub async fn end_drill() -> Answer<DrillView> {
    ask!(end_drill())
}

/// What is still to be done before the doors open, and who a page would reach.
#[server(prefix = "/api/desk", endpoint = "readiness", input = Post<Lean>, output = Post<Lean>)]
pub async fn readiness() -> Answer<ReadinessView> {
    ask!(readiness())
}

/// Sends a test page to one of the CARE team, or to all.
#[server(prefix = "/api/desk", endpoint = "send_test_pages", input = Post<Lean>, output = Post<Lean>)]
pub async fn send_test_pages(to: Option<PersonId>) -> Answer<ReadinessView> {
    ask!(send_test_pages(to))
}
