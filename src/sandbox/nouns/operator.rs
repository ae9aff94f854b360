//! The operators of filters, and which go together.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operator {
    Eq,
    NotEq,
    Contains,
    NotContains,
    Wildcard,
    NotWildcard,
    Match,
    NotMatch,
    Exists,
    NotExists,
    Range,
    NotRange,
    ContainsSet,
    ContainsNotSet,
    Gt,
    Gte,
    Lt,
    Lte,
    Nested,
    NestedNot,
    HasChild,
    HasParent,
}

impl Operator {
    /// All that the service knows by name, in the order in which it lists them when it refuses one.
    pub(crate) const NAMES: [(Self, &str); 22] = [
        (Self::Eq, "eq"),
        (Self::NotEq, "not_eq"),
        (Self::Contains, "contains"),
        (Self::NotContains, "not_contains"),
        (Self::Wildcard, "wildcard"),
        (Self::NotWildcard, "not_wildcard"),
        (Self::Match, "match"),
        (Self::NotMatch, "not_match"),
        (Self::Exists, "exists"),
        (Self::NotExists, "not_exists"),
        (Self::Range, "range"),
        (Self::NotRange, "not_range"),
        (Self::ContainsSet, "contains_set"),
        (Self::ContainsNotSet, "contains_not_set"),
        (Self::Gt, "gt"),
        (Self::Gte, "gte"),
        (Self::Lt, "lt"),
        (Self::Lte, "lte"),
        (Self::Nested, "nested"),
        (Self::NestedNot, "nested_not"),
        (Self::HasChild, "has_child"),
        (Self::HasParent, "has_parent"),
    ];

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(_, known)| *known == name).map(|(operator, _)| *operator)
    }

    pub(crate) fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(operator, _)| *operator == self).map_or("", |(_, name)| name)
    }

    /// Whether it negates, and what.
    pub(crate) fn positive(self) -> (bool, Self) {
        match self {
            Self::NotEq => (true, Self::Eq),
            Self::NotContains => (true, Self::Contains),
            Self::NotExists => (true, Self::Exists),
            other => (false, other),
        }
    }
}

pub(crate) type Operators = &'static [Operator];
pub(crate) const EQUAL: Operators = &[Operator::Eq, Operator::NotEq];
pub(crate) const KEYWORD: Operators =
    &[Operator::Eq, Operator::NotEq, Operator::Exists, Operator::NotExists];
pub(crate) const FULL: Operators = &[
    Operator::Eq,
    Operator::NotEq,
    Operator::Contains,
    Operator::NotContains,
    Operator::Exists,
    Operator::NotExists,
];
/// `wildcard` is undocumented, and works on phones.
pub(crate) const PHONE: Operators = &[
    Operator::Eq,
    Operator::NotEq,
    Operator::Contains,
    Operator::NotContains,
    Operator::Exists,
    Operator::NotExists,
    Operator::Wildcard,
];
pub(crate) const DATE: Operators = &[Operator::Range, Operator::Exists, Operator::NotExists];
pub(crate) const ONLY_RANGE: Operators = &[Operator::Range];
pub(crate) const NUMBER: Operators =
    &[Operator::Range, Operator::Eq, Operator::NotEq, Operator::Exists, Operator::NotExists];
pub(crate) const NESTED: Operators = &[Operator::Nested];
