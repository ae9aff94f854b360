//! The first line: where this is, which views there are, and a banner where nothing is real.

use ratatui::layout::Rect;

use super::{
    canvas::{Canvas, width},
    theme::Role,
};
use crate::app::{state::State, view::View};

const BANNER: &str = " SANDBOX ";
/// From here on it is said who the person is.
const ROOM_FOR_ME: u16 = 110;
/// Below this the program does not say its own name.
const ROOM_FOR_BRAND: u16 = 60;
const LONGEST_NAME: u16 = 28;

/// The digits stay where the names of the views have no room.
pub fn draw(canvas: &mut Canvas, area: Rect, state: &State) {
    let spacious = area.width >= 100;
    let mut line = canvas.line(area, area.y);
    line.gap(1).gap_right(1);
    if state.session.sandbox {
        line.put_right(Role::Banner, BANNER).gap_right(1);
    }
    if area.width >= ROOM_FOR_ME {
        line.put_right(Role::Text, who(state)).put_right(Role::Muted, "me ").gap_right(2);
    }
    if area.width >= ROOM_FOR_BRAND {
        line.put(Role::Heading, "rolodeck").gap(if spacious { 3 } else { 2 });
    }
    let location = state.book.catalog.location.as_ref();
    let location = location.map_or(state.session.profile.as_str(), |location| &location.name);
    line.put_within(Role::Text, location, LONGEST_NAME).gap(if spacious { 4 } else { 2 });
    let names: u16 = View::ALL.iter().map(|(_, _, name)| width(name) + 4).sum();
    let spelled_out = names <= line.room();
    for (digit, view, name) in View::ALL {
        let digit = digit.to_string();
        if *view == state.view {
            line.put(Role::Here, &format!(" {digit} {name} "));
        } else {
            line.gap(1).put(Role::Muted, &digit).gap(1);
            if spelled_out {
                line.put(Role::Text, name).gap(1);
            }
        }
        line.gap(u16::from(spacious));
    }
}

fn who(state: &State) -> &str {
    let me = state.session.me.as_ref();
    me.and_then(|id| state.book.catalog.user(id)).map_or("nobody yet", |user| &user.name)
}
