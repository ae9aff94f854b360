//! Paths, profiles and settings.
