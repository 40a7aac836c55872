-- How a member came to stand as they do to an incident, and the lines of that record. A row of conflicts from before
-- this migration was said by the member.
alter table conflicts add column source text not null default 'said';
alter table conflicts add column by_person bytea;
alter table conflicts add column return_proposed_by bytea;

-- Lines are added and never changed. The reason is sealed, empty where there is none.
create table standings (
    incident bytea not null references incidents (id),
    number bigint not null,
    conference bytea not null,
    person bytea not null,
    standing text not null,
    source text not null,
    by_person bytea not null,
    at bigint not null,
    proposed bigint not null,
    why_sealed bytea not null,
    primary key (incident, number)
);
