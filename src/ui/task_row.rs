//! One task in one line.

use jiff::Zoned;
use ratatui::layout::Rect;

use super::{
    canvas::{Canvas, width},
    gutter, mark,
    moment::day,
    theme::Role,
};
use crate::{
    app::state::State,
    model::{
        due::{self, Bucket},
        task::Task,
    },
};

/// `[ ] Call back about pricing   today 15:00   Priya   ~1`; the sentence of the server where it
/// refused.
pub fn draw(
    canvas: &mut Canvas,
    row: Rect,
    state: &State,
    task: &Task,
    now: &Zoned,
    under_cursor: bool,
) {
    let fault = state.book.refused_task(task.contact, task.id).and_then(|line| line.fault.as_ref());
    let mut line = canvas.line(row, row.y);
    gutter::cursor(&mut line, under_cursor);
    if let Some(mark) = state.book.task_mark(task.contact, task.id) {
        line.put_right(mark::role(mark), &format!("{mark:<3}")).gap_right(1);
    } else {
        line.gap_right(mark::WIDTH + 1);
    }
    if let Some(fault) = fault {
        line.put(Role::Text, check_box(task)).gap(1).put_within(
            Role::Text,
            &task.draft.title,
            row.width / 2,
        );
        line.gap(2).put(Role::Error, &fault.cause);
        return;
    }
    if let Some(id) = &task.draft.owner {
        const OWNER: u16 = 12;
        if row.width >= 60 {
            let name = state.book.catalog.user_name(id);
            line.gap_right(OWNER.saturating_sub(width(&name).min(OWNER)));
            line.put_right(Role::Muted, cut(&name, OWNER)).gap_right(2);
        }
    }
    if let Some(due) = task.draft.due {
        let words = if task.done { day(due, now) } else { due::say(due, now) };
        if task.done {
            line.put_right(Role::Muted, &words);
        } else if Bucket::of(Some(due), now) == Bucket::Overdue {
            line.put_right(Role::Error, " !").put_right(Role::Error, &words);
        } else {
            line.put_right(Role::Text, &words);
        }
        line.gap_right(2);
    }
    let role = if task.done { Role::Muted } else { Role::Text };
    let leaving = state.book.is_task_leaving(task.contact, task.id);
    let title = if leaving { Role::Struck } else { role };
    line.put(role, check_box(task)).gap(1).put(title, &task.draft.title);
    if !task.draft.body.is_empty() {
        line.gap(2).put(Role::Muted, &task.draft.body);
    }
}

fn check_box(task: &Task) -> &'static str {
    if task.done { "[x]" } else { "[ ]" }
}

fn cut(text: &str, cells: u16) -> &str {
    super::wrap::hard(text, cells).first().map_or("", |first| first.trim_end())
}
