-- Changes that the first version of the program took on, as it left them on the disk: one that waits
-- and one on its way.
INSERT INTO op (id, deed, contact, key, at, change, state, tries) VALUES
    (X'0193A000000070008000000000000002', X'0193A000000070008000000000000003',
     X'0193A000000070008000000000000001', 'tag waits', 1767225600000000,
     '{"TagAdded":{"contact":"0193a000-0000-7000-8000-000000000001","tag":"waits"}}', 'queued', 0),
    (X'0193A000000070008000000000000004', X'0193A000000070008000000000000005',
     X'0193A000000070008000000000000001', 'tag sent', 1767225600000000,
     '{"TagAdded":{"contact":"0193a000-0000-7000-8000-000000000001","tag":"sent"}}', 'sending', 1);
INSERT INTO history (at, op, was, now, writer) SELECT at, id, NULL, 'queued', 1 FROM op;
