//! The first line: where this is, which views there are, and a banner where nothing is real.

use ratatui::layout::Rect;

use super::{
    canvas::{Canvas, Line, width},
    theme::Role,
};
use crate::app::{
    spot::Spot,
    state::State,
    view::{Listed, View},
};

const BRAND: &str = "rolodeck";
const BANNER: &str = " SANDBOX ";
const READ_ONLY: &str = " READ-ONLY ";
const PROXY: &str = " PROXY ";
/// From here on it is said who the person is.
const ROOM_FOR_ME: u16 = 110;
/// From here on there is air between all of it.
const SPACIOUS: u16 = 100;
const LONGEST_NAME: u16 = 28;
/// A name of a location that is cut shorter says nothing.
const SHORTEST_NAME: u16 = 8;

/// How the views are called, from the widest to the narrowest.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Names {
    All,
    /// Of the open view only.
    Open,
    /// Digits.
    None,
}

impl Names {
    fn of(self, listed: &Listed, open: View) -> Option<&'static str> {
        let said = self == Self::All || self == Self::Open && listed.view == open;
        said.then_some(listed.name)
    }
}

/// Where it is tight, the program leaves out its own name first, then those of the views; their
/// digits stay.
pub fn draw(canvas: &mut Canvas, area: Rect, state: &State) {
    let spacious = area.width >= SPACIOUS;
    let gap = if spacious { 3 } else { 2 };
    let mut line = canvas.line(area, area.y);
    line.gap(1).gap_right(1);
    if state.session.sandbox {
        line.put_right(Role::Banner, BANNER).gap_right(1);
    }
    if state.session.read_only {
        line.put_right(Role::Banner, READ_ONLY).gap_right(1);
    }
    if state.session.proxied {
        line.put_right(Role::Banner, PROXY).gap_right(1);
    }
    if area.width >= ROOM_FOR_ME {
        line.put_right(Role::Text, who(state)).put_right(Role::Muted, "me ").gap_right(2);
    }
    let location = state.book.catalog.location.as_ref();
    let location = location.map_or(state.session.profile.as_str(), |location| &location.name);
    let wanted = width(location).min(LONGEST_NAME);
    let views = |names| views(names, state.view, spacious);
    let brand = width(BRAND) + gap;
    if brand + wanted + gap + views(Names::All) <= line.room() {
        line.put(Role::Heading, BRAND).gap(gap);
    }
    let fits = |names: &Names, name: u16| name + gap + views(*names) <= line.room();
    let names = [Names::All, Names::Open].into_iter().find(|names| fits(names, wanted)).unwrap_or(
        if fits(&Names::Open, SHORTEST_NAME.min(wanted)) { Names::Open } else { Names::None },
    );
    let room = line.room().saturating_sub(gap + views(names)).min(LONGEST_NAME);
    line.put_within(Role::Text, location, room).gap(gap);
    for listed in View::ALL {
        draw_view(&mut line, listed, state.view, names);
        line.gap(u16::from(spacious));
    }
}

/// Cells that the views take.
fn views(names: Names, open: View, spacious: bool) -> u16 {
    let of = |listed: &Listed| 3 + names.of(listed, open).map_or(0, |name| width(name) + 1);
    View::ALL.iter().map(|listed| of(listed) + u16::from(spacious)).sum()
}

fn draw_view(line: &mut Line, listed: &Listed, open: View, names: Names) {
    let start = line.x();
    let name = names.of(listed, open).map(|name| format!(" {name}")).unwrap_or_default();
    if listed.view == open {
        line.put(Role::Here, &format!(" {}{name} ", listed.digit));
    } else {
        line.gap(1).put(Role::Key, listed.digit).put(Role::Text, &name).gap(1);
    }
    line.spot(start, Spot::Command(listed.command));
}

fn who(state: &State) -> &str {
    let me = state.session.me.as_ref();
    me.and_then(|id| state.book.catalog.user(id)).map_or("nobody yet", |user| &user.name)
}
