//! SQLite: schema, rows, outbox, history.
