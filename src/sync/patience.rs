//! How long to wait before trying again: full jitter under a growing cap (reliability d9).

use jiff::{SignedDuration, Timestamp};

/// Longest wait between two tries of a change.
pub(crate) const OUTBOX_CAP: SignedDuration = SignedDuration::from_mins(5);
/// Longest wait between two looks whether the server is back.
pub(crate) const OUTAGE_CAP: SignedDuration = SignedDuration::from_secs(30);

/// A time that was noted before the clock was set by so much.
pub(crate) fn shifted(time: Timestamp, by: SignedDuration) -> Timestamp {
    time.saturating_add(by).unwrap_or(time)
}

/// A random wait before try number `tries + 1`: between nothing and half a second doubled with
/// every try, at most `cap`.
pub(crate) fn backoff(
    tries: u32,
    cap: SignedDuration,
    random: &mut fastrand::Rng,
) -> SignedDuration {
    let ceiling = 500_i64.saturating_mul(1 << tries.min(20)).min(millis(cap));
    SignedDuration::from_millis(random.i64(0..=ceiling))
}

fn millis(duration: SignedDuration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_the_cap_and_not_beyond() {
        let mut random = fastrand::Rng::with_seed(1);
        let mut longest = SignedDuration::ZERO;
        for tries in 0..200 {
            let wait = backoff(tries, OUTAGE_CAP, &mut random);
            assert!(wait >= SignedDuration::ZERO && wait <= OUTAGE_CAP, "{tries}: {wait}");
            longest = longest.max(wait);
        }
        assert!(longest > OUTAGE_CAP / 2);
    }
}
