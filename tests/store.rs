//! The store on real files: what is promised is kept, each layer is written only by its own side.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "store/bench.rs"]
mod bench;

#[cfg(unix)]
#[path = "store/files.rs"]
mod files;

#[path = "store/layers.rs"]
mod layers;

#[path = "store/outbox.rs"]
mod outbox;

#[cfg(unix)]
#[path = "store/power.rs"]
mod power;

#[path = "store/pulled.rs"]
mod pulled;

#[path = "store/restored.rs"]
mod restored;

#[path = "store/undo.rs"]
mod undo;

#[path = "store/twins.rs"]
mod twins;
