-- A page goes by several ways and is shared by several servers.

-- Who has said "I have it" where two are wanted, and how many are; when the next way of somebody is tried; whether everybody was called before.
alter table pages add column accepted text not null default '[]';
alter table pages add column accepters text not null default 'one';
alter table pages add column ways_at bigint;
alter table pages add column unanswered bigint not null default 0;
update pages set unanswered = 1 where rung > 2 and next_at is not null;

-- One message to one person by one way. The server that wrote it down sends it; what waits beyond claimed_until may be taken over.
-- not_before: a service wants a pause. is_latest: no later call of its page has reached out to the person.
create table deliveries (
    id bytea primary key,
    conference bytea not null,
    about text not null,
    page bytea,
    ask bytea,
    person bytea not null,
    way text not null,
    device bytea references devices (id),
    hook bytea,
    call bigint not null,
    since bigint not null,
    queued_at bigint not null,
    tries bigint not null,
    not_before bigint not null,
    state text not null,
    is_latest bigint not null,
    owner bytea not null,
    claimed_until bigint not null
);
create index deliveries_of_page on deliveries (page, person) where page is not null;
create index deliveries_latest on deliveries (page) where is_latest = 1;
create index deliveries_queued on deliveries (queued_at, id) where state = 'queued';
create index deliveries_of_device on deliveries (device, queued_at) where device is not null;

-- What earlier releases have sent. They go on reading and writing pushes; this one does neither.
insert into deliveries (id, conference, about, page, ask, person, way, device, hook, call, since, queued_at, tries, not_before, state,
    is_latest, owner, claimed_until)
select id, conference, case when page is not null then 'page' when ask is not null then 'ask' else 'test' end, page, ask, person,
    'push', device, null, 0, queued_at, queued_at, 0, queued_at, state, 0, decode('00000000000000000000000000000000', 'hex'), 0 from pushes;

-- By which ways a person wants to be called: addresses and hours, sealed.
create table choices (
    person bytea primary key references people (id),
    conference bytea not null,
    changed_at bigint not null,
    choices_sealed bytea not null
);

-- The ladders that the organizers have written; nothing for those that the server has by itself.
alter table conferences add column policies text;
