-- Writes without an answer, which may still arrive and put an older value in the place of a newer.
CREATE TABLE recheck (
    op      BLOB NOT NULL PRIMARY KEY CHECK (length(op) = 16),
    since   INTEGER NOT NULL,         -- end of the last try without an answer
    pushed  INTEGER NOT NULL DEFAULT 0 -- how often the newest value was sent again for it
) STRICT, WITHOUT ROWID;
CREATE INDEX op_key ON op (key);
