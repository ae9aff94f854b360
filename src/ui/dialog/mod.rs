//! What opens over the panes. One file a dialog; each is drawn from its own struct.

pub mod change;
pub mod choice;
pub mod confirm;
pub mod conflict;
pub mod contact;
pub mod entry;
pub mod field;
pub mod finder;
pub mod form;
pub mod gone;
pub mod menu;
pub mod note;
pub mod people;
pub mod popup;
pub mod tags;
pub mod task;
pub mod welcome;

use ratatui::layout::Rect;

use self::finder::Reach;
use super::canvas::Canvas;
use crate::app::{dialog::Dialog, state::State};

/// All that are open, the one with the keys last. `area` is what lies between title and hints.
pub fn draw(canvas: &mut Canvas, area: Rect, state: &State) {
    for dialog in &state.dialogs {
        canvas.cursor = None;
        match dialog {
            Dialog::Field(editor) => field::draw(canvas, area, state, editor),
            Dialog::Contact(form) => contact::draw(canvas, area, state, form),
            Dialog::Task(form) => task::draw(canvas, area, state, form),
            Dialog::Note(note) => note::draw(canvas, area, state, note),
            Dialog::Tags(picker) => tags::draw(canvas, area, state, picker),
            Dialog::People(people) => people::draw(canvas, area, state, people),
            Dialog::Menu(menu) => menu::draw(canvas, area, state, menu),
            Dialog::Confirm(confirm) => confirm::draw(canvas, area, confirm),
            Dialog::Help(finder) => finder::draw(canvas, area, state, finder, Reach::Here),
            Dialog::Palette(finder) => finder::draw(canvas, area, state, finder, Reach::Everywhere),
            Dialog::Conflict(it) => conflict::draw(canvas, area, state, *it),
            Dialog::Change(op) => change::draw(canvas, area, state, *op),
            Dialog::Welcome(welcome) => welcome::draw(canvas, area, welcome),
        }
    }
}
