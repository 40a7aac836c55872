-- How a member came to stand as they do to an incident, and the lines of that record. A row of conflicts from before
-- this migration was said by the member.
alter table conflicts add column source text not null default 'said';
alter table conflicts add column by_person blob;
alter table conflicts add column return_proposed_by blob;

-- Lines are added and never changed. The reason is sealed, empty where there is none.
create table standings (
    incident blob not null references incidents (id),
    number integer not null,
    conference blob not null,
    person blob not null,
    standing text not null,
    source text not null,
    by_person blob not null,
    at integer not null,
    proposed integer not null,
    why_sealed blob not null,
    primary key (incident, number)
) strict, without rowid;
