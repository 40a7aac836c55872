//! What a thief of the database finds: everything private is written through the store, then every byte that it left
//! is searched for it.

use super::say_skipped;
use desk::store::{Author, NewRows, NoteBeside, Photo, RecordedNote, Store, Strike, Subscription};
use domain::reporter::said::{Reported, Said};
use domain::reporter::team::PublicCard;
use domain::{
    asks::{Ask, AskKind, AskState},
    audit::{AuditEvents, By, Did},
    conference::{Conference, Settings},
    digest::Digest,
    hook::{Hook, Key, Preset, Spec},
    ids::{AskId, ConferenceId, DeviceId, HookId, IncidentId, InviteId, NoteId, PersonId, PhotoId},
    incident::{Incident, Stage},
    invite::Invite,
    note::{Answer, Answers, NoteBody, NoteKind, UnilateralRecord},
    permission::{Device, Person, Role},
    private::Private,
    time::{Timestamp, days},
    view::NewSubscription,
};
use server::store::{
    SqlStore,
    seal::{KeyRing, MasterKey},
    sql::{
        Database,
        testing::{fresh_postgres, fresh_sqlite},
    },
};
use std::{fs, path::Path};
use zeroize::Zeroizing;

const NOW: Timestamp = Timestamp::from_millis(1_790_000_000_000);
const CONFERENCE: ConferenceId = ConferenceId::from_bytes([1; 16]);
const PERSON: PersonId = PersonId::from_bytes([2; 16]);
const DEVICE: DeviceId = DeviceId::from_bytes([3; 16]);
const INCIDENT: IncidentId = IncidentId::from_bytes([4; 16]);
const NOTE: NoteId = NoteId::from_bytes([5; 16]);

/// Every private text that the test writes; none may be found.
const PRIVATE: [&str; 17] = [
    "Wilhelmina Quartz",
    "+99 0155 77821",
    "Klingon and Esperanto",
    "Bartholomew Invitee",
    "followed to the lift",
    "a red velvet coat",
    "behind the speakers lounge",
    "walked them to the exit",
    "the other wording",
    "the wrong person was named",
    "JPEG-OF-A-FACE",
    "https://push.example/capability-9f3a",
    "BrowserPublicKey77",
    "browser-auth-secret",
    "hold back the keynote",
    "under the third lamp post",
    "wears a tangerine hat",
];
/// What an organizer types of a hook; none of it may be found either.
const HOOK: [&str; 4] = ["Gateway of Bert", "capability-in-a-path", "note-to-the-gateway", "gateway-token-5521"];
const SECRET: &[u8] = b"vapid-private-scalar";
/// A public fact: it must be found, or the search finds nothing at all.
const PUBLIC: &str = "quiet heron";

fn master() -> [u8; 32] {
    *b"the master key of this very test"
}

async fn write_everything(store: &SqlStore) {
    let [
        name,
        phone,
        languages,
        invitee,
        text,
        who,
        place,
        did,
        other,
        why,
        photo,
        endpoint,
        p256dh,
        auth,
        task,
        theirs,
        about,
    ] = PRIVATE;
    let mut tx = store.begin().await.unwrap();
    let settings = Settings { name: "Example Days".into(), ..Settings::default() };
    tx.put_conference(&Conference { id: CONFERENCE, settings, edition: 1 }).await.unwrap();
    let person = Person {
        id: PERSON,
        conference: CONFERENCE,
        name: name.into(),
        phone: phone.into(),
        languages: languages.into(),
        role: Role::Volunteer,
    };
    tx.put_person(&person).await.unwrap();
    tx.add_device(&device(), digest("token")).await.unwrap();
    let invite = invite(invitee);
    tx.add_invite(&invite, digest("code")).await.unwrap();
    let body = NoteBody {
        kind: NoteKind::ActedAlone {
            about: NOTE,
            record: UnilateralRecord { did: did.into(), ..UnilateralRecord::default() },
        },
        text: text.into(),
        answers: Answers { who: Answer::Given(who.into()), place: Answer::Given(place.into()), ..Answers::default() },
        ..NoteBody::default()
    };
    let reported = Reported { theirs: theirs.into(), ..Reported::default() };
    tx.add_rows(rows(body, Said::Reported(Box::new(reported)), other)).await.unwrap();
    tx.put_public_card(&person, &PublicCard { name: "".into(), about: about.into() }).await.unwrap();
    tx.strike(NOTE, INCIDENT, &Strike { by: PERSON, at: NOW, why: why.into() }).await.unwrap();
    let photo = Photo {
        id: PhotoId::from_bytes([7; 16]),
        note: NOTE,
        incident: INCIDENT,
        media_type: "image/jpeg".into(),
        bytes: Private::new(photo.as_bytes().repeat(100)),
        recorded_at: NOW,
    };
    assert!(tx.add_photo(&photo).await.unwrap());
    let to = NewSubscription { endpoint: endpoint.into(), p256dh: p256dh.into(), auth: auth.into() };
    let subscription = Subscription { device: DEVICE, person: PERSON, to, key_id: "first".into(), made_at: NOW };
    tx.put_subscription(&subscription).await.unwrap();
    tx.put_asks(&[ask(task)]).await.unwrap();
    tx.put_hook(CONFERENCE, &hook(), NOW).await.unwrap();
    tx.keep_secret("push", Private::new(SECRET.to_vec())).await.unwrap();
    tx.commit(AuditEvents::of(CONFERENCE, NOW, By::System, Some(INCIDENT), Did::Struck { note: NOTE })).await.unwrap();
}

