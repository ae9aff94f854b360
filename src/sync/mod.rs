//! Plans, pulls and pushes: what carries changes to the service and news back.
//!
//! `plan`, `verdict`, `merge`, `drafts`, `found`, `confirm`, `gate`, `rhythm`, `doubt`, `doubts`,
//! `lag`, `clock`, `breaker` and `chores` decide, without input or output; `push`, `single`, `create`,
//! `seen`, `other`, `pull`, `catalog`, `sweep`, `recheck`, `visit` and `ask` do; `engine` is the one task
//! that joins them.

mod ask;
mod breaker;
mod catalog;
mod chores;
mod clock;
mod confirm;
mod create;
mod day;
mod delivery;
mod doubt;
mod doubts;
mod drafts;
mod engine;
mod flight;
mod forecast;
mod found;
mod gate;
mod hands;
mod lag;
mod landing;
mod memo;
mod merge;
mod orders;
mod other;
mod patience;
mod plan;
mod pointless;
mod pull;
mod push;
mod queue;
mod recheck;
mod rhythm;
mod seen;
mod single;
mod succession;
mod sweep;
mod tenure;
mod upkeep;
mod verdict;
mod visit;

pub use ask::{Asking, Whom};
pub use clock::Clock;
pub use day::{Kept, MEMO as BUDGET};
pub use engine::{Desk, Line, line, start};
pub use forecast::calls;
pub use hands::Pace;
pub use lag::{Lag, MEMO as LAG};
pub use sweep::question;
pub use visit::fetch;
