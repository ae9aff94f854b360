//! What the terminal can show: colours or none, on dark or light, light lines or ASCII.

use std::env;

use crate::{
    cli::arguments::{Color, Everywhere, ThemeName},
    ui::{
        canvas::Look,
        lines::Lines,
        theme::{Ground, Theme},
    },
};

/// The option wins over the settings file, and both over what the terminal says of itself.
pub(super) fn look(everywhere: &Everywhere, configured: &str) -> Look {
    let ground = match (everywhere.theme, configured) {
        (Some(ThemeName::Dark), _) | (None, "dark") => Ground::Dark,
        (Some(ThemeName::Light), _) | (None, "light") => Ground::Light,
        _ => ground(&variable("COLORFGBG")),
    };
    let colorless = match everywhere.color {
        Color::Always => false,
        Color::Never => true,
        Color::Auto => !variable("NO_COLOR").is_empty(),
    };
    Look { theme: Theme { ground, colorless }, lines: lines() }
}

fn variable(name: &str) -> String {
    env::var(name).unwrap_or_default()
}

/// `15;0` is white on black; the last number is the background, of which 7 and 9 to 15 are light.
fn ground(colorfgbg: &str) -> Ground {
    match colorfgbg.rsplit(';').next().and_then(|number| number.parse::<u8>().ok()) {
        Some(7 | 9..=15) => Ground::Light,
        _ => Ground::Dark,
    }
}

/// Box lines only where the locale has them.
fn lines() -> Lines {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .map(variable)
        .find(|value| !value.is_empty())
        .unwrap_or_default()
        .to_lowercase();
    let plain = (locale == "c" || locale == "posix") || variable("TERM") == "linux";
    if plain { Lines::Ascii } else { Lines::Drawn }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_number_is_the_background() {
        assert_eq!(ground("15;0"), Ground::Dark);
        assert_eq!(ground("0;default;15"), Ground::Light);
        assert_eq!(ground("0;7"), Ground::Light);
        assert_eq!(ground(""), Ground::Dark);
    }
}
