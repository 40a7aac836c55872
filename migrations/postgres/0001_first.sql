-- The first schema. Every row but a server secret belongs to a conference.
-- A column whose name ends in _sealed or _wrapped holds encrypted bytes; everything else may be seen by whoever has the file.

create table conferences (
    id bytea primary key,
    settings text not null,
    edition bigint not null
);

create table people (
    id bytea primary key,
    conference bytea not null references conferences (id),
    role text not null,
    name_sealed bytea not null,
    phone_sealed bytea not null,
    languages_sealed bytea not null
);
create index people_of_conference on people (conference);

create table devices (
    id bytea primary key,
    conference bytea not null references conferences (id),
    person bytea not null references people (id),
    name text not null,
    signed_in_at bigint not null,
    seen_at bigint not null,
    expires_at bigint not null,
    revoked_at bigint,
    token bytea not null unique
);
create index devices_of_conference on devices (conference);

create table invites (
    id bytea primary key,
    conference bytea not null references conferences (id),
    role text not null,
    name_sealed bytea not null,
    expires_at bigint not null,
    uses_left bigint not null,
    withdrawn_at bigint,
    code bytea not null unique
);
create index invites_of_conference on invites (conference);

create table shifts (
    id bytea primary key,
    conference bytea not null references conferences (id),
    person bytea not null references people (id),
    from_at bigint not null,
    until_at bigint not null,
    presence text not null
);
create index shifts_of_conference on shifts (conference, from_at);

create table cards (
    conference bytea not null references conferences (id),
    id text not null,
    card text not null,
    primary key (conference, id)
);

-- notes, touched_at and raised_by are worked out from the incident's notes when these are written, so that the inbox
-- reads one row per incident.
create table incidents (
    id bytea primary key,
    conference bytea not null references conferences (id),
    code_name text not null,
    urgency text,
    opened_at bigint not null,
    stage text not null,
    receipt text,
    needs_review bigint not null,
    version bigint not null,
    notes bigint not null,
    touched_at bigint not null,
    raised_by bytea
);
create index incidents_of_conference on incidents (conference, touched_at, id);

-- Apart from the incident, so that the key can be destroyed and the row can stay.
create table incident_keys (
    incident bytea primary key,
    conference bytea not null,
    key_wrapped bytea not null
);

create table conflicts (
    incident bytea not null references incidents (id),
    person bytea not null,
    conference bytea not null,
    standing text not null,
    since bigint not null,
    primary key (incident, person)
);

-- The writer is a person on a device, or the reporter through a private link. The digest is sealed too: it would let somebody confirm a guessed text.
create table notes (
    id bytea primary key,
    conference bytea not null,
    incident bytea not null references incidents (id),
    person bytea,
    device bytea,
    link bytea,
    recorded_at bigint not null,
    skew_ms bigint not null,
    digest_sealed bytea not null,
    body_sealed bytea not null,
    struck_by bytea,
    struck_at bigint,
    struck_why_sealed bytea
);
create index notes_of_incident on notes (incident, recorded_at, id);

create table besides (
    note bytea not null references notes (id),
    number bigint not null,
    conference bytea not null,
    incident bytea not null,
    recorded_at bigint not null,
    digest_sealed bytea not null,
    body_sealed bytea not null,
    primary key (note, number)
);
create index besides_of_incident on besides (incident);

create table photos (
    id bytea primary key,
    conference bytea not null,
    incident bytea not null references incidents (id),
    note bytea not null,
    media_type text not null,
    recorded_at bigint not null,
    bytes_sealed bytea not null
);
create index photos_of_incident on photos (incident, recorded_at, id, note);

create table links (
    id bytea primary key,
    conference bytea not null,
    incident bytea not null references incidents (id),
    key_digest bytea not null unique,
    made_at bigint not null
);
create index links_of_incident on links (incident);

-- next_at is the next step of a page that calls; nothing once somebody has it or it has ended.
create table pages (
    id bytea primary key,
    conference bytea not null,
    incident bytea not null references incidents (id),
    reason text not null,
    urgency text,
    started_at bigint not null,
    rung bigint not null,
    called text not null,
    declined text not null,
    state text not null,
    next_at bigint
);
create index pages_of_incident on pages (incident);
create index pages_due on pages (next_at, id) where next_at is not null;

create table pushes (
    id bytea primary key,
    conference bytea not null,
    page bytea,
    person bytea not null,
    device bytea not null references devices (id),
    queued_at bigint not null,
    state text not null
);
create index pushes_of_page on pushes (page) where page is not null;
create index pushes_queued on pushes (queued_at, id) where state = 'queued';
create index pushes_tests on pushes (device, queued_at, id) where page is null;

create table subscriptions (
    device bytea primary key references devices (id),
    conference bytea not null,
    person bytea not null,
    key_id text not null,
    made_at bigint not null,
    to_sealed bytea not null
);
create index subscriptions_of_person on subscriptions (person);

create table secrets (
    name text primary key,
    secret_sealed bytea not null
);

-- Who did what when, ids only. Lines are added and never changed.
create table audit_events (
    seq bigint generated always as identity primary key,
    conference bytea not null,
    at bigint not null,
    actor text not null,
    person bytea,
    device bytea,
    incident bytea,
    did text not null,
    event text not null
);
create index audit_events_of_incident on audit_events (incident, did, seq) where incident is not null;

create function audit_events_refuse() returns trigger language plpgsql as $$
begin
    raise exception 'the audit log is only added to';
end
$$;
create trigger audit_events_stay before update or delete or truncate on audit_events
    for each statement execute function audit_events_refuse();
