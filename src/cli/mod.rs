//! Headless commands over the same changes.
