-- All the states that a change can be in. SQLite cannot alter a constraint: the table is made anew.
CREATE TABLE op_with_all_states (
    seq        INTEGER PRIMARY KEY AUTOINCREMENT,
    id         BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    deed       BLOB NOT NULL CHECK (length(deed) = 16),
    contact    BLOB NOT NULL CHECK (length(contact) = 16),
    key        TEXT NOT NULL,         -- changes with one key keep their order
    at         INTEGER NOT NULL,
    change     TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN (
                   'held', 'queued', 'sending', 'retry', 'unknown', 'conflict', 'rejected',
                   'parked', 'done', 'superseded', 'cancelled', 'discarded')),
    tries      INTEGER NOT NULL DEFAULT 0 CHECK (tries >= 0),
    not_before INTEGER,               -- of a held one: when it is let go, if not by the person
    fault      TEXT,
    pre_image  TEXT,
    changed    INTEGER,               -- whether the server really changed something
    reverses   BLOB                   -- the op that this one takes back
) STRICT;

-- What stood under 'rejected' and 'cancelled' for want of a word: what met somebody else's change or
-- lost its target, what waits for a person, and what was given up after a try.
INSERT INTO op_with_all_states
SELECT seq, id, deed, contact, key, at, change,
       CASE
           WHEN state = 'rejected' AND fault ->> 'trouble' IN ('Conflict', 'Gone') THEN 'conflict'
           WHEN state = 'rejected' AND fault ->> 'trouble' = 'Disk' THEN 'parked'
           WHEN state = 'rejected' AND fault ->> 'remedy' LIKE 'it may be on the server%'
               THEN 'parked'
           WHEN state = 'cancelled' AND tries > 0 THEN 'discarded'
           ELSE state
       END,
       tries, not_before, fault, pre_image, changed, reverses
FROM op;
DROP TABLE op;
ALTER TABLE op_with_all_states RENAME TO op;

CREATE INDEX op_open ON op (seq)
    WHERE state NOT IN ('done', 'superseded', 'cancelled', 'discarded');
CREATE INDEX op_deed ON op (deed);
CREATE INDEX op_reverses ON op (reverses) WHERE reverses IS NOT NULL;
CREATE INDEX op_key ON op (key);
