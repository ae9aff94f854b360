//! What a cell means, and how each meaning looks: one table of colour roles.
//!
//! Only the sixteen colours of the terminal's own palette are used and no background is painted,
//! so that the person's scheme decides. No meaning rests on colour alone: every state has a word
//! or a sign beside its role.

use ratatui::style::{Color, Modifier, Style};

/// What a piece of text is. Drawing code names roles, never colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    #[default]
    Text,
    /// Labels, things that are done, hints of lesser weight.
    Muted,
    /// Names of panes and columns.
    Heading,
    /// Where the person is: the focused border, the open tab, a key to press.
    Accent,
    /// On its way to the service: `..`, `~1`, `>>`, `?`.
    Pending,
    /// Refused or failed; stands beside `ERR` or a sentence.
    Error,
    /// Waits for a decision; stands beside `CON` or `ASK`.
    Conflict,
    /// A marked contact; stands beside `*`.
    Marked,
    /// What was, while something newer waits to be saved.
    Struck,
    /// A part of a text that was searched for.
    Found,
    /// A key that can be pressed.
    Key,
    /// The open view or tab.
    Here,
    /// Says that nothing here is real.
    Banner,
    /// Nothing is wrong, but nothing goes on: offline, or over the rate limit.
    Waiting,
    /// Lines that only divide.
    Faint,
    /// Where text is being typed.
    Field,
    /// The row under the cursor in the focused pane.
    Cursor,
}

/// Whether the terminal's own background is dark or light.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ground {
    #[default]
    Dark,
    Light,
}

/// The roles as styles, for one terminal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Theme {
    pub ground: Ground,
    /// `NO_COLOR`: attributes and words carry everything.
    pub colorless: bool,
}

/// One row of the table.
struct Look {
    role: Role,
    dark: Option<Color>,
    light: Option<Color>,
    attributes: Modifier,
}

const fn look(role: Role, dark: Option<Color>, light: Option<Color>, attributes: Modifier) -> Look {
    Look { role, dark, light, attributes }
}

/// The bright half of the palette on dark, the plain half on light: so each pair keeps a contrast
/// of 4.5 to 1 on black and on white with the default palette of xterm. Cyan and yellow can't be
/// read on white, blue stands in for both.
const LOOKS: &[Look] = &[
    look(Role::Text, None, None, Modifier::empty()),
    look(Role::Muted, None, None, Modifier::DIM),
    look(Role::Heading, None, None, Modifier::BOLD),
    look(Role::Accent, Some(Color::Cyan), Some(Color::Blue), Modifier::BOLD),
    look(Role::Pending, Some(Color::Yellow), Some(Color::Blue), Modifier::empty()),
    look(Role::Error, Some(Color::LightRed), Some(Color::Red), Modifier::BOLD),
    look(Role::Conflict, Some(Color::LightMagenta), Some(Color::Magenta), Modifier::BOLD),
    look(Role::Marked, None, None, Modifier::BOLD),
    look(Role::Struck, None, None, Modifier::DIM.union(Modifier::CROSSED_OUT)),
    look(Role::Found, Some(Color::Cyan), Some(Color::Blue), Modifier::UNDERLINED),
    look(Role::Key, Some(Color::Cyan), Some(Color::Blue), Modifier::empty()),
    look(
        Role::Here,
        Some(Color::Cyan),
        Some(Color::Blue),
        Modifier::REVERSED.union(Modifier::BOLD),
    ),
    look(
        Role::Banner,
        Some(Color::LightMagenta),
        Some(Color::Magenta),
        Modifier::REVERSED.union(Modifier::BOLD),
    ),
    look(Role::Waiting, Some(Color::Yellow), Some(Color::Blue), Modifier::BOLD),
    look(Role::Faint, None, None, Modifier::DIM),
    look(Role::Field, None, None, Modifier::UNDERLINED),
    look(Role::Cursor, None, None, Modifier::REVERSED),
];

impl Theme {
    pub fn style(self, role: Role) -> Style {
        let look = LOOKS.iter().find(|look| look.role == role);
        let Some(Look { dark, light, attributes, .. }) = look else { return Style::new() };
        let color = match self.ground {
            Ground::Dark => dark,
            Ground::Light => light,
        };
        let style = Style::new().add_modifier(*attributes);
        match color {
            Some(color) if !self.colorless => style.fg(*color),
            _ => style,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROLES: &[Role] = &[
        Role::Text,
        Role::Muted,
        Role::Heading,
        Role::Accent,
        Role::Pending,
        Role::Error,
        Role::Conflict,
        Role::Marked,
        Role::Struck,
        Role::Found,
        Role::Key,
        Role::Here,
        Role::Banner,
        Role::Waiting,
        Role::Faint,
        Role::Field,
        Role::Cursor,
    ];

    /// The default palette of xterm, where its colours are used.
    fn rgb(color: Color) -> [f64; 3] {
        match color {
            Color::Red => [205.0, 0.0, 0.0],
            Color::Yellow => [205.0, 205.0, 0.0],
            Color::Blue => [0.0, 0.0, 238.0],
            Color::Magenta => [205.0, 0.0, 205.0],
            Color::Cyan => [0.0, 205.0, 205.0],
            Color::LightRed => [255.0, 0.0, 0.0],
            Color::LightMagenta => [255.0, 0.0, 255.0],
            other => panic!("{other} is not in the table"),
        }
    }

    /// Relative luminance as the WCAG defines it.
    fn luminance(rgb: [f64; 3]) -> f64 {
        let linear = rgb.map(|part| {
            let part = part / 255.0;
            if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055_f64).powf(2.4) }
        });
        0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    }

    #[test]
    fn every_colour_can_be_read_on_its_ground() {
        for (ground, paper) in [(Ground::Dark, 0.0), (Ground::Light, 1.0)] {
            for role in ROLES {
                let style = Theme { ground, colorless: false }.style(*role);
                let Some(ink) = style.fg.map(|color| luminance(rgb(color))) else { continue };
                let (high, low) = if ink > paper { (ink, paper) } else { (paper, ink) };
                let contrast = (high + 0.05) / (low + 0.05);
                assert!(contrast >= 4.5, "{role:?} on {ground:?}: {contrast:.1}");
            }
        }
    }

    #[test]
    fn every_role_has_one_line_and_paints_no_background() {
        for role in ROLES {
            assert_eq!(LOOKS.iter().filter(|look| look.role == *role).count(), 1, "{role:?}");
            assert_eq!(Theme::default().style(*role).bg, None, "{role:?}");
        }
    }

    #[test]
    fn without_colour_the_attributes_stay() {
        let theme = Theme { colorless: true, ..Theme::default() };
        for role in ROLES {
            assert_eq!(theme.style(*role).fg, None);
            assert_eq!(theme.style(*role).add_modifier, Theme::default().style(*role).add_modifier);
        }
    }
}
