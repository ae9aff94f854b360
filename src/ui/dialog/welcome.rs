//! The first screen: a token, or the sandbox.

use ratatui::layout::Rect;

use crate::{
    app::{
        dialogs::welcome::{Welcome, WelcomeRow},
        spot::Region,
    },
    ui::{canvas::Canvas, input, pane, place, theme::Role, wrap},
};

const WIDTH: u16 = 64;
const HEIGHT: u16 = 18;
const LABELS: u16 = 10;
/// Lines of the form and of what is said under it.
const ROWS: u16 = 5;
const FOOT: u16 = 1;
const LOCATION_HELP: &str = "the ID in the address: app.gohighlevel.com/v2/location/ID";
const INTRO: &str = "The people in your HighLevel location, in your terminal.

Paste a private integration token (Settings > Private Integrations); it is kept in the keyring of \
this machine. Or try the sandbox first.";

pub fn draw(canvas: &mut Canvas, area: Rect, welcome: &Welcome) {
    canvas.clear(area);
    canvas.region(area, Region::Dialog);
    let outer = place::centered(area, WIDTH, HEIGHT);
    let inner = place::narrowed(pane::frame(canvas, outer, "rolodeck", true), 2);
    // On a small terminal the words of welcome go before the lines that are filled in.
    let intro: Vec<&str> = wrap::text(INTRO, inner.width).collect();
    let wanted = u16::try_from(intro.len()).unwrap_or(u16::MAX).saturating_add(2);
    let spare = inner.height.saturating_sub(ROWS + FOOT);
    let mut rest = place::below(inner, if spare >= wanted { wanted } else { 0 });
    if spare >= wanted {
        for (at, line) in (1..).zip(&intro) {
            canvas.put(place::row(inner, at), Role::Text, line);
        }
    }
    for (at, row) in WelcomeRow::ALL.iter().enumerate() {
        canvas.row(place::row(rest, 0), at);
        draw_row(canvas, place::row(rest, 0), welcome, *row);
        rest = place::below(rest, 1 + u16::from(spare > 0 && *row == WelcomeRow::Location));
    }
    foot(canvas, place::below(rest, u16::from(spare > 0)), welcome);
}

fn draw_row(canvas: &mut Canvas, row: Rect, welcome: &Welcome, which: WelcomeRow) {
    let active = welcome.at == which;
    let (label, field) = match which {
        WelcomeRow::Token => ("Token", Some(&welcome.token)),
        WelcomeRow::Location => ("Location", Some(&welcome.location)),
        WelcomeRow::SignIn => ("Sign in", None),
        WelcomeRow::Sandbox => ("Try the sandbox: 500 invented people, nothing is real", None),
        WelcomeRow::Quit => ("Quit", None),
    };
    let mut line = canvas.line(row, row.y);
    line.put(Role::Marked, if active { "> " } else { "  " });
    let Some(text) = field else {
        line.put(Role::Text, label);
        if active {
            canvas.cursor_row(row, true);
        }
        return;
    };
    line.put_within(if active { Role::Accent } else { Role::Muted }, label, LABELS);
    let area = place::from(row, LABELS + 2);
    if text.is_empty() && !active {
        canvas.put(area, Role::Muted, "-");
    }
    input::draw_line(canvas, area, text, active);
}

fn foot(canvas: &mut Canvas, area: Rect, welcome: &Welcome) {
    if welcome.busy {
        canvas.put(place::row(area, 0), Role::Pending, "trying the token");
    } else if let (None, WelcomeRow::Location) = (&welcome.fault, welcome.at) {
        canvas.put(place::row(area, 0), Role::Muted, LOCATION_HELP);
    } else if let Some(fault) = &welcome.fault {
        let text = format!("ERR {fault}");
        for (at, line) in wrap::text(&text, area.width).take(area.height.into()).enumerate() {
            canvas.put(place::row(area, u16::try_from(at).unwrap_or(u16::MAX)), Role::Error, line);
        }
    }
}
