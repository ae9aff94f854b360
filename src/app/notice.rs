//! One line for the strip: what was done, why a key did nothing, what failed.

use super::book::{Book, line::Line};
use crate::model::{change::Change, fault::Fault};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub tone: Tone,
    pub text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Something was done. Stays until something else is said.
    Done,
    /// Why a key did nothing, and other answers. Gone with the next key.
    Hint,
    /// Something failed.
    Failed,
    /// Somebody else changed the same: a person has to decide.
    Conflict,
}

impl Notice {
    /// `Eze, Chidi: city = "Oslo" may have overwritten "Rome", which somebody wrote at the same time`.
    pub fn overwritten(back: &Change, book: &Book) -> Option<Self> {
        let Change::ContactEdited { contact, field, was: ours, now: theirs } = back else {
            return None;
        };
        let (name, label) = (book.name(*contact), book.catalog.label(field).to_lowercase());
        let [ours, theirs] = [ours, theirs].map(|value| book.catalog.quoted(field, value));
        let text = format!(
            "CON {name}: {label} = {ours} may have overwritten {theirs}, which somebody else wrote at \
             the same time  (r on it puts theirs back)"
        );
        Some(Self { tone: Tone::Conflict, text })
    }

    /// `ERR Eze, Chidi: tag +lost? not saved, 422 tag not allowed (gf, then r, e, u drop)`; with
    /// the number of the others, where several are refused.
    pub fn refused(line: &Line, book: &Book) -> Self {
        let change = &line.op.change;
        let why = match (line.gone(), &line.fault) {
            (Some(gone), _) => gone.words().to_owned(),
            (None, Some(Fault { status: Some(status), cause, .. })) => format!("{status} {cause}"),
            (None, Some(fault)) => fault.cause.clone(),
            (None, None) => "refused".to_owned(),
        };
        let name = book.name(change.contact());
        let what = book.catalog.words(change);
        let more = match book.counts().undecided() {
            0 | 1 => String::new(),
            all => format!("; {} more refused", all - 1),
        };
        if line.is_conflict() {
            let text = format!("CON {name}: {what}, but {why}  (gf, then Enter decides)");
            return Self { tone: Tone::Conflict, text };
        }
        let text = format!("ERR {name}: {what} not saved, {why}{more}  (gf, then r, e, u drop)");
        Self { tone: Tone::Failed, text }
    }
}
