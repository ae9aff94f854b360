//! Columns of a table: which fit, and how wide each is.
//!
//! Widths come from the room alone, never from what the rows hold, so that scrolling and fresh
//! data move no column.

use ratatui::layout::Rect;

use super::{canvas::Canvas, theme::Role};

/// One column as its table declares it.
#[derive(Clone, Copy, Debug)]
pub struct Column<K> {
    pub kind: K,
    pub head: &'static str,
    /// Cells without which it is not worth showing.
    pub least: u16,
    /// Its part in what is left over; 0 keeps it at its least.
    pub grow: u16,
    /// Columns with a higher rank go first when the room gets less; rank 0 never goes.
    pub rank: u8,
}

/// A column with its place on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span<K> {
    pub kind: K,
    pub head: &'static str,
    pub x: u16,
    /// One past its last cell.
    pub end: u16,
}

impl<K> Span<K> {
    /// The cell of this column in one row of the screen.
    pub fn cell(&self, y: u16) -> Rect {
        Rect { x: self.x, y, width: self.end - self.x, height: 1 }
    }
}

/// Cells between two columns.
const GAP: u16 = 1;

/// Places the columns between the edges of `area`. Where even those that never go have no room,
/// they share what there is.
pub fn lay<K: Copy>(columns: &[Column<K>], area: Rect) -> Vec<Span<K>> {
    let kept = kept(columns, area.width);
    let widths = widths(&kept, area.width);
    let mut x = area.x;
    let mut spans = Vec::with_capacity(kept.len());
    for (column, width) in kept.iter().zip(widths) {
        let end = x.saturating_add(width).min(area.right());
        spans.push(Span { kind: column.kind, head: column.head, x: x.min(end), end });
        x = end.saturating_add(GAP).min(area.right());
    }
    spans
}

fn kept<K: Copy>(columns: &[Column<K>], width: u16) -> Vec<Column<K>> {
    let mut kept = columns.to_vec();
    while wanted(&kept) > width {
        match kept.iter().map(|column| column.rank).max() {
            Some(last) if last > 0 => kept.retain(|column| column.rank < last),
            _ => break,
        }
    }
    kept
}

/// What is left over goes to those that grow, by their part in growing; what is missing is taken
/// from the same, by their part in the width.
fn widths<K>(columns: &[Column<K>], width: u16) -> Vec<u16> {
    let gaps = wanted(columns) - columns.iter().map(|column| column.least).sum::<u16>();
    let fixed: u16 = columns.iter().filter(|it| it.grow == 0).map(|it| it.least).sum();
    let least: u16 = columns.iter().filter(|it| it.grow > 0).map(|it| it.least).sum();
    let room = width.saturating_sub(gaps + fixed);
    let scarce = room < least;
    let parts: Vec<u16> = columns
        .iter()
        .map(|column| match column.grow {
            0 => 0,
            _ if scarce => column.least,
            grow => grow,
        })
        .collect();
    let shares = shares(&parts, if scarce { room } else { room - least });
    columns
        .iter()
        .zip(shares)
        .map(|(column, share)| match column.grow {
            0 => column.least,
            _ if scarce => share,
            _ => column.least + share,
        })
        .collect()
}

/// A number of cells in parts, rounded on their running sum, so that none is lost at the end.
fn shares(parts: &[u16], cells: u16) -> Vec<u16> {
    let whole: u32 = parts.iter().map(|part| u32::from(*part)).sum();
    let (mut counted, mut given) = (0, 0);
    let share = |part: &u16| {
        counted += u32::from(*part);
        let so_far = (u32::from(cells) * counted).checked_div(whole).unwrap_or(0);
        let so_far = u16::try_from(so_far).unwrap_or(cells);
        let share = so_far - given;
        given = so_far;
        share
    };
    parts.iter().map(share).collect()
}

/// Draws the line of column heads.
pub fn heads<K>(canvas: &mut Canvas, spans: &[Span<K>], y: u16) {
    for span in spans {
        canvas.put(span.cell(y), Role::Muted, span.head);
    }
}

fn wanted<K>(columns: &[Column<K>]) -> u16 {
    let gaps = u16::try_from(columns.len().saturating_sub(1)).unwrap_or(u16::MAX) * GAP;
    columns.iter().map(|column| column.least).sum::<u16>() + gaps
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &[Column<char>] = &[
        Column { kind: 'n', head: "NAME", least: 10, grow: 2, rank: 0 },
        Column { kind: 'e', head: "EMAIL", least: 20, grow: 1, rank: 2 },
        Column { kind: 't', head: "TAGS", least: 8, grow: 1, rank: 1 },
        Column { kind: 's', head: "SYN", least: 3, grow: 0, rank: 0 },
    ];

    fn kinds(width: u16) -> String {
        lay(TABLE, Rect::new(0, 0, width, 1)).iter().map(|span| span.kind).collect()
    }

    #[test]
    fn columns_go_in_the_order_of_their_rank() {
        assert_eq!(kinds(44), "nets");
        assert_eq!(kinds(43), "nts");
        assert_eq!(kinds(22), "ns");
        assert_eq!(kinds(0), "ns");
    }

    #[test]
    fn what_is_left_over_is_shared_to_the_last_cell() {
        for width in 44..120 {
            let spans = lay(TABLE, Rect::new(5, 0, width, 1));
            assert_eq!(spans.last().map(|span| span.end), Some(5 + width));
            assert!(spans.windows(2).all(|pair| pair[0].end + GAP == pair[1].x));
            assert_eq!(spans[3].end - spans[3].x, 3);
        }
    }

    #[test]
    fn where_there_is_too_little_room_all_get_narrower() {
        let spans = lay(TABLE, Rect::new(0, 0, 10, 1));
        let widths: Vec<u16> = spans.iter().map(|span| span.end - span.x).collect();
        assert_eq!(widths, [6, 3]);
    }

    #[test]
    fn a_column_never_leaves_its_area() {
        for width in 0..30 {
            let area = Rect::new(3, 0, width, 1);
            for span in lay(TABLE, area) {
                assert!(area.left() <= span.x && span.x <= span.end && span.end <= area.right());
            }
        }
    }
}
