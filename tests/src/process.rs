//! The real binary `careline` as a child process, which can be killed between any two steps.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::{Duration, Instant};

/// How long a start may take before the test fails; only a broken server needs so long.
const START_MAX: Duration = Duration::from_secs(30);

/// A running server; it is killed when this is dropped.
pub struct Careline {
    child: Child,
    address: SocketAddr,
}

/// What a server is started with.
#[derive(Clone, Debug)]
pub struct Launch {
    /// The database.
    pub database_url: String,
    /// The file with the data keys.
    pub data_key_file: PathBuf,
    /// Where it listens.
    pub address: SocketAddr,
    /// A push service beside the known ones.
    pub push_origin: Option<String>,
    /// How large each file of the process may grow, in blocks of 512 bytes: a disk that gets full.
    pub file_blocks_max: Option<u32>,
}

impl Launch {
    /// A server on SQLite in this folder, on a port that is free now.
    ///
    /// It is killed and started again on that port, and in between no other server may get it: a phone would take that
    /// one's answer for its own server's. So each has a loopback address of its own, where the system has more than one.
    pub fn in_folder(folder: &Path) -> Self {
        static LAUNCHES: AtomicU8 = AtomicU8::new(1);
        let host = if cfg!(target_os = "linux") {
            Ipv4Addr::new(127, 0, 1, LAUNCHES.fetch_add(1, Ordering::Relaxed))
        } else {
            Ipv4Addr::LOCALHOST
        };
        let listener = TcpListener::bind((host, 0)).expect("a free port");
        Self {
            database_url: format!("sqlite://{}", folder.join("careline.db").display()),
            data_key_file: folder.join("careline.keys"),
            address: listener.local_addr().expect("the port"),
            push_origin: None,
            file_blocks_max: None,
        }
    }

    /// The binary; where files are bounded, a shell sets the bound, and a write beyond it fails instead of killing.
    fn command(&self) -> Command {
        let Some(blocks) = self.file_blocks_max else {
            return Command::new(binary());
        };
        let mut shell = Command::new("/bin/sh");
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
        shell.args(["-c", &script]).arg(binary());
        shell
    }

    /// Starts it and waits until it answers.
    pub async fn start(&self) -> Careline {
        let mut command = self.command();
        command.args(["serve", "--log", "error"]);
        command.args(["--database-url", &self.database_url]);
        command.arg("--data-key-file").arg(&self.data_key_file);
        command.args(["--listen", &self.address.to_string()]);
        command.args(["--public-url", &format!("http://{}", self.address)]);
        if let Some(origin) = &self.push_origin {
            command.args(["--allow-push-origin", origin]);
        }
        // No variable of the machine changes how the server runs.
        command.env_clear().stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::inherit());
        let child = command.spawn().expect("the binary starts");
        let mut careline = Careline { child, address: self.address };
        careline.answers().await;
        careline
    }
}

impl Careline {
    async fn answers(&mut self) {
        let start = Instant::now();
        loop {
            if tokio::net::TcpStream::connect(self.address).await.is_ok() {
                return;
            }
            if let Ok(Some(status)) = self.child.try_wait() {
                panic!("careline ended at its start: {status}");
            }
            assert!(start.elapsed() < START_MAX, "careline does not answer");
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }

    /// Kills it as the kernel does when memory runs out: SIGKILL, no last word.
    pub fn kill(&mut self) {
        self.child.kill().expect("the process can be killed");
        self.child.wait().expect("the process has ended");
    }

    /// Whether it still runs.
    pub fn is_alive(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }
}

impl Drop for Careline {
    fn drop(&mut self) {
        // It may have been killed before; there is nothing to do about either then.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Runs a command of the binary to its end and gives back what it printed. No variable of the machine changes how it runs.
pub async fn run(arguments: &[&str], variables: &[(&str, &Path)]) -> String {
    let mut command = tokio::process::Command::new(binary());
    command.args(arguments).env_clear().envs(variables.iter().copied()).stdin(Stdio::null());
    let output = command.output().await.expect("the binary runs");
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// `CARELINE_BIN`, or the binary beside this test.
fn binary() -> PathBuf {
    if let Some(path) = std::env::var_os("CARELINE_BIN") {
        return path.into();
    }
    let test = std::env::current_exe().expect("this test's path");
    let built = test.parent().and_then(Path::parent).expect("the build's folder").join("careline");
    assert!(built.exists(), "build the server first: cargo build -p server");
    built
}
