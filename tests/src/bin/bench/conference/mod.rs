//! The CARE desk over a long conference: how soon the inbox, a search and a case are there, as a signed-in member gets
//! them over HTTP.

mod fill;

use crate::careline::{Binary, Careline, Site};
use crate::client::Phone;
use crate::stage::Wanted;
use crate::{Row, Trouble, percentile};
use domain::found::Found;
use domain::ids::IncidentId;
use domain::view::Bundle;
use serde_json::{Value, json};
use server::store::sql::testing::fresh_postgres;
use std::time::{Duration, Instant};

/// How many incidents there are.
const INCIDENTS: usize = 2_000;
/// How many notes and how many deeds each has.
const EACH: usize = 25;
/// How often each row asks; together fewer than one device may ask in a burst.
const ASKED: usize = 300;
/// How long reading all records may take.
const READY_WITHIN: Duration = Duration::from_mins(3);
/// What the rows on PostgreSQL end with.
const POSTGRES: &str = "_postgres";

/// The ids of the rows.
pub(crate) const IDS: [&str; 6] = [
    "inbox_ms_p99",
    "search_ms_p99",
    "open_case_ms_p99",
    "inbox_ms_p99_postgres",
    "search_ms_p99_postgres",
    "open_case_ms_p99_postgres",
];

/// The rows on SQLite, and those on PostgreSQL where `CARELINE_TEST_POSTGRES` names a server.
pub(crate) async fn rows(binary: &Binary, wanted: &Wanted) -> Result<Vec<Row>, Trouble> {
    let mut rows = Vec::new();
    if IDS.iter().any(|id| !id.ends_with(POSTGRES) && wanted.has(id)) {
        rows.append(&mut measure(&Site::new(binary, None)?, "SQLite", "").await?);
    }
    if IDS.iter().any(|id| id.ends_with(POSTGRES) && wanted.has(id)) {
        let Some(fresh) = fresh_postgres().await else {
            eprintln!("  not on PostgreSQL: CARELINE_TEST_POSTGRES names no server");
            return Ok(rows);
        };
        let site = Site::on(binary, None, Some(fresh.url().to_owned()))?;
        rows.append(&mut measure(&site, "PostgreSQL", POSTGRES).await?);
    }
    Ok(rows.into_iter().filter(|row| wanted.has(&row.id)).collect())
}

async fn measure(site: &Site, engine: &str, ending: &str) -> Result<Vec<Row>, Trouble> {
    let code = site.invite("care_member", 1)?;
    let (session, member) = {
        let server = site.serve().await?;
        let mut phone = Phone::connect(&server.address).await?;
        phone.sign_in(&code, "Cleo").await?;
        let (_, bundle) = phone.ask("GET", "/api/v1/bundle", &[]).await?;
        let bundle: Bundle = serde_json::from_slice(&bundle)?;
        (phone.session(), bundle.me.id)
    };
    let incidents = fill::fill(site, member, INCIDENTS, EACH).await?;
    let server = site.serve().await?;
    let mut phone = Phone::connect(&server.address).await?;
    phone.be(&session);
    let ready_s = until_all_is_read(&mut phone).await?.as_secs_f64();
    let conditions = |what: &str, memory: f64| {
        let entries = EACH * 2;
        format!(
            "{what}, {ASKED} times, {INCIDENTS} incidents of {entries} entries, {engine}; all read in {ready_s:.1} s, {memory:.0} MB"
        )
    };
    let row = |id: &str, mut took: Vec<f64>, what: &str, server: &Careline| -> Result<Row, Trouble> {
        let conditions = conditions(what, server.memory_mb("VmRSS")?);
        Ok(Row::new(format!("{id}{ending}"), percentile(&mut took, 0.99), "ms", conditions))
    };
    let inbox = times(&mut phone, "inbox", |_| json!({})).await?;
    let search = times(&mut phone, "search", |n| json!({ "words": fill::words_to_find(n) })).await?;
    let case = |n: usize| {
        incidents.get(n * 7 % incidents.len()).copied().map(|incident: IncidentId| json!({ "incident": incident }))
    };
    let opened = times(&mut phone, "open_case", |n| case(n).unwrap_or_default()).await?;
    Ok(vec![
        row("inbox_ms_p99", inbox, "the inbox", &server)?,
        row("search_ms_p99", search, "one to three words, the last a beginning", &server)?,
        row("open_case_ms_p99", opened, "another case each time, put on its record", &server)?,
    ])
}

/// How long the server takes after its start to read all records once; until then a search says that it is still reading.
async fn until_all_is_read(phone: &mut Phone) -> Result<Duration, Trouble> {
    let begun = Instant::now();
    loop {
        let answer = ask(phone, "search", &json!({ "words": "amber" })).await?;
        let found: Found = serde_json::from_slice(&answer)?;
        if !found.reading {
            return Ok(begun.elapsed());
        }
        if begun.elapsed() > READY_WITHIN {
            return Err("the server is still reading".into());
        }
    }
}

async fn times(phone: &mut Phone, endpoint: &str, body: impl Fn(usize) -> Value) -> Result<Vec<f64>, Trouble> {
    let mut took_ms = Vec::with_capacity(ASKED);
    for n in 0..ASKED {
        let body = body(n);
        let begun = Instant::now();
        ask(phone, endpoint, &body).await?;
        took_ms.push(begun.elapsed().as_secs_f64() * 1_000.0);
    }
    Ok(took_ms)
}

async fn ask(phone: &mut Phone, endpoint: &str, body: &Value) -> Result<Vec<u8>, Trouble> {
    let (status, answer) = phone.ask("POST", &format!("/api/desk/{endpoint}"), body.to_string().as_bytes()).await?;
    if status == 200 {
        Ok(answer)
    } else {
        Err(format!("{endpoint}: {status} {}", String::from_utf8_lossy(&answer)).into())
    }
}
