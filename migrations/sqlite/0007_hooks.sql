-- Services outside that are called to reach people. What an organizer typed is sealed as a whole.
create table hooks (
    id blob primary key,
    conference blob not null references conferences (id),
    made_at integer not null,
    spec_sealed blob not null,
    tried text
) strict, without rowid;
create index hooks_of_conference on hooks (conference, made_at, id);
