-- The first schema. Every row but a server secret belongs to a conference.
-- A column whose name ends in _sealed or _wrapped holds encrypted bytes; everything else may be seen by whoever has the file.

create table conferences (
    id blob primary key,
    settings text not null,
    edition integer not null
) strict, without rowid;

create table people (
    id blob primary key,
    conference blob not null references conferences (id),
    role text not null,
    name_sealed blob not null,
    phone_sealed blob not null,
    languages_sealed blob not null
) strict, without rowid;
create index people_of_conference on people (conference);

create table devices (
    id blob primary key,
    conference blob not null references conferences (id),
    person blob not null references people (id),
    name text not null,
    signed_in_at integer not null,
    seen_at integer not null,
    expires_at integer not null,
    revoked_at integer,
    token blob not null unique
) strict, without rowid;
create index devices_of_conference on devices (conference);

create table invites (
    id blob primary key,
    conference blob not null references conferences (id),
    role text not null,
    name_sealed blob not null,
    expires_at integer not null,
    uses_left integer not null,
    withdrawn_at integer,
    code blob not null unique
) strict, without rowid;
create index invites_of_conference on invites (conference);

create table shifts (
    id blob primary key,
    conference blob not null references conferences (id),
    person blob not null references people (id),
    from_at integer not null,
    until_at integer not null,
    presence text not null
) strict, without rowid;
create index shifts_of_conference on shifts (conference, from_at);

create table cards (
    conference blob not null references conferences (id),
    id text not null,
    card text not null,
    primary key (conference, id)
) strict, without rowid;

-- notes, touched_at and raised_by are worked out from the incident's notes when these are written, so that the inbox
-- reads one row per incident.
create table incidents (
    id blob primary key,
    conference blob not null references conferences (id),
    code_name text not null,
    urgency text,
    opened_at integer not null,
    stage text not null,
    receipt text,
    needs_review integer not null,
    version integer not null,
    notes integer not null,
    touched_at integer not null,
    raised_by blob
) strict, without rowid;
create index incidents_of_conference on incidents (conference, touched_at, id);

-- Apart from the incident, so that the key can be destroyed and the row can stay.
create table incident_keys (
    incident blob primary key,
    conference blob not null,
    key_wrapped blob not null
) strict, without rowid;

create table conflicts (
    incident blob not null references incidents (id),
    person blob not null,
    conference blob not null,
    standing text not null,
    since integer not null,
    primary key (incident, person)
) strict, without rowid;

-- The writer is a person on a device, or the reporter through a private link. The digest is sealed too: it would let somebody confirm a guessed text.
create table notes (
    id blob primary key,
    conference blob not null,
    incident blob not null references incidents (id),
    person blob,
    device blob,
    link blob,
    recorded_at integer not null,
    skew_ms integer not null,
    digest_sealed blob not null,
    body_sealed blob not null,
    struck_by blob,
    struck_at integer,
    struck_why_sealed blob
) strict;
create index notes_of_incident on notes (incident, recorded_at, id);

create table besides (
    note blob not null references notes (id),
    number integer not null,
    conference blob not null,
    incident blob not null,
    recorded_at integer not null,
    digest_sealed blob not null,
    body_sealed blob not null,
    primary key (note, number)
) strict;
create index besides_of_incident on besides (incident);

create table photos (
    id blob primary key,
    conference blob not null,
    incident blob not null references incidents (id),
    note blob not null,
    media_type text not null,
    recorded_at integer not null,
    bytes_sealed blob not null
) strict;
create index photos_of_incident on photos (incident, recorded_at, id, note);

create table links (
    id blob primary key,
    conference blob not null,
    incident blob not null references incidents (id),
    key_digest blob not null unique,
    made_at integer not null
) strict, without rowid;
create index links_of_incident on links (incident);

-- next_at is the next step of a page that calls; nothing once somebody has it or it has ended.
create table pages (
    id blob primary key,
    conference blob not null,
    incident blob not null references incidents (id),
    reason text not null,
    urgency text,
    started_at integer not null,
    rung integer not null,
    called text not null,
    declined text not null,
    state text not null,
    next_at integer
) strict, without rowid;
create index pages_of_incident on pages (incident);
create index pages_due on pages (next_at, id) where next_at is not null;

create table pushes (
    id blob primary key,
    conference blob not null,
    page blob,
    person blob not null,
    device blob not null references devices (id),
    queued_at integer not null,
    state text not null
) strict, without rowid;
create index pushes_of_page on pushes (page) where page is not null;
create index pushes_queued on pushes (queued_at, id) where state = 'queued';
create index pushes_tests on pushes (device, queued_at, id) where page is null;

create table subscriptions (
    device blob primary key references devices (id),
    conference blob not null,
    person blob not null,
    key_id text not null,
    made_at integer not null,
    to_sealed blob not null
) strict, without rowid;
create index subscriptions_of_person on subscriptions (person);

create table secrets (
    name text primary key,
    secret_sealed blob not null
) strict, without rowid;

-- Who did what when, ids only. Lines are added and never changed.
create table audit_events (
    seq integer primary key autoincrement,
    conference blob not null,
    at integer not null,
    actor text not null,
    person blob,
    device blob,
    incident blob,
    did text not null,
    event text not null
) strict;
create index audit_events_of_incident on audit_events (incident, did, seq) where incident is not null;

create trigger audit_events_stay before update on audit_events
begin
    select raise(abort, 'the audit log is only added to');
end;
create trigger audit_events_last before delete on audit_events
begin
    select raise(abort, 'the audit log is only added to');
end;
