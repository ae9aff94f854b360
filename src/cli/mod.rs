//! Headless commands over the same changes.

pub mod account;

pub mod arguments;

pub mod exit;

pub mod refusal;

pub mod tokens;
