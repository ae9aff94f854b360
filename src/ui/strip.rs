//! The strip: one line that says what was just done, why a key did nothing, what failed, or what is
//! wrong with the filter that is being typed.

use ratatui::layout::Rect;

use super::{
    canvas::{Canvas, width},
    input,
    theme::Role,
    wrap,
};
use crate::{
    app::{
        front,
        notice::{Notice, Tone},
        state::State,
        text::Text,
        view::View,
    },
    model::count,
};

/// What a filter understands, for whoever begins to type one.
const LANGUAGE: &str =
    "words, or  tag:hot  -tag:lost  city:berlin  updated:<7d  due:today  is:failed";

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
    } else if begins_a_filter(state) {
        line.put(Role::Muted, LANGUAGE);
    } else if let Some(notice) = state.strip() {
        say(canvas, area, &notice, state);
    }
}

fn begins_a_filter(state: &State) -> bool {
    let typing = front::is_filtering(state) && state.dialogs.is_empty();
    typing
        && state.view == View::Contacts
        && state.contacts.filter.typing
        && state.contacts.filter.is_empty()
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

/// The keys that help stand at the right end, if there is room beside the sentence: they stand in
/// the line of hints as well. A sentence that is too long begins a line higher, over the border of
/// the panes.
fn say(canvas: &mut Canvas, area: Rect, notice: &Notice, state: &State) {
    let (sentence, help) = in_parts(&notice.text);
    let (sign, sign_role, role) = match notice.tone {
        Tone::Failed => ("ERR ", Role::Error, Role::Text),
        Tone::Conflict => ("CON ", Role::Conflict, Role::Text),
        Tone::Done => ("", Role::Text, Role::Text),
        Tone::Hint => ("", Role::Text, Role::Muted),
    };
    let sentence = sentence.strip_prefix(sign).unwrap_or(sentence);
    let others = state.book.counts().undecided().saturating_sub(1);
    let others =
        if sign.is_empty() || others == 0 { String::new() } else { count::grouped(others) };
    let mut line = canvas.line(area, area.y);
    line.gap(1).gap_right(1);
    if width(sign) + width(sentence) + width(help) + 2 <= line.room() {
        line.put_right(Role::Muted, help).gap_right(2);
    }
    if !others.is_empty() {
        line.put_right(Role::Error, &format!("+{others} more")).gap_right(2);
    }
    let indent = width(sign);
    if indent + width(sentence) <= line.room() || area.y == 0 {
        line.put(sign_role, sign).put(role, sentence);
        return;
    }
    let wide = area.width.saturating_sub(2 + indent);
    let first = wrap::hard(sentence, wide).first().copied().unwrap_or_default();
    line.gap(indent).put(role, sentence[first.len()..].trim_start());
    let above = Rect { y: area.y - 1, height: 1, ..area };
    canvas.clear(above);
    let mut line = canvas.line(above, above.y);
    line.gap(1).gap_right(1).put(sign_role, sign).put(role, first.trim_end());
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
