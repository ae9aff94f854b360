//! What stands where a list has no rows: why, and what helps.

use ratatui::layout::Rect;

use super::{canvas::Canvas, place, theme::Role};
use crate::{
    app::state::State,
    model::{count, talk::Link},
};

/// A sentence in the middle of a pane, and what helps under it.
pub fn say(canvas: &mut Canvas, area: Rect, sentence: &str, help: &str) {
    let block = place::centered(area, area.width, if help.is_empty() { 1 } else { 2 });
    for (at, (role, text)) in [(Role::Text, sentence), (Role::Muted, help)].into_iter().enumerate()
    {
        let row = place::row(block, u16::try_from(at).unwrap_or(0));
        let width = super::canvas::width(text).min(row.width);
        canvas.put(place::centered(row, width, 1), role, text);
    }
    // With no row to stand on, the cursor reads the sentence out.
    canvas.cursor.get_or_insert(block.as_position());
}

/// The list of contacts shows nobody.
pub fn contacts(canvas: &mut Canvas, area: Rect, state: &State) {
    let filter = &state.contacts.filter;
    let total = state.book.total();
    if filter.fault.is_some() {
        return say(canvas, area, "this is no filter yet", "");
    }
    if !filter.is_empty() && total > 0 {
        let sentence = format!("no hits for {}", filter.input.text());
        let help = match &filter.hint {
            Some(hint) => {
                format!("did you mean {} ({})?  Tab", hint.text, count::grouped(hint.hits))
            }
            None => format!("Esc shows all {}", count::grouped(total)),
        };
        return say(canvas, area, &sentence, &help);
    }
    let (sentence, help) = match (&state.book.link, state.book.synced, state.book.pulling) {
        (_, _, Some(_)) => ("loading contacts", "they appear here as they come"),
        (Link::Offline { .. }, None, _) => {
            ("nothing here yet, and no connection", "contacts come as soon as there is one")
        }
        (Link::SignedOut(_), None, _) => ("nothing here yet, and the token was refused", ""),
        (_, None, _) => ("loading contacts", ""),
        (_, Some(_), _) => ("no contacts in this location", "a adds the first one"),
    };
    say(canvas, area, sentence, help);
}
