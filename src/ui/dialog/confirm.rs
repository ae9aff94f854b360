//! A question before something that can't be taken back.

use ratatui::layout::Rect;

use super::popup;
use crate::{
    app::{
        dialogs::confirm::Confirm,
        spot::{Region, Spot},
    },
    ui::{
        canvas::{self, Canvas},
        input, place,
        theme::Role,
        wrap,
    },
};

const WIDTH: u16 = 56;

pub fn draw(canvas: &mut Canvas, area: Rect, confirm: &Confirm) {
    let width = WIDTH.min(area.width.saturating_sub(4));
    let question: Vec<&str> = wrap::text(&confirm.question, width).collect();
    let lines = confirm.lines.iter().flat_map(|line| wrap::text(line, width.saturating_sub(2)));
    let lines: Vec<&str> = lines.collect();
    let typed = if confirm.number.is_some() { 2 } else { 0 };
    let texts = u16::try_from(question.len() + lines.len()).unwrap_or(u16::MAX);
    let height = texts.saturating_add(2 + typed);
    let inner = popup::open(canvas, area, "Sure?", WIDTH, height);
    // What is answered comes first where not all of it fits; what is asked about gets the rest.
    let answer = Rect { y: inner.bottom() - (1 + typed).min(inner.height), ..inner };
    let answer = Rect { height: inner.bottom() - answer.y, ..answer };
    let mut rest = Rect { height: answer.y - inner.y, ..inner };
    for line in &question {
        canvas.put(place::row(rest, 0), Role::Heading, line);
        rest = place::below(rest, 1);
    }
    for line in &lines {
        canvas.put(place::from(place::row(rest, 0), 2), Role::Text, line);
        rest = place::below(rest, 1);
    }
    buttons(canvas, place::row(answer, typed), confirm);
    if let Some(number) = confirm.number {
        let ask = format!("Type {number} to go on: ");
        let row = place::row(answer, 0);
        canvas.put(row, Role::Text, &ask);
        let field = place::from(row, canvas::width(&ask));
        let field = Rect { width: field.width.min(12), ..field };
        input::draw_line(canvas, field, &confirm.typed, true);
    }
}

fn buttons(canvas: &mut Canvas, row: Rect, confirm: &Confirm) {
    let chosen = |yes: bool| if confirm.yes == yes { Role::Here } else { Role::Muted };
    let mut line = canvas.line(row, row.y);
    if !confirm.yes && confirm.number.is_none() {
        line.point();
    }
    let no = line.x();
    line.put(chosen(false), if confirm.yes { "  No  " } else { "> No  " });
    line.spot(no, Spot::Row(Region::Dialog, 0)).gap(3);
    if confirm.yes && confirm.number.is_none() {
        line.point();
    }
    let yes = line.x();
    line.put(chosen(true), if confirm.yes { "> Yes  " } else { "  Yes  " });
    line.spot(yes, Spot::Row(Region::Dialog, 1));
}
