//! The terminal comes back on every way out.
