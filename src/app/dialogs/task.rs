//! The form of a task: a line that takes `call fri 3pm`, and the fields that it fills.

use jiff::{Timestamp, Zoned};

use super::{choice::Choice, entry::owners};
use crate::app::{
    draft::{Draft, Place},
    text::Text,
};
use crate::model::{
    catalog::Catalog,
    change::Change,
    due,
    ids::{ContactId, Ids, OpId, TaskId, UserId},
    task::{Task, TaskDraft},
};

/// The fields in the order of `Tab`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TaskField {
    #[default]
    Title,
    Due,
    Owner,
    Body,
    /// The button.
    Save,
}

impl TaskField {
    pub const ALL: &[Self] = &[Self::Title, Self::Due, Self::Owner, Self::Body, Self::Save];
    /// Those that hold something.
    pub const TYPED: &[Self] = &[Self::Title, Self::Due, Self::Owner, Self::Body];

    pub fn label(self) -> &'static str {
        match self {
            Self::Title => "Title",
            Self::Due => "Due",
            Self::Owner => "Owner",
            Self::Body => "Text",
            Self::Save => "Save",
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct TaskForm {
    /// Whose task; several get one each.
    pub contacts: Vec<ContactId>,
    /// `None` is a new one.
    pub task: Option<TaskId>,
    pub title: Text,
    pub due: Text,
    pub owner: Choice,
    pub body: Text,
    pub at: TaskField,
    /// The due date as understood: from its field, or from the end of the title.
    pub due_read: Result<Option<Timestamp>, String>,
    pub fault: Option<String>,
    pub refused: Option<OpId>,
    pub draft_from: Option<Timestamp>,
    was: TaskDraft,
}

impl TaskForm {
    /// A new task for each of these, by default mine.
    pub fn new(contacts: Vec<ContactId>, me: Option<&UserId>, catalog: &Catalog) -> Self {
        let was = TaskDraft { owner: me.cloned(), ..TaskDraft::default() };
        Self::filled(contacts, None, was, catalog)
    }

    /// One that exists.
    pub fn of(task: &Task, catalog: &Catalog) -> Self {
        Self::filled(vec![task.contact], Some(task.id), task.draft.clone(), catalog)
    }

    fn filled(
        contacts: Vec<ContactId>,
        task: Option<TaskId>,
        was: TaskDraft,
        catalog: &Catalog,
    ) -> Self {
        let owner = was.owner.as_ref().map_or("", UserId::as_str);
        Self {
            contacts,
            task,
            title: Text::line(&was.title),
            due: Text::default(),
            owner: Choice::one(owners(catalog), owner),
            body: Text::lines_of(&was.body),
            at: TaskField::default(),
            due_read: Ok(was.due),
            fault: None,
            refused: None,
            draft_from: None,
            was,
        }
    }

    /// The same form holding other content than what it was made from.
    pub fn fill(&mut self, draft: &TaskDraft, catalog: &Catalog) {
        let was = std::mem::take(&mut self.was);
        let (contacts, task) = (std::mem::take(&mut self.contacts), self.task);
        *self = Self { was, ..Self::filled(contacts, task, draft.clone(), catalog) };
    }

    pub fn place(&self) -> Place {
        match (self.task, self.contacts.as_slice()) {
            (Some(task), _) => Place::Task(task),
            (None, [contact]) => Place::NewTask(Some(*contact)),
            (None, _) => Place::NewTask(None),
        }
    }

    pub fn step(&mut self, by: isize) {
        let count = TaskField::ALL.len();
        let at = TaskField::ALL.iter().position(|field| *field == self.at).unwrap_or(0);
        self.at = TaskField::ALL[(at + count).wrapping_add_signed(by) % count];
    }

    /// The text that has the keys; none where there is a choice.
    pub fn text_mut(&mut self) -> Option<&mut Text> {
        match self.at {
            TaskField::Title => Some(&mut self.title),
            TaskField::Due => Some(&mut self.due),
            TaskField::Owner | TaskField::Save => None,
            TaskField::Body => Some(&mut self.body),
        }
    }

    /// Understands the due date anew, after something was typed.
    pub fn read_due(&mut self, now: &Zoned) {
        let typed = self.due.trimmed();
        self.due_read = if typed.is_empty() {
            let (_, due) = due::split_trailing(&self.title.text(), now);
            Ok(due.filter(|_| self.is_new()).or(self.was.due))
        } else {
            due::parse_when(&typed, now).map(Some).map_err(|fault| fault.to_string())
        };
    }

    /// Words at the end of the title are a date in a new task only: an old title keeps its words.
    fn is_new(&self) -> bool {
        self.task.is_none()
    }

    /// Goes on with what was typed before.
    pub fn take(&mut self, draft: &Draft, now: &Zoned) {
        let texts = [&mut self.title, &mut self.due, &mut self.body];
        for (text, typed) in texts.into_iter().zip(&draft.texts) {
            text.set(typed);
        }
        self.draft_from = Some(draft.at);
        self.read_due(now);
    }

    pub fn draft(&self, at: Timestamp) -> Option<Draft> {
        let texts = vec![self.title.text(), self.due.text(), self.body.text()];
        let untouched = [self.was.title.as_str(), "", self.was.body.as_str()];
        let place = self.place();
        (texts != untouched).then_some(Draft { place, texts, at })
    }

    /// `None` where it can't be saved as it is: the cursor goes to what is missing.
    pub fn changes(&mut self, ids: &mut Ids, now: &Zoned) -> Option<Vec<Change>> {
        let draft = self.read(now)?;
        let Some(task) = self.task else {
            let added = |contact: &ContactId| Change::TaskAdded {
                contact: *contact,
                task: ids.task(),
                draft: draft.clone(),
            };
            return Some(self.contacts.iter().map(added).collect());
        };
        if draft == self.was {
            return Some(Vec::new());
        }
        let was = self.was.clone();
        let edited = |contact: &ContactId| Change::TaskEdited {
            contact: *contact,
            task,
            was: was.clone(),
            now: draft.clone(),
        };
        Some(self.contacts.iter().take(1).map(edited).collect())
    }

    fn read(&mut self, now: &Zoned) -> Option<TaskDraft> {
        self.read_due(now);
        let typed = self.title.text();
        let by_title = self.is_new() && self.due.trimmed().is_empty();
        let title = if by_title { due::split_trailing(&typed, now).0 } else { typed.trim() };
        if title.is_empty() {
            return self.miss(TaskField::Title, "a task needs a title");
        }
        let due = match &self.due_read {
            Ok(due) => *due,
            Err(_) => return self.miss(TaskField::Due, "this is no date; try fri 3pm, +2d, 1 dec"),
        };
        if due.is_none() {
            return self.miss(TaskField::Due, "when is it due? fri 3pm, tomorrow, +2d, 1 dec");
        }
        let owner = self.owner.values().into_iter().find(|id| !id.is_empty()).map(UserId::from);
        Some(TaskDraft { title: title.to_owned(), body: self.body.text(), due, owner })
    }

    fn miss(&mut self, field: TaskField, why: &str) -> Option<TaskDraft> {
        self.at = field;
        self.fault = Some(why.to_owned());
        None
    }
}
