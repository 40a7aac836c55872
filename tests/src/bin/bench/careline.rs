//! The release binary as a process of its own, with a database in a folder of its own.

use crate::Trouble;
use crate::client::Phone;
use domain::ids::NoteId;
use domain::note::NoteBody;
use domain::sync::{Entry, PROTOCOL, SyncRequest};
use domain::time::Timestamp;
use server::keyfile;
use server::store::SqlStore;
use server::store::sql::Options;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How long a server may take to answer after its start.
const START_WITHIN: Duration = Duration::from_secs(30);

/// Sign-ins from one invite.
const USES_MAX: usize = 200;

/// Where the release binary lies.
pub(crate) struct Binary(pub(crate) PathBuf);

impl Binary {
    /// `CARELINE_BIN` says where.
    pub(crate) fn from_environment() -> Result<Self, Trouble> {
        let path = std::env::var_os("CARELINE_BIN").ok_or("CARELINE_BIN names no binary: use `cargo xtask bench`")?;
        Ok(Self(path.into()))
    }
}

/// A running server; dropping it kills it.
pub(crate) struct Careline {
    process: Child,
    /// Host and port.
    pub(crate) address: String,
    /// How long it took from the start of the process to the first answer.
    pub(crate) started_in: Duration,
}

/// A folder with a database and its key, and how to serve it.
pub(crate) struct Site {
    binary: PathBuf,
    folder: TempDir,
    push_origin: Option<String>,
    postgres: Option<String>,
}

impl Site {
    /// A fresh folder on the disk of the working directory, so that every row of a run is about the same disk.
    pub(crate) fn new(binary: &Binary, push_origin: Option<String>) -> Result<Self, Trouble> {
        Self::on(binary, push_origin, None)
    }

    /// The same, with its data in this empty database of PostgreSQL where one is named.
    pub(crate) fn on(binary: &Binary, push_origin: Option<String>, postgres: Option<String>) -> Result<Self, Trouble> {
        let folder = tempfile::Builder::new().prefix("careline-bench-").tempdir_in(std::env::current_dir()?)?;
        let site = Self { binary: binary.0.clone(), folder, push_origin, postgres };
        let dates = ["--starts", "2099-09-21", "--ends", "2099-09-23"];
        site.run(&[&["setup", "--json", "--name", "Bench", "--time-zone", "Europe/Paris"], &dates[..]].concat())?;
        Ok(site)
    }

    /// The database file.
    pub(crate) fn database(&self) -> PathBuf {
        self.folder.path().join("careline.db")
    }

    fn database_url(&self) -> String {
        self.postgres.clone().unwrap_or_else(|| format!("sqlite://{}", self.database().display()))
    }

    fn key_file(&self) -> PathBuf {
        self.folder.path().join("data-keys")
    }

    /// The store, opened beside no running server.
    pub(crate) async fn store(&self) -> Result<SqlStore, Trouble> {
        let keys = keyfile::open_or_create(&self.key_file())?;
        Ok(SqlStore::open(&self.database_url(), keys.ring, &Options::default()).await?)
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.binary);
        command
            .env("CARELINE_DATABASE_URL", self.database_url())
            .env("CARELINE_DATA_KEY_FILE", self.key_file())
            .env("CARELINE_LOG", "error")
            .stderr(Stdio::inherit());
        command
    }

    fn run(&self, arguments: &[&str]) -> Result<serde_json::Value, Trouble> {
        let output = self.command().args(arguments).output()?;
        if !output.status.success() {
            return Err(format!("careline {} failed", arguments.join(" ")).into());
        }
        Ok(serde_json::from_slice(&output.stdout)?)
    }

    /// An invite's code.
    pub(crate) fn invite(&self, role: &str, uses: usize) -> Result<String, Trouble> {
        let made = self.run(&["invite", "--role", role, "--uses", &uses.to_string(), "--json"])?;
        let code = made.get("code").and_then(serde_json::Value::as_str).ok_or("the invite has no code")?;
        Ok(code.to_owned())
    }

    /// Starts the server and waits for its first answer.
    pub(crate) async fn serve(&self) -> Result<Careline, Trouble> {
        let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let address = format!("127.0.0.1:{port}");
        let mut command = self.command();
        command.args(["serve", "--listen", &address, "--public-url", &format!("http://localhost:{port}")]);
        if let Some(origin) = &self.push_origin {
            command.args(["--allow-push-origin", origin]);
        }
        let begun = Instant::now();
        let mut process = command.stdout(Stdio::null()).spawn()?;
        loop {
            if let Ok(mut phone) = Phone::connect(&address).await
                && let Ok((200, _)) = phone.ask("GET", "/healthz", &[]).await
            {
                return Ok(Careline { process, address, started_in: begun.elapsed() });
            }
            if begun.elapsed() > START_WITHIN || process.try_wait()?.is_some() {
                let _ = process.kill();
                return Err("the server did not start".into());
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }

    /// How many rows a table holds.
    pub(crate) fn count(&self, table: &'static str) -> Result<u64, Trouble> {
        let database = rusqlite::Connection::open(self.database())?;
        let count: i64 = database.query_row(&format!("select count(*) from {table}"), [], |row| row.get(0))?;
        Ok(u64::try_from(count)?)
    }
}

impl Careline {
    /// A line of `/proc/PID/status` in megabytes: `VmRSS` now, `VmHWM` at its highest.
    pub(crate) fn memory_mb(&self, line: &str) -> Result<f64, Trouble> {
        let status = std::fs::read_to_string(Path::new("/proc").join(self.process.id().to_string()).join("status"))?;
        let found = status.lines().find_map(|text| text.strip_prefix(line)).ok_or("no such line")?;
        let kilobytes: f64 = found.trim_start_matches(':').trim().trim_end_matches(" kB").parse()?;
        Ok(kilobytes / 1_024.0)
    }

    /// Signs so many volunteers in, each on a device of their own, and returns their sessions.
    pub(crate) async fn sign_in(&self, site: &Site, count: usize) -> Result<Vec<String>, Trouble> {
        let mut phone = Phone::connect(&self.address).await?;
        let mut sessions = Vec::with_capacity(count);
        while sessions.len() < count {
            let uses = USES_MAX.min(count - sessions.len());
            let code = site.invite("volunteer", uses)?;
            for _ in 0..uses {
                phone.sign_in(&code, &format!("Volunteer {}", sessions.len())).await?;
                sessions.push(phone.session());
            }
        }
        Ok(sessions)
    }
}

impl Drop for Careline {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A sync request with so many new notes of a few sentences each.
pub(crate) fn batch(notes: usize) -> Vec<u8> {
    let now = Timestamp::from_millis(1_790_000_000_000);
    let entries = (0..notes)
        .map(|_| Entry {
            id: NoteId::mint(now, desk::clock::chance()),
            note: NoteBody {
                text: "Somebody in the second row kept making remarks about the speaker. Two people moved away. I was \
                       asked to pass it on and to say that it has happened before, at the reception last night."
                    .into(),
                written_at: now,
                ..NoteBody::default()
            },
        })
        .collect();
    let request =
        SyncRequest { protocol: PROTOCOL, client: "bench".into(), device_time: now, entries, watch: Vec::new() };
    serde_json::to_vec(&request).unwrap_or_default()
}

/// Whether the answer says that so many notes are on record.
pub(crate) fn recorded(answer: &[u8], wanted: &str) -> usize {
    String::from_utf8_lossy(answer).matches(wanted).count()
}
