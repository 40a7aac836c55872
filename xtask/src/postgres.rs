//! A throw-away PostgreSQL for one test run: a folder of its own, a free port on loopback, stopped and removed at the end.

use crate::{
    install,
    shell::{Failure, Outcome, on_path, output},
};
use std::{
    env, fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// The variable that names the server, for the tests and for those who bring their own.
pub(crate) const URL_VARIABLE: &str = "CARELINE_TEST_POSTGRES";

const USER: &str = "careline";
const START_LIMIT: Duration = Duration::from_mins(1);
const STOP_LIMIT: Duration = Duration::from_secs(20);
const PAUSE: Duration = Duration::from_millis(50);

/// A PostgreSQL that the tests may use.
pub(crate) enum Postgres {
    /// Somebody else's, named in the environment.
    Given(String),
    /// Our own, gone when this is dropped.
    Own(Cluster),
}

impl Postgres {
    /// Takes the server that the environment names, or starts one.
    pub(crate) fn ready() -> Outcome<Self> {
        match env::var(URL_VARIABLE) {
            Ok(url) => Ok(Self::Given(url)),
            Err(_) => Cluster::start().map(Self::Own),
        }
    }

    /// Where it is reached.
    pub(crate) fn url(&self) -> String {
        match self {
            Self::Given(url) => url.clone(),
            Self::Own(cluster) => format!("postgres://{USER}@127.0.0.1:{}/postgres", cluster.port),
        }
    }
}

/// A server process and its folder.
pub(crate) struct Cluster {
    server: Child,
    folder: Folder,
    port: u16,
}

impl Cluster {
    fn start() -> Outcome<Self> {
        let programs = programs()?;
        let account = Account::find()?;
        let folder = Folder::create(&account)?;
        let data = folder.0.join("data");
        let mut initdb = account.command(&programs.join("initdb"), &folder);
        // The port is open to this machine alone, and for minutes.
        initdb.args(["--auth=trust", "--encoding=UTF8", "--locale=C", "--username", USER, "--pgdata"]).arg(&data);
        output(&mut initdb)?;
        let port = free_port()?;
        let log_path = folder.0.join("log");
        let log = fs::File::create(&log_path).map_err(Failure::io("create", &log_path))?;
        let log_too = log.try_clone().map_err(Failure::io("open", &log_path))?;
        let server = account
            .command(&programs.join("postgres"), &folder)
            .arg("-D")
            .arg(&data)
            .args(["-p", &port.to_string(), "-c", "listen_addresses=127.0.0.1"])
            .args(["-c", "unix_socket_directories=", "-c", "max_connections=200"])
            .stdin(Stdio::null())
            .stdout(log)
            .stderr(log_too)
            .spawn()
            .map_err(Failure::io("start", &programs.join("postgres")))?;
        let mut cluster = Self { server, folder, port };
        cluster.wait_until_ready(&programs)?;
        Ok(cluster)
    }

    fn wait_until_ready(&mut self, programs: &Path) -> Outcome {
        let start = Instant::now();
        let mut asks = Command::new(programs.join("pg_isready"));
        asks.args(["-q", "-h", "127.0.0.1", "-p", &self.port.to_string()]);
        while output(&mut asks).is_err() {
            let ended = self.server.try_wait().ok().flatten();
            if ended.is_some() || start.elapsed() > START_LIMIT {
                let log = fs::read_to_string(self.folder.0.join("log")).unwrap_or_default();
                return Err(Failure::new(format!("PostgreSQL did not start: {}", log.trim())));
            }
            thread::sleep(PAUSE);
        }
        Ok(())
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // SIGINT is PostgreSQL's fast shutdown: it drops connections and leaves nothing running.
        let _ = output(Command::new("kill").args(["-INT", &self.server.id().to_string()]));
        let start = Instant::now();
        while matches!(self.server.try_wait(), Ok(None)) {
            if start.elapsed() > STOP_LIMIT {
                let _ = self.server.kill();
            }
            thread::sleep(PAUSE);
        }
    }
}

/// A temporary folder, removed when dropped; it outlives the server in [`Cluster`], whose `drop` runs first.
struct Folder(PathBuf);

impl Folder {
    fn create(account: &Account) -> Outcome<Self> {
        let path = env::temp_dir().join(format!("careline-postgres-{}", std::process::id()));
        fs::create_dir(&path).map_err(Failure::io("create", &path))?;
        let folder = Self(path);
        account.own(&folder.0)?;
        Ok(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.0) {
            eprintln!("{} stays behind: {error}", self.0.display());
        }
    }
}

/// Who runs the server: this user, or `postgres` in root's place, as PostgreSQL refuses to be root.
struct Account(Option<(u32, u32)>);

impl Account {
    fn find() -> Outcome<Self> {
        if output(Command::new("id").arg("-u"))? != "0" {
            return Ok(Self(None));
        }
        let number = |flag| {
            let id = output(Command::new("id").args([flag, "postgres"]))?;
            id.parse().map_err(|_| Failure::new(format!("`id {flag} postgres` said {id}")))
        };
        Ok(Self(Some((number("-u")?, number("-g")?))))
    }

    #[cfg(unix)]
    fn command(&self, program: &Path, folder: &Folder) -> Command {
        use std::os::unix::process::CommandExt;
        let mut command = Command::new(program);
        command.current_dir(&folder.0);
        if let Some((user, group)) = self.0 {
            command.uid(user).gid(group);
        }
        command
    }

    #[cfg(unix)]
    fn own(&self, path: &Path) -> Outcome {
        let Some((user, group)) = self.0 else {
            return Ok(());
        };
        std::os::unix::fs::chown(path, Some(user), Some(group)).map_err(Failure::io("hand over", path))
    }

    #[cfg(not(unix))]
    fn command(&self, program: &Path, folder: &Folder) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&folder.0);
        command
    }

    #[cfg(not(unix))]
    fn own(&self, _: &Path) -> Outcome {
        Ok(())
    }
}

/// The folder of PostgreSQL's programs: the newest that Debian has, else where `initdb` lies on PATH.
fn programs() -> Outcome<PathBuf> {
    if let Some(found) = find_programs() {
        return Ok(found);
    }
    install::debian(&["postgresql"], "the storage contract on PostgreSQL")?;
    find_programs().ok_or_else(|| Failure::new("PostgreSQL was installed, yet initdb is not to be found"))
}

fn find_programs() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let with_number =
        versions.filter_map(|entry| Some((entry.file_name().to_str()?.parse::<u32>().ok()?, entry.path())));
    let debian = with_number.max().map(|(_, folder)| folder.join("bin")).filter(|bin| bin.join("initdb").exists());
    debian.or_else(|| on_path("initdb")?.parent().map(Path::to_path_buf))
}

fn free_port() -> Outcome<u16> {
    let listener = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    listener.map(|address| address.port()).map_err(|error| Failure::new(format!("no free port on loopback: {error}")))
}
