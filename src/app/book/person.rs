//! The person looked at: the server's word on everything about her, and what is shown.

use super::{fold, queue::Queue};
use crate::model::{dossier::Dossier, ids::ContactId, talk::Renamed};

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Person {
    id: Option<ContactId>,
    served: Option<Box<Dossier>>,
    view: Option<Box<Dossier>>,
}

impl Person {
    pub fn id(&self) -> Option<ContactId> {
        self.id
    }

    pub fn view(&self, id: ContactId) -> Option<&Dossier> {
        self.view.as_deref().filter(|_| self.id == Some(id))
    }

    pub fn served(&self, id: ContactId) -> Option<&Dossier> {
        self.served.as_deref().filter(|_| self.id == Some(id))
    }

    /// Somebody else is looked at. A contact that exists only here is known at once.
    pub fn look_at(&mut self, id: ContactId, queue: &Queue) {
        if self.id != Some(id) {
            *self = Self { id: Some(id), ..Self::default() };
            self.refold(queue);
        }
    }

    /// She was read, or read anew. What concerns somebody else comes too late and is left out.
    pub fn serve(&mut self, dossier: Box<Dossier>, queue: &Queue) {
        if self.id == Some(dossier.contact.id) {
            self.served = Some(dossier);
            self.refold(queue);
        }
    }

    /// She is known by another id now.
    pub fn rename(&mut self, Renamed { from, to }: Renamed, queue: &Queue) {
        if self.id == Some(from) {
            self.id = Some(to);
            self.served = None;
        }
        self.refold(queue);
    }

    /// The server has her no more.
    pub fn forget(&mut self, id: ContactId, queue: &Queue) {
        if self.id == Some(id) {
            self.served = None;
            self.refold(queue);
        }
    }

    /// Her changes in the queue moved.
    pub fn refold(&mut self, queue: &Queue) {
        let Some(id) = self.id else { return };
        self.view = fold::dossier(self.served.as_deref(), queue.of(id)).map(Box::new);
    }
}
