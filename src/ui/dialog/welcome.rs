//! The first screen: a token, or the sandbox.

use ratatui::layout::Rect;

use crate::{
    app::{
        dialogs::welcome::{Welcome, WelcomeRow},
        state::State,
    },
    ui::{canvas::Canvas, input, pane, place, theme::Role, wrap},
};

const WIDTH: u16 = 64;
const HEIGHT: u16 = 18;
const LABELS: u16 = 10;

pub fn draw(canvas: &mut Canvas, area: Rect, _state: &State, welcome: &Welcome) {
    canvas.clear(area);
    let outer = place::centered(area, WIDTH, HEIGHT);
    let inner = place::narrowed(pane::frame(canvas, outer, "rolodeck", true), 2);
    let mut rest = place::below(inner, 1);
    for line in [
        "The people in your HighLevel location, in your terminal.",
        "",
        "Paste a private integration token (Settings > Private",
        "Integrations); it is kept in the keyring of this machine.",
        "Or try the sandbox first.",
    ] {
        canvas.put(place::row(rest, 0), Role::Text, line);
        rest = place::below(rest, 1);
    }
    rest = place::below(rest, 1);
    for row in WelcomeRow::ALL {
        draw_row(canvas, place::row(rest, 0), welcome, *row);
        let gap = u16::from(matches!(row, WelcomeRow::Location));
        rest = place::below(rest, 1 + gap);
    }
    foot(canvas, rest, welcome);
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
    let area = place::below(area, 1);
    if welcome.busy {
        canvas.put(place::row(area, 0), Role::Pending, "trying the token");
    } else if let Some(fault) = &welcome.fault {
        let text = format!("ERR {fault}");
        for (at, line) in wrap::text(&text, area.width).take(area.height.into()).enumerate() {
            canvas.put(place::row(area, u16::try_from(at).unwrap_or(u16::MAX)), Role::Error, line);
        }
    }
}
