//! What was meant by a word that found nothing.

use crate::model::{folded::folded, tag::Tag};

/// The candidate that is fewest typos away, and of several the one with most contacts; `None`
/// where even the nearest is another word.
pub(super) fn similar<'a>(
    word: &str,
    candidates: impl Iterator<Item = (&'a Tag, usize)>,
) -> Option<(&'a Tag, usize)> {
    let word: Vec<char> = folded(word.trim()).chars().collect();
    let allowed = match word.len() {
        0 | 1 => return None,
        2..=4 => 1,
        _ => 2,
    };
    candidates
        .filter_map(|(tag, count)| {
            let other: Vec<char> = folded(tag.as_str()).chars().collect();
            let is_near = other.len().abs_diff(word.len()) <= allowed;
            let typos = is_near.then(|| typos(&word, &other))?;
            (typos <= allowed).then_some((typos, count, tag))
        })
        .min_by_key(|(typos, count, _)| (*typos, std::cmp::Reverse(*count)))
        .map(|(_, count, tag)| (tag, count))
}

/// Letters to put in, leave out, replace or swap with their neighbour to get from one to the
/// other (the optimal string alignment distance).
fn typos(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let replaced = above[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut least = replaced.min(above[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(before[j - 2] + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut above, row);
    }
    above[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meant(typed: &str, tags: &[(&str, usize)]) -> Option<(String, usize)> {
        let tags: Vec<_> =
            tags.iter().map(|(tag, count)| (Tag::new(tag).unwrap(), *count)).collect();
        similar(typed, tags.iter().map(|(tag, count)| (tag, *count)))
            .map(|(tag, count)| (tag.to_string(), count))
    }

    #[test]
    fn the_nearest_tag_is_meant() {
        let tags = [("hot", 161), ("hat", 3), ("webinar", 1204), ("vip", 61)];
        for (typed, tag) in [
            ("hott", Some("hot")),
            ("hto", Some("hot")),
            ("Wébinr", Some("webinar")),
            ("invoice", None),
            ("h", None),
        ] {
            assert_eq!(meant(typed, &tags).as_ref().map(|(tag, _)| tag.as_str()), tag, "{typed}");
        }
    }

    #[test]
    fn of_two_equally_near_the_one_with_more_contacts_is_meant() {
        assert_eq!(meant("bold", &[("cold", 4), ("gold", 9)]), Some(("gold".into(), 9)));
    }
}
