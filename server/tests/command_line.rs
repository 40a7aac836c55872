//! The binary `careline` as an operator and a script use it.
#![expect(clippy::unwrap_used, reason = "a helper that cannot go on is a failed test")]

use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use tempfile::TempDir;

/// Every variable that a server listens to.
const VARIABLES: [&str; 17] = [
    "CARELINE_SMTP_URL",
    "CARELINE_MAIL_FROM",
    "CARELINE_ALLOW_HOOK_ORIGIN",
    "CARELINE_HEARTBEAT_URL",
    "CARELINE_DATABASE_URL",
    "CARELINE_DATA_KEY_FILE",
    "CARELINE_LISTEN",
    "CARELINE_PUBLIC_URL",
    "CARELINE_TLS_CERT",
    "CARELINE_TLS_KEY",
    "CARELINE_ALLOW_PUSH_ORIGIN",
    "CARELINE_CONTACT",
    "CARELINE_TEAM_AFTER",
    "CARELINE_AGAIN_AFTER",
    "CARELINE_EXHAUSTED_AFTER",
    "CARELINE_RECOVERY_WORKER",
    "CARELINE_LOG",
];

/// The binary in a folder of its own, without the variables of whoever runs the tests.
fn careline(folder: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_careline"));
    command.current_dir(folder).args(words);
    for variable in VARIABLES {
        command.env_remove(variable);
    }
    command
}

