-- The reporter's side: what a reporter says besides words, sealed with the key of its incident; which note brought a
-- private link; what members and organizers let the public see.
alter table notes add column said_sealed blob;
alter table links add column note blob;
alter table conferences add column public_pages text;
create table public_cards (
    person blob primary key references people (id),
    conference blob not null,
    card_sealed blob not null
) strict, without rowid;
create index public_cards_of_conference on public_cards (conference);
