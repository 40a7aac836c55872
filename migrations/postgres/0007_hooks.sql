-- Services outside that are called to reach people. What an organizer typed is sealed as a whole.
create table hooks (
    id bytea primary key,
    conference bytea not null references conferences (id),
    made_at bigint not null,
    spec_sealed bytea not null,
    tried text
);
create index hooks_of_conference on hooks (conference, made_at, id);
