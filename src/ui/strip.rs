//! The strip: one line that says what was just done, why a key did nothing, what failed, or what is
//! wrong with the filter that is being typed.

use ratatui::layout::Rect;

use super::{
    canvas::{Canvas, Line, width},
    count, input,
    theme::Role,
};
use crate::app::{
    front,
    notice::{Notice, Tone},
    state::State,
    text::Text,
};

pub fn draw(canvas: &mut Canvas, area: Rect, state: &State) {
    let mut line = canvas.line(area, area.y);
    line.gap(1).gap_right(1);
    if let Some(text) = typed_without_header(state) {
        line.put(Role::Key, "/").gap(1);
        input::draw_inline(&mut line, text);
        if state.contacts.filter.fault.is_some() {
            line.gap(2).put(Role::Error, "ERR");
        }
    } else if let Some(fault) = filter_fault(state) {
        line.put(Role::Error, "ERR ").put(Role::Text, fault);
    } else if let Some(notice) = state.strip() {
        say(&mut line, &notice, state);
    }
}

/// On a low screen, which has no second line, the filter is typed here.
fn typed_without_header(state: &State) -> Option<&Text> {
    let low = state.screen().is_some_and(|screen| screen.header.is_none());
    front::filter(state).filter(|(_, typing)| low && *typing).map(|(text, _)| text)
}

fn filter_fault(state: &State) -> Option<&str> {
    let typing = front::is_filtering(state) && state.dialogs.is_empty();
    state.contacts.filter.fault.as_deref().filter(|_| typing)
}

/// The keys that help keep their place at the right end, however long the sentence is.
fn say(line: &mut Line, notice: &Notice, state: &State) {
    let (sentence, help) = in_parts(&notice.text);
    if width(help) + 20 < line.room() {
        line.put_right(Role::Muted, help).gap_right(2);
    }
    let role = if notice.tone == Tone::Hint { Role::Muted } else { Role::Text };
    if notice.tone == Tone::Failed {
        let more = state.book.counts().failed.saturating_sub(1);
        if more > 0 {
            line.put_right(Role::Error, &format!("+{} more", count::grouped(more))).gap_right(2);
        }
        line.put(Role::Error, "ERR ");
    }
    line.put(role, sentence.strip_prefix("ERR ").unwrap_or(sentence));
}

/// A notice ends with the keys that help, after a gap of two spaces or more.
fn in_parts(text: &str) -> (&str, &str) {
    let (sentence, help) = text.rsplit_once("  ").unwrap_or((text, ""));
    (sentence.trim_end(), help.trim_matches(['(', ')']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_keys_are_told_from_the_sentence() {
        assert_eq!(in_parts("tag +q4 on 3 contacts   u undo"), ("tag +q4 on 3 contacts", "u undo"));
        assert_eq!(in_parts("no  (gf, then r)"), ("no", "gf, then r"));
        assert_eq!(in_parts("nothing to say"), ("nothing to say", ""));
    }
}
