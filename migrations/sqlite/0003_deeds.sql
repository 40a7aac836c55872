-- The work on a case. Lines are added and never changed; what was done is sealed, its kind included.
create table deeds (
    id blob primary key,
    conference blob not null,
    incident blob not null references incidents (id),
    number integer not null,
    person blob not null,
    at integer not null,
    body_sealed blob not null
) strict, without rowid;
create unique index deeds_of_incident on deeds (incident, number);