fn run(folder: &Path, words: &[&str]) -> Output {
    careline(folder, words).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn json(output: &Output) -> Value {
    let text = text(&output.stdout);
    assert_eq!(text.lines().count(), 1, "one line: {text}");
    serde_json::from_str(&text).unwrap()
}

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

#[test]
fn the_help_of_serve_lists_every_variable_and_every_default() {
    let output = run(folder().path(), &["serve", "--help"]);
    let help = text(&output.stdout);
    for variable in VARIABLES {
        assert!(help.contains(&format!("[env: {variable}")), "{variable} is not in:\n{help}");
    }
    for default in ["sqlite://data/careline.db", "data/data-keys", "127.0.0.1:3000", "2m", "3m", "12h", "info"] {
        assert!(help.contains(&format!("[default: {default}]")), "{default} is not in:\n{help}");
    }
    assert_eq!(help.matches("[env: ").count(), VARIABLES.len(), "the list above is whole");
}

#[test]
fn the_help_keeps_the_database_address_to_itself() {
    let folder = folder();
    let mut command = careline(folder.path(), &["serve", "--help"]);
    let output = command.env("CARELINE_DATABASE_URL", "postgres://care:secret@host/care").output().unwrap();
    assert!(!text(&output.stdout).contains("secret"));
}

#[test]
fn a_heartbeat_into_a_private_network_needs_the_operators_word() {
    let folder = folder();
    let flags = ["serve", "--listen", "127.0.0.1:0", "--heartbeat-url", "https://10.1.2.3/key-77"];
    let output = run(folder.path(), &flags);
    assert!(!output.status.success());
    let said = text(&output.stdout) + &text(&output.stderr);
    assert!(said.contains("--allow-hook-origin") && !said.contains("key-77"), "{said}");
}

#[test]
fn a_flag_wins_over_its_variable_and_the_variable_over_the_default() {
    let folder = folder();
    assert!(run(folder.path(), &["setup"]).status.success());
    let link = |flags: &[&str], variable: Option<&str>| {
        let mut command = careline(folder.path(), &["--json", "invite", "--role", "volunteer"]);
        command.args(flags).envs(variable.map(|url| ("CARELINE_PUBLIC_URL", url)));
        json(&command.output().unwrap())["link"].as_str().unwrap().to_owned()
    };
    assert!(link(&[], None).starts_with("http://localhost:3000/app/join#"));
    let variable = Some("https://variable.example");
    assert!(link(&[], variable).starts_with("https://variable.example/app/join#"));
    assert!(link(&["--public-url", "https://flag.example"], variable).starts_with("https://flag.example/app/join#"));
}

#[test]
fn flags_that_cannot_be_followed_end_with_two_and_a_sentence() {
    let folder = folder();
    for (words, wanted) in [
        (&["serve", "--listen", "here"][..], "write an address and a port"),
        (&["serve", "--team-after", "13h"], "at most 12 hours each"),
        (&["serve", "--exhausted-after", "1m"], "--exhausted-after must be longer"),
        (&["serve", "--log", "server=loud"], "write a level such as info"),
        (&["invite", "--role", "boss"], "choose one of volunteer, care_member, organizer"),
        (&["setup", "--name", "Example Days"], "give --name, --time-zone, --starts and --ends"),
        (&["dance"], "unrecognized subcommand"),
    ] {
        let output = run(folder.path(), words);
        let told = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{words:?}: {told}");
        assert!(told.contains(wanted), "{words:?}: {told}");
    }
}

#[test]
fn what_cannot_be_done_ends_with_one_and_tells_programs_too() {
    let folder = folder();
    let output = run(folder.path(), &["--json", "invite", "--role", "volunteer"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(json(&output)["error"].as_str().unwrap().starts_with("There is no conference yet."));
    assert!(run(folder.path(), &["setup"]).status.success());
    let output = run(folder.path(), &["--json", "invite", "--role", "volunteer", "--uses", "201"]);
    assert_eq!(json(&output)["error"], "An invite is good for 1 to 200 sign-ins.");
    assert_eq!(run(folder.path(), &["doctor", "--public-url", "http://care.example.org"]).status.code(), Some(1));
    assert_eq!(run(folder.path(), &["doctor"]).status.code(), Some(0));
}

#[test]
fn a_conference_is_set_up_without_a_browser_and_twice_is_harmless() {
    let folder = folder();
    let words = [
        "--json",
        "setup",
        "--name",
        "Example Days",
        "--venue",
        "Town Hall",
        "--address",
        "1 Market Place",
        "--time-zone",
        "Europe/Paris",
        "--starts",
        "2027-06-04",
        "--ends",
        "2027-06-05",
        "--emergency",
        "Ambulance=112",
        "--emergency",
        "Security=01 23",
        "--conduct-address",
        "care@example.org",
    ];
    let first = json(&run(folder.path(), &words));
    let second = json(&run(folder.path(), &words));
    assert_eq!(first["settings"]["name"], "Example Days");
    assert_eq!(first["settings"]["emergency"][1]["number"], "01 23");
    assert_eq!(first["join"]["role"], "organizer");
    assert_eq!(first["conference"], second["conference"]);
    assert_eq!(first["settings"], second["settings"]);
    assert_eq!((&first["data_keys_are_new"], &second["data_keys_are_new"]), (&true.into(), &false.into()));
    assert_ne!(first["join"]["code"], second["join"]["code"], "nobody has signed in yet, so there is another way in");
}

#[test]
fn no_words_leak_into_the_log_of_the_demo() {
    let folder = folder();
    let output = run(folder.path(), &["--json", "demo", "--log", "trace"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let told = json(&output);
    let log = text(&output.stderr);
    let people = told["people"].as_array().unwrap();
    assert_eq!(people.len(), 10);
    let names = people.iter().map(|person| person["name"].as_str().unwrap().to_owned());
    let codes = people.iter().map(|person| person["join"]["code"].as_str().unwrap().to_owned());
    let reporter = told["reporter"]["words"].as_str().unwrap();
    let key = [reporter.to_owned(), reporter.replace(' ', "."), reporter.replace(' ', "-")];
    let words = ["coffee stand", "wristband", "07700", "boat trip", "Quay Lane"].map(str::to_owned);
    for private in names.chain(codes).chain(key).chain(words) {
        assert!(!log.contains(&private), "`{private}` is in the log");
    }
    for file in ["careline.db", "careline.db-wal"] {
        let bytes = std::fs::read(folder.path().join("data").join(file)).unwrap_or_default();
        let stored = String::from_utf8_lossy(&bytes);
        assert!(!stored.contains("coffee stand") && !stored.contains("07700"), "{file} holds words in the clear");
    }
}

/// A server that is killed if its test fails before it has ended.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        // It has ended already when all went well.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn serve(folder: &Path) -> (Server, Value) {
    let words = ["--json", "serve", "--listen", "127.0.0.1:0"];
    let mut child = careline(folder, &words).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    (Server(child), serde_json::from_str(&line).unwrap())
}

#[test]
fn the_first_start_hands_out_a_link_and_both_signals_end_it_cleanly() {
    let folder = folder();
    for (start, signal) in ["-TERM", "-INT"].into_iter().enumerate() {
        let (mut server, told) = serve(folder.path());
        assert!(told["listens"].as_str().unwrap().starts_with("http://127.0.0.1:"));
        assert_eq!(told["data_keys_are_new"], start == 0);
        assert_eq!(told["join"]["role"], "organizer", "until it is set up, each start hands out a link");
        let stopped = Command::new("kill").args([signal, &server.0.id().to_string()]).status().unwrap();
        assert!(stopped.success());
        assert_eq!(server.0.wait().unwrap().code(), Some(0), "{signal}");
    }
    let setup = ["setup", "--name", "A", "--time-zone", "UTC", "--starts", "2027-06-04", "--ends", "2027-06-04"];
    assert!(run(folder.path(), &setup).status.success());
    assert_eq!(serve(folder.path()).1["join"], Value::Null);
}

#[test]
fn new_keys_are_told_until_a_command_that_worked_has_said_so() {
    let folder = folder();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let failed = run(folder.path(), &["serve", "--listen", &taken.local_addr().unwrap().to_string()]);
    assert_eq!(failed.status.code(), Some(1));
    assert!(text(&failed.stderr).contains("back up data/data-keys now"), "{}", text(&failed.stderr));
    assert!(text(&run(folder.path(), &["setup"]).stdout).contains("back up data/data-keys now"));
    assert!(!text(&run(folder.path(), &["setup"]).stdout).contains("back up"));
}

#[test]
fn a_second_server_on_one_file_is_refused_and_a_killed_one_locks_nobody_out() {
    let folder = folder();
    let (mut first, _) = serve(folder.path());
    let refused = serve(folder.path()).1["error"].as_str().unwrap().to_owned();
    assert!(refused.contains("another Careline server is running on data/careline.db"), "{refused}");
    assert!(run(folder.path(), &["setup"]).status.success(), "commands work beside the server");
    first.0.kill().unwrap();
    first.0.wait().unwrap();
    assert!(serve(folder.path()).1["listens"].is_string());
}
