//! The remote service: one file a noun, wire shapes private.
