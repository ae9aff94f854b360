//! Where the panes stand, from the size of the terminal alone (features 4.5): what is drawn and
//! how many rows a page has follow from the same numbers.

use super::view::{Pane, View};

/// The terminal, in cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    pub columns: u16,
    pub rows: u16,
}

impl Default for Size {
    fn default() -> Self {
        Self { columns: 80, rows: 24 }
    }
}

/// A part of the terminal, in cells, frame included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Area {
    pub x: u16,
    pub y: u16,
    pub width: u16,
    pub height: u16,
}

impl Area {
    /// Without the frame.
    #[must_use]
    pub fn inside(self) -> Self {
        Self {
            x: self.x + 1,
            y: self.y + 1,
            width: self.width.saturating_sub(2),
            height: self.height.saturating_sub(2),
        }
    }

    /// The upper `rows` and what is left below.
    fn cut(self, rows: u16) -> (Self, Self) {
        let rows = rows.min(self.height);
        (
            Self { height: rows, ..self },
            Self { y: self.y + rows, height: self.height - rows, ..self },
        )
    }

    /// The left `columns` and what is left beside them.
    fn split(self, columns: u16) -> (Self, Self) {
        let columns = columns.min(self.width);
        (
            Self { width: columns, ..self },
            Self { x: self.x + columns, width: self.width - columns, ..self },
        )
    }
}

/// What the person chose about the panes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wish {
    pub view: View,
    pub focus: Pane,
    /// Only the pane with the keys (`zz`).
    pub zoomed: bool,
    /// The detail beside the list, where there is room (`zp`).
    pub preview: bool,
}

/// Below this nothing but a sentence is shown.
pub const SMALLEST: Size = Size { columns: 40, rows: 10 };
const SIDE: u16 = 24;

/// The panes that are visible and where. A pane that is `None` is not drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Screen {
    pub title: Area,
    /// View, filter and counts; not below 20 rows.
    pub header: Option<Area>,
    /// Tags and sync with counts, from 160 columns.
    pub side: Option<Area>,
    pub list: Option<Area>,
    pub detail: Option<Area>,
    pub tasks: Option<Area>,
    pub notes: Option<Area>,
    pub appointments: Option<Area>,
    /// One line for messages.
    pub strip: Area,
    pub status: Area,
    pub hints: Area,
}

impl Screen {
    pub fn pane(&self, pane: Pane) -> Option<Area> {
        match pane {
            Pane::List => self.list,
            Pane::Detail => self.detail,
            Pane::Tasks => self.tasks,
            Pane::Notes => self.notes,
            Pane::Appointments => self.appointments,
        }
    }

    /// The visible panes in the order of `Tab`.
    pub fn panes(&self) -> impl Iterator<Item = Pane> + '_ {
        [Pane::List, Pane::Detail, Pane::Tasks, Pane::Notes, Pane::Appointments]
            .into_iter()
            .filter(|pane| self.pane(*pane).is_some())
    }

    /// How many rows of a list fit into a pane: its inside, less the line of column names that
    /// the main list has.
    pub fn page(&self, pane: Pane) -> usize {
        let height = |area: Area| area.inside().height.saturating_sub(heading(pane));
        self.pane(pane).map_or(1, |area| usize::from(height(area)).max(1))
    }
}

/// Lines over the rows of a pane: the names of the columns, or the tabs.
fn heading(pane: Pane) -> u16 {
    u16::from(matches!(pane, Pane::List | Pane::Detail))
}

/// `None` where the terminal is too small to show anything useful.
pub fn screen(size: Size, wish: Wish) -> Option<Screen> {
    if size.columns < SMALLEST.columns || size.rows < SMALLEST.rows {
        return None;
    }
    let all = Area { x: 0, y: 0, width: size.columns, height: size.rows };
    let (title, rest) = all.cut(1);
    let (header, rest) = rest.cut(u16::from(size.rows >= 20));
    let (body, rest) = rest.cut(rest.height.saturating_sub(3));
    let (strip, rest) = rest.cut(1);
    let (status, hints) = rest.cut(1);
    let frame = Screen {
        title,
        header: (header.height > 0).then_some(header),
        strip,
        status,
        hints,
        ..Screen::default()
    };
    Some(with_panes(frame, body, size, wish))
}

