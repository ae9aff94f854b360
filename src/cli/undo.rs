//! `rolodeck undo`

use jiff::Timestamp;
use serde_json::{Value as Json, json};

use super::{
    arguments::Sending,
    deed::{refuse_to_write, send, tell},
    errand::{Errand, ids},
    exit::Exit,
    out::complain,
    shape,
    stop::Stop,
};
use crate::store::Undone;

/// Takes back the last deeds, the newest first; one undo is one deed, whoever did it.
pub(super) async fn run(errand: &Errand, deeds: u16, sending: Sending) -> Result<Exit, Stop> {
    refuse_to_write(errand)?;
    let found = errand.store.read(move |reader| reader.undoable(deeds.into())).await?;
    if found.is_empty() {
        errand.out.say("there is nothing to undo");
    }
    let (mut ops, mut undone, mut withdrawn) = (Vec::new(), Vec::<Json>::new(), 0);
    for deed in found {
        let Undone { withdrawn: gone, inverse, kept } =
            errand.store.undo(deed, Timestamp::now(), ids()).await?;
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
