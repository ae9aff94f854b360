//! Draws a state, never changes it.
