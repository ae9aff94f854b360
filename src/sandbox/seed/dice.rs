//! Ways to choose by chance.

use fastrand::Rng;

use crate::sandbox::clock::Millis;

pub(crate) fn chance(dice: &mut Rng, percent: u32) -> bool {
    dice.u32(0..100) < percent
}

pub(crate) fn pick<'a, T>(list: &'a [T], dice: &mut Rng) -> &'a T {
    &list[dice.usize(0..list.len())]
}

pub(crate) fn pick_from<'a, T>(list: &'a [T], dice: &mut Rng) -> Option<&'a T> {
    if list.is_empty() { None } else { Some(pick(list, dice)) }
}

/// The first ones often, the last ones rarely.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of a length, rounded down, is a place in the list"
)]
pub(crate) fn skewed<'a, T>(list: &'a [T], dice: &mut Rng) -> &'a T {
    let share = dice.f64();
    &list[(share * share * share * list.len() as f64) as usize]
}

pub(crate) fn weighted<'a, T>(list: &'a [T], weight: impl Fn(&T) -> u32, dice: &mut Rng) -> &'a T {
    let mut left = dice.u32(0..list.iter().map(&weight).sum());
    let found = list.iter().find(|item| {
        let hit = left < weight(item);
        left = left.saturating_sub(weight(item));
        hit
    });
    found.unwrap_or(&list[0])
}

/// Every `#` becomes a digit.
pub(crate) fn digits(pattern: &str, dice: &mut Rng) -> String {
    pattern.chars().map(|c| if c == '#' { dice.digit(10) } else { c }).collect()
}

/// That share of a span of time.
#[expect(clippy::cast_possible_truncation, reason = "a share of a span of time is one too")]
pub(crate) fn scaled(share: f64, span: Millis) -> Millis {
    (share * span as f64) as Millis
}
