-- Made-up rows for what 0002 makes.
update conflicts set by_person = x'12121212121212121212121212121212' where source = 'said';
insert into conflicts (incident, person, conference, standing, since, source, by_person, return_proposed_by) values
    (x'31313131313131313131313131313131', x'11111111111111111111111111111111', x'01010101010101010101010101010101', 'recused', 1790000004000, 'named', x'12121212121212121212121212121212', x'12121212121212121212121212121212');
insert into standings (incident, number, conference, person, standing, source, by_person, at, proposed, why_sealed) values
    (x'31313131313131313131313131313131', 1, x'01010101010101010101010101010101', x'11111111111111111111111111111111', 'recused', 'named', x'12121212121212121212121212121212', 1790000004000, 0, x'cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc'),
    (x'31313131313131313131313131313131', 2, x'01010101010101010101010101010101', x'11111111111111111111111111111111', 'declared', 'decided', x'12121212121212121212121212121212', 1790000005000, 1, x'cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd');
