-- Local ids of contacts that a pull brought in before their creation here was known to be the same:
-- they go on under the id that they were given when they were made.
CREATE TABLE twin (
    seq     INTEGER PRIMARY KEY AUTOINCREMENT,
    lid     BLOB NOT NULL UNIQUE CHECK (length(lid) = 16),
    contact BLOB NOT NULL CHECK (length(contact) = 16)
) STRICT;
CREATE INDEX twin_contact ON twin (contact);
CREATE INDEX op_contact ON op (contact);
