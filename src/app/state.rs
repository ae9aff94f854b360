//! Everything the interface knows, as plain data.

use std::collections::VecDeque;

use crossterm::event::KeyEvent;
use jiff::{Timestamp, Zoned};

use super::{
    book::Book,
    dialog::Dialog,
    draft::{Drafts, Place},
    keymap::Keymap,
    layout::{self, Screen, Size, Wish},
    notice::{Notice, Tone},
    panes::{
        contacts::Contacts, detail::Detail, notes::Notes, sync::Sync, tags::Tags, tasks::Tasks,
    },
    repeat::Repeat,
    session::Session,
    view::{Pane, Tab, View},
};
use crate::model::{
    agenda::TaskRef,
    ids::{ContactId, OpId, TaskId},
    talk::Attention,
};

/// What was saved and is not on disk yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Unsaved {
    pub ops: Vec<OpId>,
    pub editor: Dialog,
    /// Where drafts of it lie that need not be kept once it is. They are not offered any more.
    pub drafts: Vec<Place>,
}

#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "switches that have nothing to do with each other"
)]
pub struct State {
    /// When the last message came: what relative words are relative to.
    pub now: Timestamp,
    pub size: Size,
    pub session: Session,
    pub book: Book,

    pub view: View,
    /// The pane that has the keys while no dialog is open.
    pub focus: Pane,
    pub zoomed: bool,
    pub preview: bool,
    pub contacts: Contacts,
    pub detail: Detail,
    pub tasks: Tasks,
    pub notes: Notes,
    pub tags: Tags,
    pub sync: Sync,

    /// The last one is on top and has the keys.
    pub dialogs: Vec<Dialog>,
    /// Editors whose text is not on disk yet: they open again if it can't be stored.
    pub unsaved: Vec<Unsaved>,
    pub drafts: Drafts,

    pub keymap: Keymap,
    /// The keys of a prefix, such as `g`, that waits for the next one.
    pub prefix: Vec<KeyEvent>,
    /// The next key did not come at once: those that may follow are shown.
    pub hesitates: bool,
    /// The last thing said in the strip.
    pub notice: Option<Notice>,
    /// What `.` does.
    pub repeat: Option<Repeat>,

    /// What the background task was last told.
    pub(super) attention: Attention,
    /// Whom it was last told to look at.
    pub(super) looked: Option<ContactId>,
    /// A command that waits until a person is read.
    pub(super) awaiting: Option<(ContactId, &'static str)>,
    /// Keys typed meanwhile: they come after it.
    pub(super) ahead: VecDeque<KeyEvent>,
    /// Quitting was asked for once, and something was said about it.
    pub(super) leaving: bool,
    /// Who sits here must be asked once the location's users are known.
    pub(super) ask_who: bool,
    /// Where and when the mouse was last pressed.
    pub(super) clicked: Option<(u16, u16, Timestamp)>,
}

impl State {
    pub fn new(session: Session, keymap: Keymap) -> Self {
        Self {
            now: Timestamp::UNIX_EPOCH,
            size: Size::default(),
            session,
            book: Book::default(),
            view: View::default(),
            focus: Pane::default(),
            zoomed: false,
            preview: true,
            contacts: Contacts::default(),
            detail: Detail::default(),
            tasks: Tasks::default(),
            notes: Notes::default(),
            tags: Tags::default(),
            sync: Sync::default(),
            dialogs: Vec::new(),
            unsaved: Vec::new(),
            drafts: Drafts::default(),
            keymap,
            prefix: Vec::new(),
            hesitates: false,
            notice: None,
            repeat: None,
            attention: Attention::Working,
            looked: None,
            awaiting: None,
            ahead: VecDeque::new(),
            leaving: false,
            ask_who: false,
            clicked: None,
        }
    }

    /// Where the panes stand; `None` where the terminal is too small.
    pub fn screen(&self) -> Option<Screen> {
        let wish =
            Wish { view: self.view, focus: self.focus, zoomed: self.zoomed, preview: self.preview };
        layout::screen(self.size, wish)
    }

    /// How many rows the pane with the keys shows.
    pub fn page(&self) -> usize {
        self.screen().map_or(1, |screen| screen.page(self.focus))
    }

