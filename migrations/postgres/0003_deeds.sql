-- The work on a case. Lines are added and never changed; what was done is sealed, its kind included.
create table deeds (
    id bytea primary key,
    conference bytea not null,
    incident bytea not null references incidents (id),
    number bigint not null,
    person bytea not null,
    at bigint not null,
    body_sealed bytea not null
);
create unique index deeds_of_incident on deeds (incident, number);
