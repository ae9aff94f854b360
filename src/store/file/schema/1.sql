-- What lists, sorting and filters need of a contact: narrow, so that all of it streams fast.
-- Times are microseconds since 1970; texts are empty where the contact has none.
CREATE TABLE contact (
    id      INTEGER PRIMARY KEY,
    lid     BLOB NOT NULL UNIQUE CHECK (length(lid) = 16),
    rid     TEXT,                     -- unique, see rows/remotes.rs
    name    TEXT NOT NULL,            -- as sorted
    first   TEXT NOT NULL,
    last    TEXT NOT NULL,
    company TEXT NOT NULL,
    email   TEXT NOT NULL,
    phone   TEXT NOT NULL,
    city    TEXT NOT NULL,
    state   TEXT NOT NULL,
    country TEXT NOT NULL,
    source  TEXT NOT NULL,
    kind    TEXT NOT NULL,
    owner   TEXT,
    tags    TEXT NOT NULL,            -- JSON list; empty for none
    dnd     INTEGER NOT NULL,
    added   INTEGER,
    updated INTEGER,
    fetched INTEGER NOT NULL,
    firm    INTEGER                   -- we wrote it: until then lists cannot overrule it
) STRICT;

-- All other fields of a contact, as JSON.
CREATE TABLE record (
    id   INTEGER PRIMARY KEY REFERENCES contact (id) ON DELETE CASCADE,
    body TEXT NOT NULL
) STRICT;

CREATE TABLE task (
    lid     BLOB NOT NULL PRIMARY KEY CHECK (length(lid) = 16),
    rid     TEXT UNIQUE,
    contact BLOB NOT NULL REFERENCES contact (lid) ON UPDATE CASCADE ON DELETE CASCADE,
    title   TEXT NOT NULL,
    body    TEXT NOT NULL,
    due     INTEGER,
    owner   TEXT,
    done    INTEGER NOT NULL,
    firm    INTEGER
) STRICT;
CREATE INDEX task_contact ON task (contact);
CREATE INDEX task_open ON task (due) WHERE done = 0;

CREATE TABLE note (
    lid     BLOB NOT NULL PRIMARY KEY CHECK (length(lid) = 16),
    rid     TEXT UNIQUE,
    contact BLOB NOT NULL REFERENCES contact (lid) ON UPDATE CASCADE ON DELETE CASCADE,
    title   TEXT NOT NULL,
    body    TEXT NOT NULL,
    author  TEXT,
    added   INTEGER,
    pinned  INTEGER NOT NULL,
    firm    INTEGER
) STRICT;
CREATE INDEX note_contact ON note (contact);

CREATE TABLE appointment (
    contact BLOB NOT NULL REFERENCES contact (lid) ON UPDATE CASCADE ON DELETE CASCADE,
    rid     TEXT NOT NULL,
    body    TEXT NOT NULL,
    PRIMARY KEY (contact, rid)
) STRICT, WITHOUT ROWID;

-- When a list of a contact was last fetched, and why the last attempt failed if it did.
CREATE TABLE part (
    contact BLOB NOT NULL REFERENCES contact (lid) ON UPDATE CASCADE ON DELETE CASCADE,
    list    TEXT NOT NULL CHECK (list IN ('tasks', 'notes', 'appointments')),
    fetched INTEGER,
    fault   TEXT,
    PRIMARY KEY (contact, list)
) STRICT, WITHOUT ROWID;

-- The outbox. Rows stay after their end: undo and the history read them.
CREATE TABLE op (
    seq        INTEGER PRIMARY KEY AUTOINCREMENT,
    id         BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    deed       BLOB NOT NULL CHECK (length(deed) = 16),
    contact    BLOB NOT NULL CHECK (length(contact) = 16),
    key        TEXT NOT NULL,         -- changes with one key keep their order
    at         INTEGER NOT NULL,
    change     TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN (
                   'queued', 'sending', 'retry', 'unknown', 'rejected', 'cancelled', 'done')),
    tries      INTEGER NOT NULL DEFAULT 0 CHECK (tries >= 0),
    not_before INTEGER,
    fault      TEXT,
    pre_image  TEXT,
    changed    INTEGER,               -- whether the server really changed something
    reverses   BLOB                   -- the op that this one takes back
) STRICT;
CREATE INDEX op_open ON op (seq) WHERE state NOT IN ('cancelled', 'done');
CREATE INDEX op_deed ON op (deed);
CREATE INDEX op_reverses ON op (reverses) WHERE reverses IS NOT NULL;

-- Every step of every change, for ever.
CREATE TABLE history (
    seq    INTEGER PRIMARY KEY AUTOINCREMENT,
    at     INTEGER NOT NULL,
    op     BLOB NOT NULL,
    was    TEXT,
    now    TEXT NOT NULL,
    fault  TEXT,
    writer INTEGER NOT NULL           -- which process, so that others can tell what is news
) STRICT;

-- Single values by name, as JSON.
CREATE TABLE state (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO state VALUES ('contacts', '0'), ('base', '0');
