-- What was offered and taken over of shifts. Lines are added; of one only how it stands and from when on changes.
create table overrides (
    id blob primary key,
    conference blob not null references conferences (id),
    shift blob not null,
    from_at integer not null,
    until_at integer not null,
    by_person blob not null,
    at integer not null,
    state text not null
) strict, without rowid;
create index overrides_of_conference on overrides (conference, at, id);

-- Who was asked whether they can be reached on duty, and what they said.
create table duty_checks (
    id blob primary key,
    conference blob not null references conferences (id),
    person blob not null,
    about text not null,
    at integer not null,
    state text not null,
    is_open integer not null
) strict, without rowid;
create index duty_checks_of_conference on duty_checks (conference, at, id);
create index duty_checks_of_person on duty_checks (person, at, id) where is_open = 1;

-- When to look next at who of a roster is to be asked; a roster that is there already is looked at with the first start.
alter table conferences add column duty_look_at integer default 0;

-- Whose shifts a calendar feed shows, by the digest of the secret in its address.
create table calendar_feeds (
    person blob primary key,
    conference blob not null references conferences (id),
    token blob not null unique,
    made_at integer not null
) strict, without rowid;
