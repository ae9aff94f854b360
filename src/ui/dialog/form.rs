//! What editors have in common: labelled rows, of which the one that is edited is always seen, and
//! a foot with a remark and the button that saves.

use ratatui::layout::Rect;

use crate::{
    app::{spot::Spot, state::State},
    model::ids::OpId,
    ui::{canvas::Canvas, moment::clock, place, theme::Role},
};

const BUTTON: &str = "[ Save ]";

/// Where the rows go that have room, given how high each is; the one at `at` always has.
pub fn rows(
    area: Rect,
    count: usize,
    at: usize,
    height: impl Fn(usize) -> u16,
) -> Vec<(usize, Rect)> {
    let first = place::first_visible(0, at.min(count.saturating_sub(1)), area.height, &height);
    let mut y = area.y;
    let mut rows = Vec::new();
    for row in first..count {
        let here = Rect { y, height: height(row).min(area.bottom().saturating_sub(y)), ..area };
        if here.height == 0 {
            break;
        }
        y = here.bottom();
        rows.push((row, here));
    }
    rows
}

/// The label of a row; returns the area right of it.
pub fn label(canvas: &mut Canvas, row: Rect, text: &str, labels: u16, active: bool) -> Rect {
    let mut line = canvas.line(row, row.y);
    line.put(Role::Marked, if active { ">" } else { " " });
    line.put_within(if active { Role::Accent } else { Role::Muted }, text, labels);
    place::from(row, labels + 2)
}

/// The last line of an editor.
#[derive(Clone, Copy, Debug)]
pub struct Foot<'t> {
    /// What is wrong, or worth knowing: its sign and its words.
    pub remark: Option<(Role, &'static str, &'t str)>,
    /// Whether there is a button, and whether it has the keys.
    pub button: Option<bool>,
}

pub fn foot(canvas: &mut Canvas, inner: Rect, foot: Foot) {
    let mut line = canvas.line(inner, inner.bottom().saturating_sub(1));
    if let Some(active) = foot.button {
        let role = if active { Role::Here } else { Role::Key };
        line.put_right(role, BUTTON);
        line.spot_right(8, Spot::Command("form.save"));
        if active {
            line.point_right();
        }
        line.gap_right(2);
    }
    if let Some((role, sign, words)) = foot.remark {
        line.put(role, sign).put(if sign.is_empty() { role } else { Role::Text }, words);
    }
}

/// Why a change was refused whose text is edited again.
pub fn refusal(state: &State, op: Option<OpId>) -> Option<&str> {
    let fault = state.book.queue().get(op?)?.fault.as_ref()?;
    Some(&fault.cause)
}

/// `draft from 14:02`
pub fn draft(state: &State, from: Option<jiff::Timestamp>) -> Option<String> {
    from.map(|at| format!("draft from {}", clock(at, &state.here())))
}

/// The remark of an editor: what is wrong, or else where its text comes from.
pub fn remark<'t>(
    fault: Option<&'t str>,
    draft: Option<&'t String>,
) -> Option<(Role, &'static str, &'t str)> {
    let fault = fault.map(|fault| (Role::Error, "ERR ", fault));
    fault.or(draft.map(|draft| (Role::Pending, "", draft.as_str())))
}
