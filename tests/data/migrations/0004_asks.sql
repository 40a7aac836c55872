-- Made-up rows for what 0004 makes.
insert into asks (id, conference, incident, person, kind, about, by_person, at, due, state, is_open, words_sealed) values
    (x'f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1', x'01010101010101010101010101010101', x'31313131313131313131313131313131', x'11111111111111111111111111111111', 'reminder', null, null, 1790000007000, null, '{"open":{"pushed":1,"next_at":1790003607000}}', 1, x'cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc');
