//! `rolodeck contact show`

use std::borrow::Cow;

use jiff::Zoned;
use serde_json::{Value as Json, json};

use crate::{
    cli::{
        errand::Errand,
        exit::Exit,
        fill::filled,
        find,
        freshen::freshen,
        queue::Queue,
        shape,
        stop::Stop,
        table::{self, Table},
    },
    model::{
        appointment::Appointment,
        beyond::{self, remark},
        catalog::Catalog,
        dossier::{Dossier, Part},
        due::say_fully,
        field::{Field, Standard},
        op::Outgoing,
        value::Value,
    },
};

/// Cells a note takes in the table.
const NOTE: usize = 70;

pub(super) async fn run(errand: &Errand, text: &str, fresh: bool) -> Result<Exit, Stop> {
    let reader = filled(errand).await?;
    let queue = Queue::read(&reader)?;
    let contact = find::contact(&reader, &queue, text)?.id;
    freshen(errand, &reader, contact, fresh).await?;
    let queue = Queue::read(&reader)?;
    let Some(dossier) = queue.dossier(&reader, contact)? else {
        return Err(Stop::absent(format!("the contact {text} was deleted on the server"), ""));
    };
    let shown = Shown { queue: &queue, dossier: &dossier };
    let catalog = reader.catalog()?;
    let now = errand.now(&catalog);
    let name = |outgoing: &Outgoing| {
        let id = dossier.contact.remote.as_ref();
        shape::change(outgoing, id, &dossier.contact.listed_name())
    };
    let changes: Vec<Json> = queue.of(contact).map(name).collect();
    errand.out.answer(
        || {
            let mut json = shown.json(&catalog);
            json["changes"] = changes.into();
            json
        },
        || shown.text(&catalog, &now),
    )?;
    Ok(Exit::Done)
}

struct Shown<'a> {
    queue: &'a Queue,
    dossier: &'a Dossier,
}

impl Shown<'_> {
    fn id(&self) -> String {
        shape::id(self.dossier.contact.remote.as_ref(), &self.dossier.contact.id)
    }

    /// A list that was never fetched is `null`, which is not `[]`.
    fn json(&self, catalog: &Catalog) -> Json {
        let Dossier { contact, tasks, notes, appointments, .. } = self.dossier;
        let id = self.id();
        json!({
            "contact": shape::contact(contact, self.queue.standing(contact.id), catalog),
            "tasks": part(tasks, |task| shape::task(task, &id, self.queue.standing_of_task(task))),
            "notes": part(notes, |note| shape::note(note, &id, self.queue.standing_of_note(note))),
            "appointments": part(appointments, shape::appointment),
        })
    }

    fn text(&self, catalog: &Catalog, now: &Zoned) -> String {
        let Dossier { tasks, notes, appointments, .. } = self.dossier;
        let mut text = self.fields(catalog) + &self.beyond(catalog);
        let mut table = Table::new(["TASK", "DUE", "TITLE", "SYNC"]);
        for task in &tasks.items {
            table.row([
                if task.done { "[x]" } else { "[ ]" },
                &task.draft.due.map(|due| say_fully(due, now)).unwrap_or_default(),
                &task.draft.title,
                self.queue.standing_of_task(task).mark(),
            ]);
            table.remark(remark(&task.extra));
        }
        text.push_str(&section("Tasks", tasks, &table));
        let mut table = Table::new(["ADDED", "NOTE", "SYNC"]);
        for note in &notes.items {
            let added = note.added.map(|added| say_fully(added, now)).unwrap_or_default();
            let body = crate::model::clean::clean(&note.draft.body).into_owned();
            let body = crate::model::width::fit(&body, NOTE).into_owned();
            table.row([&added, &body, self.queue.standing_of_note(note).mark()]);
            table.remark(remark(&note.extra));
        }
        text.push_str(&section("Notes", notes, &table));
        let mut table = Table::new(["START", "STATUS", "APPOINTMENT"]);
        for Appointment { title, status, start, extra, .. } in &appointments.items {
            let start = start.map(|start| start.to_string()).unwrap_or_default();
            table.row([&start, status, title]);
            table.remark(remark(extra));
        }
        text.push_str(&section("Appointments", appointments, &table));
        text + &self.changes()
    }

    fn fields(&self, catalog: &Catalog) -> String {
        let contact = &self.dossier.contact;
        let standing = self.queue.standing(contact.id);
        let label = |name: &'static str| Cow::from(name);
        let owner = contact
            .owner()
            .map(|id| catalog.user(&id).map_or_else(|| id.to_string(), |user| user.name.clone()));
        let value = |field: &Field| match (field, contact.value(field)) {
            (Field::Standard(Standard::Owner), _) => owner.clone().unwrap_or_default(),
            (_, Value::Flag(false)) => String::new(),
            (_, value) => value.shown().into_owned(),
        };
        let standard = Standard::ALL.iter().map(|field| Field::Standard(*field));
        let custom = catalog.custom_fields.iter().map(|field| Field::Custom(field.id.clone()));
        let fields: Vec<Field> = standard.chain(custom).collect();
        let tags = contact.tags.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let head = [(label("Name"), contact.listed_name()), (label("Id"), self.id())];
        let tail = [(label("Tags"), tags), (label("Sync"), standing.mark().to_owned())];
        let shown = fields.iter().map(|field| (catalog.label(field).into(), value(field)));
        table::pairs(head.into_iter().chain(shown).chain(tail))
    }

    fn beyond(&self, catalog: &Catalog) -> String {
        let beyond = beyond::beyond(&self.dossier.contact, catalog);
        let pairs = table::pairs(beyond.map(|it| (Cow::from(it.label()), it.line())));
        if pairs.is_empty() { pairs } else { format!("\n{}\n{pairs}", beyond::HEADING) }
    }

    fn changes(&self) -> String {
        let contact = self.dossier.contact.id;
        let mut table = Table::new(["SYNC", "CHANGE", "WHY", "ID"]);
        for outgoing in self.queue.of(contact) {
            let standing = crate::cli::standing::Standing::of(outgoing);
            let why = outgoing.fault.as_ref().map(shape::why).unwrap_or_default();
            let (words, id) = (outgoing.op.change.words(), outgoing.op.id.to_string());
            table.row([standing.word(), &words, &why, &id]);
        }
        if table.is_empty() { String::new() } else { format!("\nChanges\n{}", table.text()) }
    }
}

fn part<T>(part: &Part<T>, json: impl Fn(&T) -> Json) -> Json {
    if part.fetched.is_none() && part.items.is_empty() {
        return Json::Null;
    }
    part.items.iter().map(json).collect()
}

fn section<T>(name: &str, part: &Part<T>, table: &Table) -> String {
    match (&part.fault, part.fetched) {
        (Some(fault), None) => {
            format!("\n{name}\nnot fetched: {}\n{}", shape::why(fault), table.text())
        }
        (None, None) if part.items.is_empty() => format!("\n{name}\nnot fetched yet\n"),
        _ if part.items.is_empty() => String::new(),
        _ => format!("\n{name}\n{}", table.text()),
    }
}
