//! Whether a filter can only find what another has found.

use crate::model::filter::{Condition, Filter, Term, Tree};

/// As when one more letter was typed, or one more word. Whatever depends on more than the
/// contacts themselves is never relied on, because that may have changed.
pub(super) fn narrows(new: &Filter, old: &Filter) -> bool {
    conjuncts(old).iter().all(|old| conjuncts(new).iter().any(|new| implies(new, old)))
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