    /// The dialog that has the keys, the help and the palette left out: what they show is what
    /// can be done under them.
    pub fn dialog(&self) -> Option<&Dialog> {
        let finder = |dialog: &&Dialog| matches!(dialog, Dialog::Help(_) | Dialog::Palette(_));
        self.dialogs.iter().rev().find(|dialog| !finder(dialog))
    }

    /// The tab whose rows the pane with the keys shows; `None` is the main list.
    pub fn tab(&self) -> Option<Tab> {
        match self.focus {
            Pane::Detail => Some(self.detail.tab),
            pane => pane.tab(),
        }
    }

    /// The pane beside the detail that shows this tab already, if the screen has room for it.
    pub fn pane_of(&self, tab: Tab) -> Option<Pane> {
        let screen = self.screen().filter(|screen| screen.detail.is_some())?;
        tab.pane().filter(|pane| screen.pane(*pane).is_some())
    }

    /// The person that the row under the list's cursor belongs to.
    pub fn person(&self) -> Option<ContactId> {
        match self.view {
            View::Contacts => self.contacts.cursor(),
            View::Tasks => {
                let task = self.tasks.list.cursor().and_then(|id| self.book.task(*id))?;
                Some(task.contact())
            }
            View::Notes => {
                let note = self.notes.list.cursor().and_then(|id| self.notes.note(*id))?;
                Some(note.contact)
            }
            View::Tags => None,
            View::Sync => {
                let line = self.sync.list.cursor().and_then(|id| self.book.queue().get(*id))?;
                Some(line.op.change.contact())
            }
        }
    }

    /// Whom an action concerns: the marked ones, or the person under the cursor.
    pub fn people(&self) -> Vec<ContactId> {
        if self.focus == Pane::List && self.view == View::Contacts {
            let marked = self.contacts.marks.in_order_of(self.contacts.list.ids());
            if !marked.is_empty() {
                return marked;
            }
        }
        if self.focus == Pane::List && self.view == View::Tasks && !self.tasks.marks.is_empty() {
            let tasks = self.tasks.marks.in_order_of(self.tasks.list.ids());
            let mut people: Vec<ContactId> =
                tasks.iter().filter_map(|id| self.book.task(*id)).map(TaskRef::contact).collect();
            let mut seen = std::collections::HashSet::new();
            people.retain(|id| seen.insert(*id));
            return people;
        }
        self.person().into_iter().collect()
    }

    /// Whether [`State::people`] would find anybody; cheap, however many are marked.
    pub fn has_people(&self) -> bool {
        let marked = match (self.focus, self.view) {
            (Pane::List, View::Contacts) => !self.contacts.marks.is_empty(),
            (Pane::List, View::Tasks) => !self.tasks.marks.is_empty(),
            _ => false,
        };
        marked || self.person().is_some()
    }

    /// The tasks that an action concerns: the marked ones, or the one under the cursor.
    pub fn chosen_tasks(&self) -> Vec<TaskId> {
        match self.tab() {
            Some(Tab::Tasks) => self.detail.tasks.cursor().copied().into_iter().collect(),
            None if self.view == View::Tasks => {
                let marked = self.tasks.marks.in_order_of(self.tasks.list.ids());
                let cursor = self.tasks.list.cursor().copied();
                if marked.is_empty() { cursor.into_iter().collect() } else { marked }
            }
            _ => Vec::new(),
        }
    }

    /// Now, in the location's time zone.
    pub fn zoned(&self) -> Zoned {
        self.now.to_zoned(self.session.zone.clone())
    }

    /// Now, as the clock on the person's wall shows it.
    pub fn here(&self) -> Zoned {
        self.now.to_zoned(self.session.here.clone())
    }

    /// What the strip says: the last notice, or else the newest failure.
    pub fn strip(&self) -> Option<Notice> {
        self.notice.clone().or_else(|| {
            let line = self.book.refusals().next_back()?;
            Some(Notice::refused(line, &self.book))
        })
    }

    /// No command waits any longer, nor any key behind it.
    pub(super) fn forget_what_waits(&mut self) {
        self.awaiting = None;
        self.ahead.clear();
        self.notice.take_if(|notice| notice.tone == Tone::Hint);
    }

    pub(super) fn say(&mut self, tone: Tone, text: impl Into<String>) {
        self.notice = Some(Notice { tone, text: text.into() });
    }
}
