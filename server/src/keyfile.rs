//! The data-key file: the master keys that open the database, kept outside it.
//!
//! Whoever has the database and this file can read everything; whoever lost this file can read nothing. It is text:
//!
//! ```text
//! careline data keys 1
//! 1f0a5c9be2d47716 5e0c…(64 hexadecimal digits)
//! ```
//!
//! One line per key, the newest first: its id, a space, the key. The newest seals and every one opens, so a key is
//! rotated by putting a new line on top and removing the old one when nothing is sealed by it any more. The id is
//! computed from the key, so a damaged line is noticed.
//!
//! Invariant: the file is readable to its owner only, and is either whole or not there.

use std::{
    fs::{self, OpenOptions},
    io::{self, Read, Write},
    os::unix::fs::{OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
};

use zeroize::Zeroizing;

use crate::store::{
    ensure_folder,
    seal::{KeyRing, MasterKey, SealError},
};

/// The first line; another number means another layout.
const TITLE: &str = "careline data keys 1";
/// The most bytes of a file; room for hundreds of keys.
const BYTES_MAX: u64 = 64 * 1024;

/// Why there are no keys. The texts tell the person at the terminal what to do, and never a key.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    /// The file system refused.
    #[error("the data-key file {} cannot be read or made", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The path leads to a folder.
    #[error("the data-key file {} is a folder: name a file in it", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
    },
    /// Others than its owner have rights on the file.
    #[error(
        "the data-key file {} is open to other accounts (mode {mode:03o}): run `chmod 600` on it, and if anybody else \
         may have read it, put a new key on top", path.display()
    )]
    OpenToOthers {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// The text is no key file.
    #[error("the data-key file {} is damaged: {why}; restore it from your backup", path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// What is wrong, and in which line.
        why: Malformed,
    },
    /// The system gave no randomness for a new key.
    #[error("no data key could be made")]
    NoKey(#[source] SealError),
}

/// What is wrong with the text of a key file. Lines are counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Malformed {
    /// It does not begin with the title, or it is not text.
    #[error("it does not begin with `careline data keys 1`")]
    Title,
    /// There is no key.
    #[error("it holds no key")]
    Empty,
    /// The line is not an id, a space and a key.
    #[error("line {0} is not an id, a space and a key")]
    Line(usize),
    /// The key has not 64 hexadecimal digits.
    #[error("the key in line {0} has not 64 hexadecimal digits")]
    Length(usize),
    /// Id and key do not belong together.
    #[error("the key in line {0} does not fit its id")]
    Id(usize),
}

/// The keys of a server, and whether its file was there.
#[derive(Debug)]
pub struct DataKeys {
    /// The keys.
    pub ring: KeyRing,
    /// Whether the file was made by this call, so that its owner must be told to back it up.
    pub created: bool,
    /// Whether nobody has been told yet that the file was made and wants a copy; see [`told`].
    pub untold: bool,
}

/// Reads the file, or makes it with one new key when it is not there.
///
/// A missing folder is made too. When several servers start at once, one of them makes the file and all read it.
pub fn open_or_create(path: &Path) -> Result<DataKeys, KeyFileError> {
    if let Some(ring) = read(path)? {
        return Ok(DataKeys { ring, created: false, untold: is_untold(path) });
    }
    let key = MasterKey::random().map_err(KeyFileError::NoKey)?;
    let ring = KeyRing::new(key, vec![]);
    match write_new(path, &ring) {
        Ok(()) => Ok(DataKeys { ring, created: true, untold: true }),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => match read(path)? {
            Some(ring) => Ok(DataKeys { ring, created: false, untold: is_untold(path) }),
            None => Err(io_error(path, error)),
        },
        Err(error) => Err(io_error(path, error)),
    }
}

/// Whether the file was made by a command that ended before it could say so, or that has not said so yet.
pub fn is_untold(path: &Path) -> bool {
    reminder(path).exists()
}

/// Notes that the owner has been told to back the file up.
pub fn told(path: &Path) {
    // Where it cannot be removed, the next command says it once more.
    let _ = fs::remove_file(reminder(path));
}

/// An empty file beside a new key file, until its owner has been told.
fn reminder(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".untold");
    PathBuf::from(name)
}

