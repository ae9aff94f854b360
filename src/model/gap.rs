//! What may have come between our look at a record and our write. The service overwrites without a
//! word and keeps no history of a field, so a value that was there only between the two is seen only if
//! some other answer happens to show the record as it was then: by `dateUpdated` after the look and
//! before the write (reliability d5).

use jiff::Timestamp;

use super::{canonical::same, field::Field, ids::OpId, value::Value};

/// A write of ours, between two states of the record.
#[derive(Clone, Debug, PartialEq)]
pub struct Gap {
    /// When the record had last been changed, as we looked.
    pub looked: Timestamp,
    /// And as we had written.
    pub written: Timestamp,
    pub sent: Vec<Sent>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Sent {
    pub op: OpId,
    pub field: Field,
    /// What the look showed.
    pub found: Value,
    pub value: Value,
}

impl Gap {
    /// What a record, last changed at this time, shows of what we sent that was neither there when we
    /// looked nor is ours: it stood there in between. Told once.
    pub fn shown(
        &mut self,
        updated: Option<Timestamp>,
        value: impl Fn(&Field) -> Value,
    ) -> Vec<(Sent, Value)> {
        if !updated.is_some_and(|at| self.looked < at && at < self.written) {
            return Vec::new();
        }
        let mut shown = Vec::new();
        self.sent.retain(|sent| {
            let theirs = value(&sent.field);
            let is_other = |known: &Value| !same(&sent.field, &theirs, known);
            let is_between = is_other(&sent.found) && is_other(&sent.value);
            if is_between {
                shown.push((sent.clone(), theirs));
            }
            !is_between
        });
        shown
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::model::field::Standard;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn gap() -> Gap {
        let sent = Sent {
            op: OpId::new(Uuid::from_u128(1)),
            field: Standard::City.into(),
            found: Value::text("Bonn"),
            value: Value::text("Oslo"),
        };
        Gap { looked: at(10), written: at(20), sent: vec![sent] }
    }

    fn shown(gap: &mut Gap, second: i64, city: &str) -> Vec<String> {
        let shown = gap.shown(Some(at(second)), |_| Value::text(city));
        shown.into_iter().map(|(_, theirs)| theirs.shown().into_owned()).collect()
    }

    #[test]
    fn what_stood_there_in_between_is_told_once() {
        let mut gap = gap();
        assert_eq!(shown(&mut gap, 15, "Rome"), ["Rome"]);
        assert_eq!(shown(&mut gap, 15, "Rome"), [""; 0]);
    }

    #[test]
    fn what_was_there_before_or_came_after_is_nothing_of_it() {
        for (second, city) in [(15, "Bonn"), (15, " Oslo"), (10, "Rome"), (9, "Rome"), (20, "Rome")]
        {
            assert_eq!(shown(&mut gap(), second, city), [""; 0], "{city} at {second}");
        }
        assert_eq!(gap().shown(None, |_| Value::text("Rome")), []);
    }
}
