-- Drills: a made-up report that goes the whole way of a real one. While one runs, incident and page name its rows; when it
-- has ended they are gone and score says what it showed, in ids and times.
create table drills (
    id blob primary key,
    conference blob not null references conferences (id),
    by_person blob not null,
    started_at integer not null,
    incident blob,
    page blob,
    score text
) strict, without rowid;
create index drills_of_conference on drills (conference, started_at, id);
create unique index drills_running on drills (conference) where incident is not null;

-- What is done on the incident of a drill that runs, apart from the audit log, which never loses a line.
create table drill_events (
    seq integer primary key autoincrement,
    conference blob not null,
    at integer not null,
    actor text not null,
    person blob,
    device blob,
    incident blob not null,
    did text not null,
    event text not null
) strict;
create index drill_events_of_incident on drill_events (incident, seq);