/// The keys in the file, or `None` when there is no such file.
pub fn read(path: &Path) -> Result<Option<KeyRing>, KeyFileError> {
    let file = match fs::File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(io_error(path, error)),
    };
    let metadata = file.metadata().map_err(|error| io_error(path, error))?;
    if metadata.is_dir() {
        return Err(KeyFileError::Folder { path: path.to_owned() });
    }
    let mode = metadata.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        return Err(KeyFileError::OpenToOthers { path: path.to_owned(), mode });
    }
    let mut bytes = Zeroizing::new(Vec::with_capacity(metadata.len().min(BYTES_MAX) as usize + 1));
    file.take(BYTES_MAX).read_to_end(&mut bytes).map_err(|error| io_error(path, error))?;
    str::from_utf8(&bytes)
        .map_err(|_| Malformed::Title)
        .and_then(parse)
        .map(Some)
        .map_err(|why| KeyFileError::Malformed { path: path.to_owned(), why })
}

/// Reads the keys from the text of a key file, which may also come from the environment.
pub fn parse(text: &str) -> Result<KeyRing, Malformed> {
    let mut lines = text.lines().enumerate();
    if lines.next().is_none_or(|(_, title)| title != TITLE) {
        return Err(Malformed::Title);
    }
    let mut keys = lines
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(index, line)| parse_key(index + 1, line))
        .collect::<Result<Vec<_>, _>>()?
        .into_iter();
    let newest = keys.next().ok_or(Malformed::Empty)?;
    Ok(KeyRing::new(newest, keys.collect()))
}

fn parse_key(number: usize, line: &str) -> Result<MasterKey, Malformed> {
    let (id, key) = line.trim().split_once(' ').ok_or(Malformed::Line(number))?;
    let mut secret = Zeroizing::new([0; 32]);
    hex::decode_to_slice(key, &mut *secret).map_err(|_| Malformed::Length(number))?;
    let key = MasterKey::new(secret);
    if key.id().to_string() == id { Ok(key) } else { Err(Malformed::Id(number)) }
}

/// Writes the file beside its place and then links it there, which fails if somebody was quicker and leaves no
/// half-written file if the power goes.
fn write_new(path: &Path, ring: &KeyRing) -> io::Result<()> {
    ensure_folder(path)?;
    // Before the keys, so that no moment is left in which they are there and nobody knows to tell it.
    fs::write(reminder(path), "")?;
    let mut random = [0; 8];
    getrandom::fill(&mut random).map_err(io::Error::other)?;
    let mut beside = path.as_os_str().to_owned();
    beside.push(format!(".{}", hex::encode(random)));
    let beside = PathBuf::from(beside);

    let written = write_private(&beside, ring).and_then(|()| fs::hard_link(&beside, path));
    let removed = fs::remove_file(&beside);
    written?;
    removed?;
    sync_folder(path)
}

fn write_private(path: &Path, ring: &KeyRing) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    writeln!(file, "{TITLE}")?;
    for key in ring.keys() {
        let secret = Zeroizing::new(hex::encode(key.secret()));
        writeln!(file, "{} {}", key.id(), *secret)?;
    }
    file.sync_all()
}

/// Without this the file's name may be gone after a power cut, while sealed rows are there.
fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        Some(_) | None => Path::new("."),
    };
    fs::File::open(folder)?.sync_all()
}

