//! A list that is fetched by a call of its own: what stands where it has no rows, and when it was
//! fetched. "Not fetched yet" is never "none".

use ratatui::layout::Rect;

use crate::{
    app::state::State,
    model::{dossier::Part, fault::Trouble, talk::Link},
    ui::{canvas::Canvas, empty, place, theme::Role, wrap},
};

/// Lines that say why it could not be fetched.
const FAULT_LINES: usize = 2;

/// `2`, or `?` while it was never fetched and nothing is known.
pub fn number<T>(part: &Part<T>, known: usize) -> String {
    if part.fetched.is_none() && known == 0 { "?".to_owned() } else { known.to_string() }
}

/// Says why there are no rows, and returns the area for those that there are.
pub fn head<T>(
    canvas: &mut Canvas,
    area: Rect,
    state: &State,
    part: &Part<T>,
    (none, help): (&str, &str),
) -> Rect {
    let mut area = area;
    // Without a connection nothing can be fetched; the status bar says so, once.
    let offline = matches!(state.book.link, Link::Offline { .. });
    let fault =
        part.fault.as_ref().filter(|fault| !(offline && fault.trouble == Trouble::Unreachable));
    if let Some(fault) = fault {
        let cause = fault.cause.trim_end_matches('.');
        let text = match fault.remedy.as_str() {
            "" => format!("ERR {cause}"),
            remedy => format!("ERR {cause}: {remedy}"),
        };
        for line in wrap::text(&text, area.width).take(FAULT_LINES) {
            canvas.put(place::row(area, 0), Role::Error, line);
            area = place::below(area, 1);
        }
    }
    if part.items.is_empty() && area.height > 0 {
        match (part.fetched, fault, &state.book.link) {
            (Some(_), _, _) => empty::say(canvas, area, none, help),
            (None, Some(_), _) => empty::say(canvas, area, "not fetched yet", "R tries again"),
            (None, None, Link::Offline { .. } | Link::SignedOut(_)) => {
                empty::say(canvas, area, "not fetched yet", "comes with the connection");
            }
            (None, None, _) => empty::say(canvas, area, "not fetched yet", "on its way"),
        }
    }
    area
}
