-- What was offered and taken over of shifts. Lines are added; of one only how it stands and from when on changes.
create table overrides (
    id bytea primary key,
    conference bytea not null references conferences (id),
    shift bytea not null,
    from_at bigint not null,
    until_at bigint not null,
    by_person bytea not null,
    at bigint not null,
    state text not null
);
create index overrides_of_conference on overrides (conference, at, id);

-- Who was asked whether they can be reached on duty, and what they said.
create table duty_checks (
    id bytea primary key,
    conference bytea not null references conferences (id),
    person bytea not null,
    about text not null,
    at bigint not null,
    state text not null,
    is_open bigint not null
);
create index duty_checks_of_conference on duty_checks (conference, at, id);
create index duty_checks_of_person on duty_checks (person, at, id) where is_open = 1;

-- When to look next at who of a roster is to be asked; a roster that is there already is looked at with the first start.
alter table conferences add column duty_look_at bigint default 0;

-- Whose shifts a calendar feed shows, by the digest of the secret in its address.
create table calendar_feeds (
    person bytea primary key,
    conference bytea not null references conferences (id),
    token bytea not null unique,
    made_at bigint not null
);
