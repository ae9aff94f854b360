//! Everything the interface knows, as plain data.

use jiff::{Timestamp, Zoned};

use super::{
    book::Book,
    dialog::Dialog,
    draft::Drafts,
    keymap::Keymap,
    layout::{self, Screen, Size, Wish},
    panes::{
        contacts::Contacts, detail::Detail, notes::Notes, sync::Sync, tags::Tags, tasks::Tasks,
    },
    session::Session,
    view::{Pane, Tab, View},
};
use crate::model::ids::{ContactId, OpId};

#[derive(Clone, Debug)]
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
    pub unsaved: Vec<(Vec<OpId>, Dialog)>,
    pub drafts: Drafts,

    pub keymap: Keymap,
    /// The keys of a prefix, such as `g`, that waits for the next one.
    pub prefix: Vec<crossterm::event::KeyEvent>,
    /// The last thing said in the strip.
    pub notice: Option<Notice>,
}

/// One line for the strip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub tone: Tone,
    pub text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Something was done.
    Done,
    /// Why a key did nothing, and other answers.
    Hint,
    /// Something failed.
    Failed,
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
            notice: None,
        }
    }

    /// Where the panes stand; `None` where the terminal is too small.
    pub fn screen(&self) -> Option<Screen> {
        let wish =
            Wish { view: self.view, focus: self.focus, zoomed: self.zoomed, preview: self.preview };
        layout::screen(self.size, wish)
    }

    /// The dialog that has the keys.
    pub fn dialog(&self) -> Option<&Dialog> {
        self.dialogs.last()
    }

    /// The tab whose rows the pane with the keys shows; `None` is the main list.
    pub fn tab(&self) -> Option<Tab> {
        match self.focus {
            Pane::List => None,
            Pane::Detail => Some(self.detail.tab),
            Pane::Tasks => Some(Tab::Tasks),
            Pane::Notes => Some(Tab::Notes),
            Pane::Appointments => Some(Tab::Appointments),
        }
    }

    /// The person that the row under the list's cursor belongs to.
    pub fn person(&self) -> Option<ContactId> {
        match self.view {
            View::Contacts => self.contacts.cursor(),
            View::Tasks => {
                self.tasks.list.cursor().and_then(|id| self.book.task(*id)).map(|task| task.contact)
            }
            View::Notes => {
                self.notes.list.cursor().and_then(|id| self.notes.note(*id)).map(|it| it.contact)
            }
            View::Tags => None,
            View::Sync => {
                let line = self.sync.list.cursor().and_then(|id| self.book.queue().get(*id));
                line.map(|line| line.op.change.contact())
            }
        }
    }

    /// Whom an action concerns: the marked ones, or the person under the cursor.
    pub fn people(&self) -> Vec<ContactId> {
        if self.view == View::Contacts
            && self.focus == Pane::List
            && !self.contacts.marks.is_empty()
        {
            return self.contacts.marks.in_order_of(self.contacts.list.ids());
        }
        self.person().into_iter().collect()
    }

    /// Now, in the location's time zone.
    pub fn zoned(&self) -> Zoned {
        self.now.to_zoned(self.session.zone.clone())
    }
}
