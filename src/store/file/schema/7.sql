-- The digest of the request that a change was last sent with, noted before it left; NULL before that.
ALTER TABLE op ADD COLUMN request TEXT;
-- Rows that the service sent and nobody can read, as they came, cut to a length.
CREATE TABLE unread (
    seq     INTEGER PRIMARY KEY,
    kind    TEXT NOT NULL CHECK (kind IN ('contact', 'task', 'note')),
    -- Whose tasks or notes were asked for; NULL where everybody's were.
    contact BLOB CHECK (length(contact) = 16),
    row     TEXT NOT NULL,
    at      INTEGER NOT NULL,
    UNIQUE (kind, row)
) STRICT;
