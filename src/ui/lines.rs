//! The lines around panes. Which pane has the focus shows in the lines themselves, with colour or
//! without.

/// How panes are bordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lines {
    /// Box-drawing characters: light, and heavy where the focus is.
    #[default]
    Drawn,
    /// `-`, and `=` where the focus is: for fonts and locales in which the others are two cells
    /// wide or missing.
    Ascii,
    /// None, for screen readers.
    Bare,
}

/// The pieces of one border.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Border {
    pub top_left: &'static str,
    pub top_right: &'static str,
    pub bottom_left: &'static str,
    pub bottom_right: &'static str,
    pub across: &'static str,
    pub down: &'static str,
}

const LIGHT: Border = Border {
    top_left: "╭",
    top_right: "╮",
    bottom_left: "╰",
    bottom_right: "╯",
    across: "─",
    down: "│",
};

const HEAVY: Border = Border {
    top_left: "┏",
    top_right: "┓",
    bottom_left: "┗",
    bottom_right: "┛",
    across: "━",
    down: "┃",
};

const ASCII: Border = Border {
    top_left: "+",
    top_right: "+",
    bottom_left: "+",
    bottom_right: "+",
    across: "-",
    down: "|",
};

const ASCII_FOCUS: Border = Border { across: "=", ..ASCII };

const BARE: Border = Border {
    top_left: " ",
    top_right: " ",
    bottom_left: " ",
    bottom_right: " ",
    across: " ",
    down: " ",
};

impl Lines {
    pub const fn border(self, focused: bool) -> Border {
        match (self, focused) {
            (Self::Drawn, false) => LIGHT,
            (Self::Drawn, true) => HEAVY,
            (Self::Ascii, false) => ASCII,
            (Self::Ascii, true) => ASCII_FOCUS,
            (Self::Bare, _) => BARE,
        }
    }

    /// A rule inside a pane.
    pub const fn rule(self) -> &'static str {
        match self {
            Self::Drawn => "─",
            Self::Ascii => "-",
            Self::Bare => " ",
        }
    }
}
