//! `rolodeck history`

use serde_json::{Value as Json, json};

use super::{errand::Errand, exit::Exit, queue::Queue, shape, stop::Stop, table::Table};
use crate::{model::op::OpState, store::Event};

pub(super) fn run(errand: &Errand, limit: usize) -> Result<Exit, Stop> {
    let reader = errand.reader()?;
    let queue = Queue::read(&reader)?;
    let mut table = Table::new(["AT", "STEP", "CONTACT", "CHANGE", "WHY"]);
    let mut events: Vec<Json> = Vec::new();
    for event in reader.history(limit)? {
        let Event { at, op, deed, change, from, to, fault } = event;
        let name = match change.own_name() {
            Some(name) => name,
            None => queue.name(&reader, change.contact())?,
        };
        table.row([
            at.strftime("%Y-%m-%d %H:%M:%S").to_string().as_str(),
            to.word(),
            &name,
            &change.words(),
            &fault.as_ref().map(shape::why).unwrap_or_default(),
        ]);
        events.push(json!({
            "at": at.to_string(),
            "change": op.to_string(),
            "deed": deed.to_string(),
            "from": from.map(OpState::word),
            "to": to.word(),
            "contact": name,
            "words": change.words(),
            "fault": fault.as_ref().map(shape::fault),
        }));
    }
    errand.out.answer(|| json!({ "events": events }), || table.text())?;
    Ok(Exit::Done)
}
