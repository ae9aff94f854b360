//! One person: her fields, tasks, notes, tags and appointments.

use crate::app::{book::Book, list::List, text::Text, view::Tab};
use crate::model::{
    beyond::beyond,
    catalog::Catalog,
    change::Change,
    dossier::Dossier,
    field::{Field, Standard},
    ids::{ContactId, NoteId, RemoteId, TaskId},
    tag::Tag,
    talk::Renamed,
};

#[derive(Clone, Debug, PartialEq)]
pub struct Detail {
    pub tab: Tab,
    pub fields: List<Entry>,
    pub tasks: List<TaskId>,
    pub notes: List<NoteId>,
    pub tags: List<Tag>,
    pub appointments: List<RemoteId>,
    /// Whether fields without a value are left out (`zh`).
    pub hide_empty: bool,
    /// Finds a field by its name or value (`/`).
    pub finder: Text,
    /// Whether keys go into `finder`.
    pub finding: bool,
    person: Option<ContactId>,
    seen: Option<u64>,
    /// The row to which the cursor goes as soon as it is there.
    aim: Option<Target>,
}

/// One row of the details.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    Field(Field),
    /// What the service says that is no field here, by the service's name.
    Beyond(String),
}

impl From<Field> for Entry {
    fn from(field: Field) -> Self {
        Self::Field(field)
    }
}

/// One row of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    Field(Field),
    Task(TaskId),
    Note(NoteId),
    Tag(Tag),
    /// The person as such.
    Record,
}

impl Target {
    /// What a change concerns.
    pub fn of(change: &Change) -> Self {
        match (change.task(), change.note(), change) {
            (Some(task), ..) => Self::Task(task),
            (_, Some(note), _) => Self::Note(note),
            (.., Change::TagAdded { tag, .. } | Change::TagRemoved { tag, .. }) => {
                Self::Tag(tag.clone())
            }
            (.., Change::ContactEdited { field, .. }) => Self::Field(field.clone()),
            _ => Self::Record,
        }
    }

    /// The tab on which it stands.
    pub fn tab(&self) -> Tab {
        match self {
            Self::Field(_) | Self::Record => Tab::Details,
            Self::Task(_) => Tab::Tasks,
            Self::Note(_) => Tab::Notes,
            Self::Tag(_) => Tab::Tags,
        }
    }
}

impl Default for Detail {
    fn default() -> Self {
        Self {
            tab: Tab::default(),
            fields: List::default(),
            tasks: List::default(),
            notes: List::default(),
            tags: List::default(),
            appointments: List::default(),
            hide_empty: true,
            finder: Text::default(),
            finding: false,
            person: None,
            seen: None,
            aim: None,
        }
    }
}

impl Detail {
    /// Whose lists these are.
    pub fn person(&self) -> Option<ContactId> {
        self.person
    }

    /// The field under the cursor.
    pub fn field(&self) -> Option<&Field> {
        match self.fields.cursor()? {
            Entry::Field(field) => Some(field),
            Entry::Beyond(_) => None,
        }
    }

    /// How many fields are left out because they hold nothing.
    pub fn hidden(&self, book: &Book) -> usize {
        let Some(dossier) = self.person.and_then(|id| book.dossier(id)) else { return 0 };
        if !self.hide_empty {
            return 0;
        }
        fields(&book.catalog).filter(|field| dossier.contact.value(field).is_empty()).count()
    }

    /// Follows the cursor of the list and the book. Tasks that are there keep their order, so
    /// that one that was just done does not run away from the cursor.
    pub fn follow(&mut self, person: Option<ContactId>, book: &Book) {
        if self.person != person {
            let (tab, hide_empty, aim) = (self.tab, self.hide_empty, self.aim.take());
            *self = Self { tab, hide_empty, person, aim, ..Self::default() };
        } else if self.seen == Some(book.version()) {
            return;
        }
        self.rebuild(book);
    }

    /// The person is known by another id now: cursors stay.
    pub fn rename(&mut self, Renamed { from, to }: Renamed) {
        if self.person == Some(from) {
            self.person = Some(to);
            self.seen = None;
        }
    }

    /// Opens the tab of a row and puts the cursor on it, now or when the person was read.
    pub fn aim_at(&mut self, target: Target) {
        self.tab = target.tab();
        if let Target::Field(_) = target {
            self.finder.set("");
        }
        self.aim = Some(target);
        self.seen = None;
    }

    /// Fills the lists anew, as after `zh` or a search.
    pub fn rebuild(&mut self, book: &Book) {
        self.seen = Some(book.version());
        let Some(dossier) = self.person.and_then(|id| book.dossier(id)) else { return };
        self.fields.replace(self.shown(dossier, book));
        self.tasks.merge(sorted_tasks(dossier));
        self.notes.replace(dossier.notes.items.iter().map(|note| note.id).collect());
        self.tags.replace(shown_tags(dossier, book));
        let appointments = dossier.appointments.items.iter();
        self.appointments.replace(appointments.map(|item| item.id.clone()).collect());
        match self.aim.take() {
            Some(Target::Field(field)) => _ = self.fields.go_to(&field.into()),
            Some(Target::Task(task)) => _ = self.tasks.go_to(&task),
            Some(Target::Note(note)) => _ = self.notes.go_to(&note),
            Some(Target::Tag(tag)) => _ = self.tags.go_to(&tag),
            Some(Target::Record) | None => {}
        }
    }

    fn shown(&self, dossier: &Dossier, book: &Book) -> Vec<Entry> {
        let wanted = self.finder.trimmed().to_lowercase();
        let is_found = |name: &str, value: &str| {
            wanted.is_empty()
                || name.to_lowercase().contains(&wanted)
                || value.to_lowercase().contains(&wanted)
        };
        let fields = fields(&book.catalog).filter(|field| {
            let value = dossier.contact.value(field);
            let keep = !self.hide_empty
                || !value.is_empty()
                || book.field_mark(dossier.contact.id, field).is_some();
            keep && is_found(book.catalog.label(field), &value.shown())
        });
        let beyond = beyond(&dossier.contact, &book.catalog).filter(|it| {
            let line = it.line();
            !line.is_empty() && is_found(&it.name, &line)
        });
        let beyond = beyond.map(|it| Entry::Beyond(it.name.into_owned()));
        fields.map(Entry::Field).chain(beyond).collect()
    }
}

/// All fields a contact of this location has, in the order of the form.
pub fn fields(catalog: &Catalog) -> impl Iterator<Item = Field> + '_ {
    let standard = Standard::ALL.iter().copied().map(Field::from);
    standard.chain(catalog.custom_fields.iter().map(|field| Field::Custom(field.id.clone())))
}

/// Open ones by due date, then closed ones.
fn sorted_tasks(dossier: &Dossier) -> Vec<TaskId> {
    let mut tasks: Vec<_> = dossier.tasks.items.iter().collect();
    tasks.sort_by_key(|task| (task.done, task.draft.due.is_none(), task.draft.due, task.id));
    tasks.into_iter().map(|task| task.id).collect()
}

/// Her tags, and those that the server refused to give her: otherwise nobody would see that.
fn shown_tags(dossier: &Dossier, book: &Book) -> Vec<Tag> {
    let mut tags = dossier.contact.tags.clone();
    for line in book.queue().of(dossier.contact.id) {
        if let (true, Change::TagAdded { tag, .. }) = (line.is_undecided(), &line.op.change)
            && let Err(at) = tags.binary_search(tag)
        {
            tags.insert(at, tag.clone());
        }
    }
    tags
}
