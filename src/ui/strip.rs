//! The strip: one line that says what was just done, why a key did nothing, or, while there is
//! nothing newer, the newest failure with the keys that help.

use ratatui::layout::Rect;

use super::{
    canvas::{Canvas, Line},
    count,
    theme::Role,
};
use crate::app::{book::line::Line as Change, notice::Tone, state::State};

pub fn draw(canvas: &mut Canvas, area: Rect, state: &State) {
    if let Some(notice) = &state.notice {
        let mut line = canvas.line(area, area.y);
        match notice.tone {
            Tone::Done => line.gap(1).put(Role::Text, &notice.text),
            Tone::Hint => line.gap(1).put(Role::Muted, &notice.text),
            Tone::Failed => failed(line.gap(1), &notice.text),
        };
    } else if let Some(refusal) = state.book.refusals().next_back() {
        failure(canvas, area, state, refusal);
    }
}

fn failure(canvas: &mut Canvas, area: Rect, state: &State, refusal: &Change) {
    let change = &refusal.op.change;
    let more = state.book.counts().failed.saturating_sub(1);
    let mut line = canvas.line(area, area.y);
    line.gap(1).gap_right(1);
    line.put_right(Role::Muted, "gf, then r retry, e edit, u drop").gap_right(2);
    if more > 0 {
        line.put_right(Role::Error, &format!("+{} more", count::grouped(more))).gap_right(1);
    }
    line.put(Role::Error, "ERR ").put(Role::Text, &state.book.name(change.contact()));
    line.put(Role::Text, ": ").put(Role::Text, &change.words()).put(Role::Text, " not saved");
    if let Some(fault) = &refusal.fault {
        line.put(Role::Text, ", ").put(Role::Text, &fault.to_string());
    }
}

/// `ERR` stands out; the sentence after it is text.
fn failed<'l, 'c, 'b>(line: &'l mut Line<'c, 'b>, text: &str) -> &'l mut Line<'c, 'b> {
    let sentence = text.strip_prefix("ERR ").unwrap_or(text);
    line.put(Role::Error, "ERR ").put(Role::Text, sentence)
}
