//! The state of the interface and what changes it.
