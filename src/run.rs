//! The loop of the interface.
