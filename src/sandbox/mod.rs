//! A Contacts API server that answers like the real one.
