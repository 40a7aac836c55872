-- Made-up rows for what 0007 makes.
insert into incidents (id, conference, code_name, urgency, opened_at, stage, receipt, needs_review, version, notes,
    touched_at, raised_by, joined_to) values
    (x'32323232323232323232323232323232', x'01010101010101010101010101010101', 'paper lantern', null, 1790000003000, '"reported"', null, 0, 2, 0, 1790000003000, null, x'31313131313131313131313131313131');
insert into incident_keys (incident, conference, key_wrapped) values (x'32323232323232323232323232323232', x'01010101010101010101010101010101', x'c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2');
