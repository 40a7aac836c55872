//! Drills, for the CARE team and organizers.

use super::Answer;
use crate::lean::Lean;
use domain::drill::DrillView;
use domain::ids::DrillId;
use domain::note::Urgency;
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
