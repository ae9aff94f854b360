//! Parses the command line and goes.

fn main() {}
