-- Made-up rows for what 0003 makes.
insert into deeds (id, conference, incident, number, person, at, body_sealed) values
    (x'e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1', x'01010101010101010101010101010101', x'31313131313131313131313131313131', 1, x'11111111111111111111111111111111', 1790000006000, x'cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc');
