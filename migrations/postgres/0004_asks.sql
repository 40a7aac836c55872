-- What is asked of people, and reminding until it is done.
-- When to look next at what of an incident is overdue; whatever is there already is looked at with the first start.
alter table incidents add column remind_at bigint default 0;
-- What is overdue, as it was found at the last look; kinds and times only.
alter table incidents add column overdue text not null default '[]';
-- Since when somebody's acting alone waits for a review.
alter table incidents add column review_since bigint;
create index incidents_remind on incidents (remind_at, id) where remind_at is not null;

-- When the team wants to be reminded, as it has chosen; nothing for the defaults.
alter table conferences add column targets text;

-- What is asked of one person. What a task says is sealed with the key of its incident; blank for the others.
create table asks (
    id bytea primary key,
    conference bytea not null,
    incident bytea not null references incidents (id),
    person bytea not null,
    kind text not null,
    about bytea,
    by_person bytea,
    at bigint not null,
    due bigint,
    state text not null,
    is_open bigint not null,
    words_sealed bytea not null
);
create index asks_of_incident on asks (incident, at, id);
create index asks_of_person on asks (person, at, id) where is_open = 1;

-- A push is for a page, for an ask, or a test.
alter table pushes add column ask bytea;
