-- Made-up rows for what 0006 makes.
insert into deliveries (id, conference, about, page, ask, person, way, device, hook, call, since, queued_at, tries, not_before, state, is_latest, owner, claimed_until) values
    (x'a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1', x'01010101010101010101010101010101', 'page', x'71717171717171717171717171717171', null, x'12121212121212121212121212121212', 'mail', null, null, 2, 1790000120000, 1790000120000, 1, 1790000122000, 'queued', 1, x'00000000000000000000000000000000', 1790000165000);
insert into choices (person, conference, changed_at, choices_sealed) values
    (x'12121212121212121212121212121212', x'01010101010101010101010101010101', 1790000000000, x'cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd');
