//! Keys in words: `gg`, `<c-d>`, `<space>` in tables, settings and tests; `Ctrl+D`, `Space` for
//! people.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// A key string cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no key is called <{0}>")]
pub struct UnknownKey(pub String);

/// Names in angle brackets, and what people read.
const NAMED: &[(&str, KeyCode, &str)] = &[
    ("space", KeyCode::Char(' '), "Space"),
    ("enter", KeyCode::Enter, "Enter"),
    ("esc", KeyCode::Esc, "Esc"),
    ("tab", KeyCode::Tab, "Tab"),
    ("s-tab", KeyCode::BackTab, "Shift+Tab"),
    ("backspace", KeyCode::Backspace, "Backspace"),
    ("del", KeyCode::Delete, "Del"),
    ("up", KeyCode::Up, "Up"),
    ("down", KeyCode::Down, "Down"),
    ("left", KeyCode::Left, "Left"),
    ("right", KeyCode::Right, "Right"),
    ("home", KeyCode::Home, "Home"),
    ("end", KeyCode::End, "End"),
    ("pgup", KeyCode::PageUp, "PgUp"),
    ("pgdn", KeyCode::PageDown, "PgDn"),
    ("f1", KeyCode::F(1), "F1"),
    ("f5", KeyCode::F(5), "F5"),
    ("lt", KeyCode::Char('<'), "<"),
];

/// `gg` is two keys, `<c-d>` is one. A letter stands for itself, `<lt>` for `<`; `c-`, `a-` and
/// `s-` inside the brackets are Ctrl, Alt and Shift.
pub fn parse_keys(text: &str) -> Result<Vec<KeyEvent>, UnknownKey> {
    let mut keys = Vec::new();
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        if let Some((name, after)) = rest.strip_prefix('<').and_then(|inner| inner.split_once('>'))
        {
            keys.push(named(name).ok_or_else(|| UnknownKey(name.to_owned()))?);
            rest = after;
        } else {
            keys.push(KeyEvent::new(KeyCode::Char(letter), KeyModifiers::NONE));
            rest = &rest[letter.len_utf8()..];
        }
    }
    Ok(keys)
}

fn named(name: &str) -> Option<KeyEvent> {
    let name = name.to_ascii_lowercase();
    if let Some((_, code, _)) = NAMED.iter().find(|(known, ..)| *known == name) {
        return Some(KeyEvent::new(*code, KeyModifiers::NONE));
    }
    let (modifier, rest) = name.split_once('-')?;
    let modifier = match modifier {
        "c" => KeyModifiers::CONTROL,
        "a" => KeyModifiers::ALT,
        "s" => KeyModifiers::SHIFT,
        _ => return None,
    };
    let mut letters = rest.chars();
    let inner = match (letters.next(), letters.next()) {
        (Some(letter), None) => KeyEvent::new(KeyCode::Char(letter), KeyModifiers::NONE),
        _ => named(rest)?,
    };
    Some(KeyEvent::new(inner.code, inner.modifiers | modifier))
}

/// The form in which keys are compared: what a letter says already (Shift) is not said twice,
/// and kind and lock state are left out.
pub fn plain(key: KeyEvent) -> KeyEvent {
    let mut modifiers =
        key.modifiers & (KeyModifiers::CONTROL | KeyModifiers::ALT | KeyModifiers::SHIFT);
    let mut code = key.code;
    if code == KeyCode::Tab && modifiers.contains(KeyModifiers::SHIFT) {
        code = KeyCode::BackTab;
    }
    if matches!(code, KeyCode::BackTab) {
        modifiers -= KeyModifiers::SHIFT;
    }
    if let KeyCode::Char(letter) = code {
        let upper = modifiers.contains(KeyModifiers::SHIFT)
            && !modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT);
        let mut capitals = letter.to_uppercase();
        if let (true, Some(capital), None) = (upper, capitals.next(), capitals.next()) {
            code = KeyCode::Char(capital);
        }
        if modifiers.contains(KeyModifiers::CONTROL) {
            code = KeyCode::Char(letter.to_ascii_lowercase());
        }
        modifiers -= KeyModifiers::SHIFT;
    }
    KeyEvent::new(code, modifiers)
}

/// What people read: `gg`, `Ctrl+D`, `g Space`.
pub fn spell(keys: &[KeyEvent]) -> String {
    let words: Vec<String> = keys.iter().map(spell_one).collect();
    let all_letters = words.iter().all(|word| word.chars().count() == 1);
    words.join(if all_letters { "" } else { " " })
}

fn spell_one(key: &KeyEvent) -> String {
    let mut word = String::new();
    for (modifier, prefix) in [
        (KeyModifiers::CONTROL, "Ctrl+"),
        (KeyModifiers::ALT, "Alt+"),
        (KeyModifiers::SHIFT, "Shift+"),
    ] {
        if key.modifiers.contains(modifier) {
            word.push_str(prefix);
        }
    }
    match (key.code, NAMED.iter().find(|(_, code, _)| *code == key.code)) {
        (_, Some((.., name))) => word.push_str(name),
        (KeyCode::Char(letter), None) if word.is_empty() => word.push(letter),
        (KeyCode::Char(letter), None) => word.extend(letter.to_uppercase()),
        (other, None) => word.push_str(&other.to_string()),
    }
    word
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_and_spelled() {
        let cases = [
            ("gg", "gg"),
            ("<c-d>", "Ctrl+D"),
            ("<space>", "Space"),
            ("g<enter>", "g Enter"),
            ("<s-tab>", "Shift+Tab"),
            ("<a-enter>", "Alt+Enter"),
            ("<s-up>", "Shift+Up"),
            ("<lt>", "<"),
            ("é", "é"),
        ];
        for (written, read) in cases {
            assert_eq!(spell(&parse_keys(written).unwrap()), read, "{written}");
        }
        assert_eq!(parse_keys("<nokey>"), Err(UnknownKey("nokey".into())));
    }

    #[test]
    fn a_capital_is_the_same_key_with_and_without_shift() {
        let written = parse_keys("T").unwrap()[0];
        for code in ['T', 't'] {
            let sent = KeyEvent::new(KeyCode::Char(code), KeyModifiers::SHIFT);
            assert_eq!(plain(sent), written);
        }
        let sent = KeyEvent::new(KeyCode::BackTab, KeyModifiers::SHIFT);
        assert_eq!(plain(sent), parse_keys("<s-tab>").unwrap()[0]);
    }
}
