-- Contacts that the last sweep did not find on the server, and since when.
CREATE TABLE suspect (
    contact BLOB NOT NULL PRIMARY KEY
            REFERENCES contact (lid) ON UPDATE CASCADE ON DELETE CASCADE,
    since   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Contacts that were deleted on the server, as they last were; kept for a while.
CREATE TABLE tombstone (
    lid  BLOB NOT NULL PRIMARY KEY CHECK (length(lid) = 16),
    rid  TEXT,
    at   INTEGER NOT NULL,
    body TEXT NOT NULL                -- the record with its tasks and notes, as JSON
) STRICT, WITHOUT ROWID;
CREATE INDEX tombstone_rid ON tombstone (rid);
