-- Which incident goes on for one that was joined to it, because it is the same thing. Nothing is moved: the row that was
-- joined keeps its notes, its link, its standings and its deeds.
alter table incidents add column joined_to bytea;
create index incidents_joined on incidents (joined_to) where joined_to is not null;
create index incidents_whole on incidents (coalesce(joined_to, id));
