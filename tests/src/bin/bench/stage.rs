//! The stages of the measurement: which rows each gives, and for how long it may run.

use crate::careline::Binary;
use crate::{Row, Trouble, browser, conference, pages, push, reconnect, sqlite, start, throughput};
use std::time::Duration;

/// Stages run one after the other, so that none disturbs another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    Sqlite,
    Recording,
    NoteToPush,
    Steps,
    Reconnecting,
    Starting,
    Conference,
    Visits,
}

impl Stage {
    /// Every stage, in the order in which they run.
    pub(crate) const ALL: [Self; 8] = [
        Self::Sqlite,
        Self::Recording,
        Self::NoteToPush,
        Self::Steps,
        Self::Reconnecting,
        Self::Starting,
        Self::Conference,
        Self::Visits,
    ];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "bare SQLite",
            Self::Recording => "recording",
            Self::NoteToPush => "note to push",
            Self::Steps => "many pages at once",
            Self::Reconnecting => "reconnecting",
            Self::Starting => "starting",
            Self::Conference => "the CARE desk over a long conference",
            Self::Visits => "a phone's visits in Chromium",
        }
    }

    /// The ids of its rows.
    const fn ids(self) -> &'static [&'static str] {
        match self {
            Self::Sqlite => &["sqlite_commits_per_s"],
            Self::Recording => &throughput::IDS,
            Self::NoteToPush => &push::IDS,
            Self::Steps => &pages::IDS,
            Self::Reconnecting => {
                &["reconnect_lost", "reconnect_doubled", "reconnect_sync_ms_p99", "reconnect_peak_rss_mb"]
            }
            Self::Starting => &["start_ms", "idle_rss_mb"],
            Self::Conference => &conference::IDS,
            Self::Visits => {
                &["first_visit_bytes", "first_visit_typing_ms", "warm_visit_typing_ms", "offline_typing_ms"]
            }
        }
    }

    /// How long it may run before it is given up: several times what a busy machine needs.
    const fn within(self) -> Duration {
        match self {
            Self::Sqlite | Self::Starting => Duration::from_mins(1),
            Self::Recording | Self::NoteToPush | Self::Steps => Duration::from_mins(3),
            Self::Reconnecting => Duration::from_mins(4),
            Self::Conference | Self::Visits => Duration::from_mins(10),
        }
    }

    /// Whether one of its rows is asked for. The rows of recording mean nothing without the yardstick beside them.
    pub(crate) fn is_wanted(self, wanted: &Wanted) -> bool {
        self.ids().iter().any(|id| wanted.has(id)) || (self == Self::Sqlite && Self::Recording.is_wanted(wanted))
    }

    /// Measures it, or gives up when it takes too long.
    pub(crate) async fn run(self, binary: &Binary, wanted: &Wanted) -> Result<Vec<Row>, Trouble> {
        let within = self.within();
        let rows = tokio::time::timeout(within, self.measure(binary, wanted)).await;
        rows.map_err(|_| format!("given up after {} s", within.as_secs()))?
    }

    async fn measure(self, binary: &Binary, wanted: &Wanted) -> Result<Vec<Row>, Trouble> {
        match self {
            Self::Sqlite => sqlite::rows().await,
            Self::Recording => throughput::rows(binary, wanted).await,
            Self::NoteToPush => push::rows(binary, wanted).await,
            Self::Steps => pages::rows(binary).await,
            Self::Reconnecting => reconnect::rows(binary).await,
            Self::Starting => start::rows(binary).await,
            Self::Conference => conference::rows(binary, wanted).await,
            Self::Visits => browser::rows(binary).await,
        }
    }
}

/// Which rows are asked for: all, or those whose ids begin so.
pub(crate) struct Wanted(Vec<String>);

impl Wanted {
    /// Reads what was asked for; what no row's id begins with is refused.
    pub(crate) fn parse(asked: Vec<String>) -> Result<Self, Trouble> {
        let ids: Vec<_> = Stage::ALL.into_iter().flat_map(|stage| stage.ids().iter().copied()).collect();
        match asked.iter().find(|start| !ids.iter().any(|id| id.starts_with(start.as_str()))) {
            Some(unknown) => Err(format!("no row begins with `{unknown}`; there are {}", ids.join(", ")).into()),
            None => Ok(Self(asked)),
        }
    }

    /// Whether this row is asked for.
    pub(crate) fn has(&self, id: &str) -> bool {
        self.0.is_empty() || self.0.iter().any(|start| id.starts_with(start.as_str()))
    }
}
