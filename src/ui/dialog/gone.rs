//! What comes back if a record that was deleted on the server is made anew, and what does not; and who
//! may take what waits for a contact who is gone, or is there already.

use crate::{
    app::{
        book::line::Line,
        dialogs::conflict::{Conflict, Other},
        state::State,
    },
    model::anew::Gone,
};

/// To be read before it is done.
pub fn warning(state: &State, line: &Line, gone: Gone) -> String {
    match gone {
        Gone::Contact(_) => {
            let name = state.book.name(line.op.change.contact());
            format!(
                "1 makes {name} anew from what is known here, with your changes, under another id. \
                 Notes, tasks and conversations that the server had do not come back."
            )
        }
        Gone::Task(_) => "1 makes the task anew as you had it, under another id.".to_owned(),
        Gone::Note(_) => {
            "1 makes the note anew as you had it, under another id and with a new date.".to_owned()
        }
    }
}

/// Whom the answers mean that have to do with somebody else.
pub fn other(state: &State, line: &Line, conflict: Conflict) -> Option<String> {
    let name = |id| state.book.name(id);
    match conflict.other {
        // Each has another one.
        _ if conflict.all => None,
        Other::Found(id) if line.is_taken() => Some(format!(
            "4 opens {}. 5 writes what is filled in yours there where it differs, with your tags, \
             tasks and notes.",
            name(id)
        )),
        Other::Found(id) => Some(format!(
            "4 moves all that waits to {}, who has the same email or phone; 5 moves this to somebody \
             else.",
            name(id)
        )),
        Other::Nobody | Other::Sought | Other::Unknown if !line.is_taken() => {
            Some("5 moves it to another contact.".to_owned())
        }
        _ => None,
    }
}