fn with_panes(frame: Screen, body: Area, terminal: Size, wish: Wish) -> Screen {
    let beside = terminal.columns >= 100 && wish.view.has_person() && wish.preview;
    if wish.zoomed || !beside {
        return alone(frame, body, wish.focus);
    }
    let wide = terminal.columns >= 160;
    let (side, rest) = body.split(if wide { SIDE } else { 0 });
    let (list, person) = rest.split(if wide { rest.width * 2 / 3 } else { rest.width * 3 / 5 });
    let roomy = terminal.columns >= 120 && terminal.rows >= 40;
    let (detail, tasks, notes, appointments) =
        if roomy { stacked(person, terminal.rows >= 45) } else { (person, None, None, None) };
    Screen {
        side: (side.width > 0).then_some(side),
        list: Some(list),
        detail: Some(detail),
        tasks,
        notes,
        appointments,
        ..frame
    }
}

/// One pane on the whole width: what has the keys, or the detail where its panes have no room.
fn alone(frame: Screen, body: Area, focus: Pane) -> Screen {
    match focus {
        Pane::List => Screen { list: Some(body), ..frame },
        Pane::Detail => Screen { detail: Some(body), ..frame },
        Pane::Tasks => Screen { tasks: Some(body), ..frame },
        Pane::Notes => Screen { notes: Some(body), ..frame },
        Pane::Appointments => Screen { appointments: Some(body), ..frame },
    }
}

/// Detail over tasks over notes, and appointments where the screen is high enough.
fn stacked(person: Area, high: bool) -> (Area, Option<Area>, Option<Area>, Option<Area>) {
    let (detail, rest) = person.cut(person.height / 2);
    let (appointments, rest_above) = if high {
        let (above, appointments) = rest.cut(rest.height.saturating_sub(5));
        (Some(appointments), above)
    } else {
        (None, rest)
    };
    let (tasks, notes) = rest_above.cut(rest_above.height / 2);
    (detail, Some(tasks), Some(notes), appointments)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(columns: u16, rows: u16, focus: Pane) -> Option<Screen> {
        let wish = Wish { view: View::Contacts, focus, zoomed: false, preview: true };
        screen(Size { columns, rows }, wish)
    }

    #[test]
    fn the_breakpoints_hold() {
        assert_eq!(at(39, 24, Pane::List), None);
        assert_eq!(at(80, 9, Pane::List), None);
        let panes = |columns, rows, focus| -> Vec<Pane> {
            at(columns, rows, focus).unwrap().panes().collect()
        };
        assert_eq!(panes(80, 24, Pane::List), [Pane::List]);
        assert_eq!(panes(80, 24, Pane::Detail), [Pane::Detail]);
        assert_eq!(panes(100, 24, Pane::List), [Pane::List, Pane::Detail]);
        assert_eq!(
            panes(120, 40, Pane::List),
            [Pane::List, Pane::Detail, Pane::Tasks, Pane::Notes]
        );
        assert_eq!(panes(200, 50, Pane::List).len(), 5);
        assert_eq!(at(159, 50, Pane::List).unwrap().side, None);
        assert!(at(160, 50, Pane::List).unwrap().side.is_some());
        assert_eq!(at(80, 19, Pane::List).unwrap().header, None);
    }

    #[test]
    fn panes_fill_the_terminal_and_never_leave_it() {
        for (columns, rows) in [(40, 10), (80, 24), (99, 20), (120, 40), (200, 50), (500, 300)] {
            let screen = at(columns, rows, Pane::List).unwrap();
            let lines = [Some(screen.title), screen.header, Some(screen.strip)];
            let bottom = [Some(screen.status), Some(screen.hints), screen.side];
            let panes = screen.panes().map(|pane| screen.pane(pane));
            let areas: Vec<Area> = lines.into_iter().chain(bottom).chain(panes).flatten().collect();
            let cells: u32 =
                areas.iter().map(|area| u32::from(area.width) * u32::from(area.height)).sum();
            assert_eq!(cells, u32::from(columns) * u32::from(rows));
            assert!(
                areas
                    .iter()
                    .all(|area| area.x + area.width <= columns && area.y + area.height <= rows)
            );
        }
    }
}
