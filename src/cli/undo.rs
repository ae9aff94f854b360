//! `rolodeck undo`

use jiff::Timestamp;
use serde_json::{Value as Json, json};

use super::{
    arguments::Sending,
    deed::{refuse_to_write, send, tell},
    errand::{Errand, ids},
    exit::Exit,
    out::complain,
    prompt::{Answer, yes},
    queue::Queue,
    shape,
    stop::Stop,
};
use crate::{
    model::{
        change::Change,
        fault::{Fault, Trouble},
        talk::Foreign,
    },
    store::Undone,
};

/// More than this many are counted, not listed.
const LISTED: usize = 5;

/// Takes back the last deeds, the newest first; one undo is one deed, whoever did it.
pub(super) async fn run(
    errand: &Errand,
    deeds: u16,
    is_sure: bool,
    sending: Sending,
) -> Result<Exit, Stop> {
    refuse_to_write(errand)?;
    let found = errand.store.read(move |reader| reader.undoable(deeds.into())).await?;
    if found.is_empty() {
        errand.out.say("there is nothing to undo");
    }
    let (mut ops, mut undone, mut withdrawn) = (Vec::new(), Vec::<Json>::new(), 0);
    for deed in found {
        let foreign = if is_sure { Foreign::Overwrite } else { Foreign::Ask };
        let mut taken = errand.store.undo(deed, Timestamp::now(), ids(), foreign).await?;
        if !taken.since.is_empty() {
            may_overwrite(errand, &taken.since)?;
            let foreign = Foreign::Overwrite;
            taken = errand.store.undo(deed, Timestamp::now(), ids(), foreign).await?;
        }
        let Undone { withdrawn: gone, inverse, kept, .. } = taken;
        if let Some(kept) = &kept {
            complain(kept);
        }
        withdrawn += gone.len();
        undone.push(json!({
            "deed": deed.to_string(),
            "withdrawn": gone.iter().map(ToString::to_string).collect::<Vec<_>>(),
            "kept": kept.as_ref().map(shape::fault),
        }));
        ops.extend(inverse.into_iter().map(|op| op.id));
    }
    let cut_off = send(errand, &ops, sending).await?;
    if withdrawn > 0 {
        errand.out.remark(|| format!("{withdrawn} withdrawn before they were sent\n"))?;
    }
    tell(errand, &ops, cut_off.as_ref(), |_, _| Ok(Some(("undone", undone.into()))))
}

/// Asks whether what somebody put there since shall go.
fn may_overwrite(errand: &Errand, since: &[Change]) -> Result<(), Stop> {
    let reader = errand.reader()?;
    let (queue, catalog) = (Queue::read(&reader)?, reader.catalog()?);
    let mut stands = Vec::new();
    for change in since.iter().take(LISTED) {
        let name = queue.name(&reader, change.contact())?;
        stands.push(format!("{name}: {}", catalog.words(change)));
    }
    if since.len() > LISTED {
        stands.push(format!("{} more", since.len() - LISTED));
    }
    let stands = format!("somebody changed it since; now it is {}", stands.join(", "));
    let refused = |remedy| {
        let fault = Fault::new(Trouble::Conflict, stands.clone(), remedy);
        Stop { fault: Some(fault), exit: Exit::Conflict }
    };
    match yes(&format!("{stands}. Take it back all the same?")) {
        Answer::Yes => Ok(()),
        Answer::No => Err(refused("it was left alone")),
        Answer::Nobody => Err(refused("it was left alone; --yes takes it back all the same")),
    }
}
