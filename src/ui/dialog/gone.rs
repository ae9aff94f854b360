//! What comes back if a record that was deleted on the server is made anew, and what does not.

use crate::{
    app::{book::line::Line, state::State},
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
