-- Made-up rows for what 0005 makes.
insert into shifts (id, conference, person, from_at, until_at, presence, duty) values
    (x'15151515151515151515151515151515', x'01010101010101010101010101010101', x'12121212121212121212121212121212', 1790014400000, 1790028800000, 'asleep', 'backup');