fn io_error(path: &Path, source: io::Error) -> KeyFileError {
    KeyFileError::Io { path: path.to_owned(), source }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ZEROS: &str = "0000000000000000000000000000000000000000000000000000000000000000";
    /// The first 8 bytes of SHA-256 over 32 zero bytes.
    const ZEROS_ID: &str = "66687aadf862bd77";

    fn folder() -> tempfile::TempDir {
        tempfile::tempdir().unwrap()
    }

    /// Writes a file with these permissions.
    fn put(path: &Path, text: &str, mode: u32) {
        fs::write(path, text).unwrap();
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    #[test]
    fn the_first_start_makes_a_private_file_and_the_second_reads_it() {
        let folder = folder();
        let path = folder.path().join("data").join("keys");
        let first = open_or_create(&path).unwrap();
        let second = open_or_create(&path).unwrap();
        assert!(first.created);
        assert!(!second.created);
        assert_eq!(first.ring.newest().id(), second.ring.newest().id());

        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(text.lines().count(), 2);
        assert!(text.starts_with(TITLE));
        let names = fs::read_dir(path.parent().unwrap()).unwrap().count();
        assert_eq!(names, 2, "nothing is left beside it but the reminder");
        assert!(first.untold && second.untold, "it is told until it has been told");
        told(&path);
        assert!(!open_or_create(&path).unwrap().untold);
    }

    #[test]
    fn servers_that_start_together_share_one_key() {
        let folder = folder();
        let path = folder.path().join("keys");
        let starts: Vec<_> = (0..8)
            .map(|_| {
                let path = path.clone();
                std::thread::spawn(move || open_or_create(&path).unwrap())
            })
            .collect();
        let keys: Vec<_> = starts.into_iter().map(|start| start.join().unwrap()).collect();
        assert_eq!(keys.iter().filter(|keys| keys.created).count(), 1);
        let id = keys[0].ring.newest().id();
        assert!(keys.iter().all(|keys| keys.ring.newest().id() == id));
    }

    #[test]
    fn a_file_open_to_others_is_refused_with_what_to_do() {
        let folder = folder();
        let path = folder.path().join("keys");
        for mode in [0o640, 0o604, 0o644, 0o620, 0o601, 0o777] {
            put(&path, &format!("{TITLE}\n{ZEROS_ID} {ZEROS}\n"), mode);
            let error = open_or_create(&path).unwrap_err();
            assert!(matches!(error, KeyFileError::OpenToOthers { mode: told, .. } if told == mode), "{error:?}");
            let text = error.to_string();
            assert!(text.contains("chmod 600") && !text.contains(ZEROS), "{text}");
        }
        for mode in [0o600, 0o400] {
            put(&path, &format!("{TITLE}\n{ZEROS_ID} {ZEROS}\n"), 0o600);
            put(&path, &format!("{TITLE}\n{ZEROS_ID} {ZEROS}\n"), mode);
            assert!(!open_or_create(&path).unwrap().created, "{mode:o}");
        }
    }

    #[test]
    fn damaged_texts_are_refused_by_line_and_never_replaced() {
        let folder = folder();
        let path = folder.path().join("keys");
        let good = format!("{ZEROS_ID} {ZEROS}");
        for (case, text, why) in [
            ("nothing", String::new(), Malformed::Title),
            ("another file", "[settings]\n".to_owned(), Malformed::Title),
            ("a later layout", format!("careline data keys 2\n{good}\n"), Malformed::Title),
            ("no key", format!("{TITLE}\n\n"), Malformed::Empty),
            ("no id", format!("{TITLE}\n{ZEROS}\n"), Malformed::Line(2)),
            ("a short key", format!("{TITLE}\n{ZEROS_ID} {}\n", &ZEROS[2..]), Malformed::Length(2)),
            ("a long key", format!("{TITLE}\n{ZEROS_ID} {ZEROS}00\n"), Malformed::Length(2)),
            ("no hexadecimal digit", format!("{TITLE}\n{good}\n{ZEROS_ID} {}zz\n", &ZEROS[2..]), Malformed::Length(3)),
            ("a changed key", format!("{TITLE}\n{good}\n{ZEROS_ID} {}01\n", &ZEROS[2..]), Malformed::Id(3)),
        ] {
            put(&path, &text, 0o600);
            let error = open_or_create(&path).unwrap_err();
            assert!(matches!(error, KeyFileError::Malformed { why: told, .. } if told == why), "{case}: {error:?}");
            assert!(!error.to_string().contains(&ZEROS[2..]), "{case}: {error}");
            assert_eq!(fs::read_to_string(&path).unwrap(), text, "{case}");
        }
        fs::write(&path, [0xff, 0xfe]).unwrap();
        assert!(matches!(open_or_create(&path).unwrap_err(), KeyFileError::Malformed { why: Malformed::Title, .. }));
    }

    #[test]
    fn the_newest_key_stands_first() {
        let old = MasterKey::new(Zeroizing::new([0; 32]));
        let new = MasterKey::random().unwrap();
        let secret = hex::encode(new.secret());
        let text = format!("{TITLE}\n{} {secret}\n{ZEROS_ID} {ZEROS}\n", new.id());
        let ring = parse(&text).unwrap();
        let ids: Vec<_> = ring.keys().map(MasterKey::id).collect();
        assert_eq!(ids, [new.id(), old.id()]);
    }

    #[test]
    fn a_folder_in_the_file_s_place_is_an_error() {
        let folder = folder();
        for mode in [0o700, 0o755] {
            fs::set_permissions(folder.path(), fs::Permissions::from_mode(mode)).unwrap();
            let told = open_or_create(folder.path()).unwrap_err().to_string();
            assert!(told.contains("is a folder") && !told.contains("chmod"), "{told}");
        }
    }
}
