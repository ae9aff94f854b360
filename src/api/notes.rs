//! Notes on a contact.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    answer::Answer, call::Call, client::Client, error::Error, kept::Kept, lenient,
    operation::Operation, request::Request, rows::Shape,
};
use crate::model::{
    ids::{RemoteId, UserId},
    note::NoteDraft,
    served::{Listed, ServedNote},
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireNote {
    #[serde(default, deserialize_with = "lenient::id")]
    id: Option<RemoteId>,
    #[serde(default, rename = "_id", deserialize_with = "lenient::id")]
    underscored: Option<RemoteId>,
    #[serde(default, deserialize_with = "lenient::text")]
    title: String,
    #[serde(default, deserialize_with = "lenient::text")]
    body: String,
    #[serde(default, deserialize_with = "lenient::id")]
    user_id: Option<UserId>,
    #[serde(default, deserialize_with = "lenient::time")]
    date_added: Option<Timestamp>,
    #[serde(default, deserialize_with = "lenient::flag")]
    pinned: Option<bool>,
}

impl Shape<'_> for Kept<WireNote> {
    type Noun = ServedNote;

    fn read(self) -> Option<ServedNote> {
        let Self { shape, extra } = self;
        Some(ServedNote {
            remote: shape.id.or(shape.underscored)?,
            draft: NoteDraft { title: shape.title, body: shape.body },
            author: shape.user_id,
            added: shape.date_added,
            pinned: shape.pinned.unwrap_or(false),
            extra,
        })
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Written<'a> {
    body: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_id: Option<&'a UserId>,
}

impl Client {
    /// All of them: the service has no pages here.
    pub async fn notes(&self, contact: &RemoteId) -> Result<Listed<ServedNote>, Error> {
        let call = Call::new(Operation::ListNotes, &[contact.as_str()])?.page();
        self.send(call).await?.list::<Kept<WireNote>>("notes")
    }

    pub async fn note(&self, contact: &RemoteId, note: &RemoteId) -> Result<ServedNote, Error> {
        let call = Call::new(Operation::GetNote, &[contact.as_str(), note.as_str()])?;
        record(&self.send(call).await?)
    }

    pub fn create_note(
        &self,
        contact: &RemoteId,
        draft: &NoteDraft,
        author: Option<&UserId>,
    ) -> Request<ServedNote> {
        let body = Written {
            body: &draft.body,
            title: Some(draft.title.as_str()).filter(|title| !title.is_empty()),
            user_id: author,
        };
        let call = Call::new(Operation::CreateNote, &[contact.as_str()]);
        self.prepare(call.and_then(|call| call.body(&body)), record)
    }

    /// Sends title and body; colour and pin stay as they are.
    pub fn update_note(
        &self,
        contact: &RemoteId,
        note: &RemoteId,
        draft: &NoteDraft,
    ) -> Request<ServedNote> {
        let body = Written { body: &draft.body, title: Some(&draft.title), user_id: None };
        let call = Call::new(Operation::UpdateNote, &[contact.as_str(), note.as_str()]);
        self.prepare(call.and_then(|call| call.body(&body)), record)
    }

    pub fn delete_note(&self, contact: &RemoteId, note: &RemoteId) -> Request<()> {
        let call = Call::new(Operation::DeleteNote, &[contact.as_str(), note.as_str()]);
        self.prepare(call, Answer::done)
    }
}

fn record(answer: &Answer) -> Result<ServedNote, Error> {
    answer.record::<Kept<WireNote>>(&["note"])
}
