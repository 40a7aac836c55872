-- Made-up rows for what 0010 makes.
insert into public_cards (person, conference, card_sealed) values
    (x'11111111111111111111111111111111', x'01010101010101010101010101010101', x'cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc');
update conferences set public_pages = '{"shows_team":true}';