fn hook() -> Hook {
    let [name, path, words, token] = HOOK;
    let preset = Preset::Sms;
    let spec = Spec {
        name: name.into(),
        preset,
        url: format!("https://sms.example/{path}").into(),
        method: preset.method(),
        content: preset.content(),
        template: format!("to={{to}}&text={{text}}&x={words}").into(),
        key: Key::Bearer(token.into()),
    };
    Hook::parse(HookId::from_bytes([9; 16]), spec).unwrap()
}

fn device() -> Device {
    Device {
        id: DEVICE,
        person: PERSON,
        name: "Android phone".into(),
        signed_in_at: NOW,
        seen_at: NOW,
        expires_at: NOW.plus(days(1)),
        revoked_at: None,
    }
}

fn invite(name: &str) -> Invite {
    Invite {
        id: InviteId::from_bytes([6; 16]),
        conference: CONFERENCE,
        role: Role::Volunteer,
        name: name.into(),
        expires_at: NOW,
        uses_left: 1,
        withdrawn_at: None,
    }
}

fn ask(words: &str) -> Ask {
    Ask {
        id: AskId::from_bytes([8; 16]),
        conference: CONFERENCE,
        incident: INCIDENT,
        person: PERSON,
        kind: AskKind::Task,
        about: None,
        by: None,
        at: NOW,
        due: None,
        words: words.into(),
        state: AskState::Open { pushed: 1, next_at: None },
    }
}

fn rows(body: NoteBody, said: Said, other: &str) -> NewRows {
    let incident = Incident {
        id: INCIDENT,
        conference: CONFERENCE,
        code_name: PUBLIC.into(),
        urgency: None,
        opened_at: NOW,
        stage: Stage::Reported,
        receipt_confirmed: None,
        needs_review: false,
        joined_to: None,
        version: 1,
    };
    let note = RecordedNote {
        id: NOTE,
        incident: INCIDENT,
        author: Author::Person(PERSON, DEVICE),
        body,
        digest: digest("the text"),
        recorded_at: NOW,
        skew_ms: 0,
        struck: None,
        said: Some(said),
    };
    let beside = NoteBeside {
        note: NOTE,
        incident: INCIDENT,
        digest: digest("the other text"),
        body: NoteBody { text: other.into(), ..NoteBody::default() },
        recorded_at: NOW,
    };
    NewRows { incidents: vec![incident], notes: vec![note], besides: vec![beside], ..NewRows::default() }
}

fn digest(of: &str) -> Digest {
    Digest::of("test", of.as_bytes())
}

/// Fails when something private stands in `found`; `spelled` says how the bytes are spelled there.
fn nothing_private(found: &[u8], spelled: impl Fn(&[u8]) -> Vec<u8>) {
    let has = |bytes: &[u8]| {
        let wanted = spelled(bytes);
        found.windows(wanted.len()).any(|window| window == wanted)
    };
    for text in PRIVATE.iter().chain(&HOOK) {
        assert!(!has(text.as_bytes()), "{text}");
    }
    assert!(!has(SECRET), "the server's secret");
    assert!(!has(&master()), "the master key");
    // Whoever has the digest of a text can confirm a guess.
    assert!(!has(&digest("the text").to_bytes()), "the digest of a text");
    assert!(!has(&digest("the other text").to_bytes()), "the digest of another text");
}

fn store(database: &Database) -> SqlStore {
    SqlStore::of(database.clone(), KeyRing::new(MasterKey::new(Zeroizing::new(master())), vec![]))
}

#[tokio::test]
async fn the_files_of_sqlite_tell_nothing_private() {
    let fresh = fresh_sqlite().await;
    let store = store(&fresh.database);
    write_everything(&store).await;
    let file = fresh.url().trim_start_matches("sqlite://").to_owned();
    let all = |folder: &Path| {
        let entries = fs::read_dir(folder).expect("the folder").map(|entry| entry.expect("an entry").path());
        entries.flat_map(|path| fs::read(path).expect("a file")).collect::<Vec<u8>>()
    };
    let folder = Path::new(&file).parent().expect("a folder");
    assert!(
        fs::metadata(format!("{file}-wal")).expect("the log").len() > 0,
        "the log is searched before it is emptied"
    );
    for moment in ["with its log", "after its log was emptied"] {
        let found = all(folder);
        assert!(found.windows(PUBLIC.len()).any(|window| window == PUBLIC.as_bytes()), "{moment}");
        nothing_private(&found, <[u8]>::to_vec);
        store.close().await;
    }
}

#[tokio::test]
async fn the_tables_of_postgres_tell_nothing_private() {
    let Some(fresh) = fresh_postgres().await else {
        return say_skipped();
    };
    write_everything(&store(&fresh.database)).await;
    let tables = "select tablename from pg_tables where schemaname = 'public'";
    let mut found = Vec::new();
    for table in fresh.database.read(tables, vec![]).await.unwrap() {
        let query: &'static str = format!("select t::text from {} t", table.text(0).unwrap()).leak();
        for row in fresh.database.read(query, vec![]).await.unwrap() {
            found.extend_from_slice(row.text(0).unwrap().as_bytes());
        }
    }
    assert!(found.windows(PUBLIC.len()).any(|window| window == PUBLIC.as_bytes()));
    nothing_private(&found, <[u8]>::to_vec);
    nothing_private(&found, |bytes| hex::encode(bytes).into_bytes());
}
