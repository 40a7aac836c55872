//! The inbox of incidents, cut to what the member may know of.

use crate::notes_progress::{Names, name_of, names};
use crate::store::IncidentLine;
use crate::{Desk, DeskError};
use domain::permission::{Act, Actor};
use domain::view::InboxRow;

impl Desk {
    /// The incidents that the member may know of, the most recently touched first.
    pub async fn inbox(&self, actor: &Actor) -> Result<Vec<InboxRow>, DeskError> {
        actor.may(Act::SeeIncidents)?;
        let member = actor.care_member()?;
        let mut read = self.store.read().await?;
        let lines = read.incidents(actor.conference, member.person()).await?;
        let shown = lines.iter().filter_map(|line| line.incident.stage.accountable());
        let names = names(&mut *read, shown).await?;
        Ok(lines.into_iter().map(|line| row(line, &names)).collect())
    }
}

pub(crate) fn row(line: IncidentLine, names: &Names) -> InboxRow {
    let incident = line.incident;
    InboxRow {
        incident: incident.id,
        code_name: incident.code_name,
        urgency: incident.urgency,
        opened_at: incident.opened_at,
        touched_at: line.touched_at,
        stage: incident.stage,
        accountable: incident.stage.accountable().map(|person| name_of(names, person)),
        calling: line.calling,
        needs_review: incident.needs_review,
        receipt_confirmed: incident.receipt_confirmed.is_some(),
        notes: line.notes,
        overdue: line.overdue,
    }
}
