//! A short list to choose one thing from.

use ratatui::layout::Rect;

use super::{choice, popup};
use crate::{
    app::{dialogs::menu::Menu, state::State},
    ui::canvas::Canvas,
};

pub fn draw(canvas: &mut Canvas, area: Rect, state: &State, menu: &Menu) {
    let title = match menu {
        Menu::Owner(contacts, _) => {
            format!("{} of {}", menu.title(), popup::whose(state, contacts))
        }
        _ => menu.title().to_owned(),
    };
    choice::draw(canvas, area, &title, menu.choice());
}
