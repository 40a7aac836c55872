-- The reporter's side: what a reporter says besides words, sealed with the key of its incident; which note brought a
-- private link; what members and organizers let the public see.
alter table notes add column said_sealed bytea;
alter table links add column note bytea;
alter table conferences add column public_pages text;
create table public_cards (
    person bytea primary key references people (id),
    conference bytea not null,
    card_sealed bytea not null
);
create index public_cards_of_conference on public_cards (conference);
