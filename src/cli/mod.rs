//! Headless commands over the same changes.

pub mod arguments;

pub mod exit;
