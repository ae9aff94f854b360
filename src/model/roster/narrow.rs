//! What remains to be asked of those whom an earlier filter let through.

use crate::model::filter::{Condition, Filter, Term, Tree};

/// `None` where the new filter may let others through. As one more letter or word is typed, it
/// does not, and what both ask need not be asked again. Whatever depends on more than the contacts
/// themselves is never relied on, because that may have changed.
pub(super) fn remainder(new: &Filter, old: &Filter) -> Option<Filter> {
    let (new, old) = (conjuncts(new), conjuncts(old));
    let is_narrower = old.iter().all(|old| new.iter().any(|new| implies(new, old)));
    let is_new = |item: &&Filter| !(old.contains(item) && is_of_contacts(item));
    is_narrower.then(|| Filter::all(new.iter().filter(is_new).cloned()))
}

fn conjuncts(filter: &Filter) -> &[Filter] {
    match filter {
        Tree::All(items) => items,
        other => std::slice::from_ref(other),
    }
}

fn implies(new: &Filter, old: &Filter) -> bool {
    match (new, old) {
        (Tree::Leaf(Condition::Words(new)), Tree::Leaf(Condition::Words(old))) => {
            contains(new, old)
        }
        (Tree::Leaf(Condition::Text(field, new)), Tree::Leaf(Condition::Text(other, old))) => {
            field == other && !field.is_exact() && contains(new, old)
        }
        _ => new == old && is_of_contacts(old),
    }
}

/// Whether every text that holds `new` holds `old`.
fn contains(new: &Term, old: &Term) -> bool {
    let old = old.spellings();
    new.spellings().iter().all(|new| old.iter().any(|old| new.contains(old.as_str())))
}

fn is_of_contacts(filter: &Filter) -> bool {
    match filter {
        Tree::All(items) | Tree::Any(items) => items.iter().all(is_of_contacts),
        Tree::Not(inner) => is_of_contacts(inner),
        Tree::Leaf(condition) => !condition.is_of_tasks_or_changes(),
    }
}
