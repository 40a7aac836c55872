-- Made-up rows for what 0007 makes.
insert into hooks (id, conference, made_at, spec_sealed, tried) values
    (x'a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2', x'01010101010101010101010101010101', 1790000009000, x'cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc', '{"at":1790000009500,"heard":"taken"}');
