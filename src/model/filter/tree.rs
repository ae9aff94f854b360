//! And, or, not.

/// A formula over leaves. The constructors keep it in normal form: no list stands in a list of
/// its kind, none has exactly one item, and nothing is negated twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tree<T> {
    /// Empty: everything.
    All(Vec<Tree<T>>),
    /// Empty: nothing.
    Any(Vec<Tree<T>>),
    Not(Box<Tree<T>>),
    Leaf(T),
}

impl<T> Tree<T> {
    pub fn all(items: impl IntoIterator<Item = Self>) -> Self {
        let mut flat = Vec::new();
        for item in items {
            match item {
                Self::All(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        if flat.len() == 1 { flat.remove(0) } else { Self::All(flat) }
    }

    pub fn any(items: impl IntoIterator<Item = Self>) -> Self {
        let mut flat = Vec::new();
        for item in items {
            match item {
                Self::Any(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        if flat.len() == 1 { flat.remove(0) } else { Self::Any(flat) }
    }

    #[must_use]
    pub fn negated(self) -> Self {
        match self {
            Self::Not(inner) => *inner,
            other => Self::Not(Box::new(other)),
        }
    }

    /// Whether it lets everything through.
    pub fn is_everything(&self) -> bool {
        matches!(self, Self::All(items) if items.is_empty())
    }

    /// The same formula over other leaves; stops at the first error.
    pub fn try_map<U, E>(
        &self,
        leaf: &mut impl FnMut(&T) -> Result<Tree<U>, E>,
    ) -> Result<Tree<U>, E> {
        Ok(match self {
            Self::All(items) => Tree::all(map_all(items, leaf)?),
            Self::Any(items) => Tree::any(map_all(items, leaf)?),
            Self::Not(inner) => inner.try_map(leaf)?.negated(),
            Self::Leaf(test) => leaf(test)?,
        })
    }
}

fn map_all<T, U, E>(
    items: &[Tree<T>],
    leaf: &mut impl FnMut(&T) -> Result<Tree<U>, E>,
) -> Result<Vec<Tree<U>>, E> {
    items.iter().map(|item| item.try_map(leaf)).collect()
}

impl<T> Default for Tree<T> {
    /// Everything.
    fn default() -> Self {
        Self::All(Vec::new())
    }
}
