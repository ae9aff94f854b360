//! What may go wrong with a request, and the short notation for it: `drop-after-commit:3%@POST/contacts/*`.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use super::pattern::Pattern;

/// One kind of trouble, how often it strikes, and which requests.
///
/// Notation: `KIND[:AMOUNT][:CHANCE][@PATTERN]`. The amount is a time (`2s`, `300ms`) or a number,
/// for the kinds that take one. The chance is `5%`, or `x3` for the next three requests; without
/// one every request is struck. The pattern is `[METHOD]/path` with `*` for anything.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    pub kind: FaultKind,
    pub chance: Chance,
    pub only: Pattern,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Chance {
    /// 0 to 100, each request by itself.
    Percent(f64),
    /// The next so many requests that fit.
    Times(u32),
}

/// "Committed" means that the sandbox keeps what the request wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// `429`, `500`, `403`, any status from 300 to 599: answered instead of being carried out.
    /// `429:30s` adds a `Retry-After`.
    Status { code: u16, retry_after: Option<Duration> },
    /// `500-after-commit`: carried out, and then answered with that status.
    StatusAfterCommit { code: u16 },
    /// `422-but-created`: a contact is created, and the answer is 422.
    CreatedYetRefused,
    /// `drop-before-commit`: the connection ends without an answer, nothing was written.
    DropBeforeCommit,
    /// `drop-after-commit`: written, but the connection ends without an answer.
    DropAfterCommit,
    /// `late-commit:10s`: the connection ends at once, what it asked for is written that much later.
    LateCommit(Duration),
    /// `slow:2s`: the answer takes that much longer.
    Slow(Duration),
    /// `offline:30s`: no connection is taken for that long, from now.
    Offline(Duration),
    /// `idle-close:300ms`: answered, and the connection ends once it has been idle for that long.
    IdleClose(Duration),
    /// `half-close`: carried out, but all that comes is the end of the sandbox's side.
    HalfClose,
    /// `hang`: no answer, and the connection stays open.
    Hang,
    /// `html`: 200 with a sign-in page, as a captive portal gives; nothing was carried out.
    Html,
    /// `cut:100`: carried out, and the answer's body ends after so many bytes.
    Cut(u64),
    /// `malformed`: carried out, and the body is no JSON.
    Malformed,
    /// `trickle`: the answer comes a byte a second.
    Trickle,
    /// `big`: the body never ends before a gigabyte.
    Big,
    /// `gzip-bomb`: a compressed body of seven megabytes that is a gigabyte when unpacked.
    GzipBomb,
    /// `endless-headers`: header lines without end.
    EndlessHeaders,
    /// `bad-rate-headers`: rate-limit headers that make no sense.
    BadRateHeaders,
    /// `no-rate-headers`: none at all.
    NoRateHeaders,
    /// `empty-list`: searches and lists find nothing.
    EmptyList,
    /// `repeat-page`: a search page whose cursors point back to its own beginning.
    RepeatPage,
    /// `bare-next-page`: the address of the next page lacks the location.
    BareNextPage,
    /// `phone-misses`: a search by phone finds nobody.
    PhoneMisses,
    /// `upsert-refused`: an upsert that finds somebody is refused as a duplicate.
    UpsertRefused,
    /// `odd-row`: the first row of a list has no id.
    OddRow,
    /// `bulk-misses`: a bulk call for tags fails for every tenth contact, for the moment.
    BulkMisses,
}

/// Those that are their name and nothing else.
const PLAIN: &[(&str, FaultKind)] = &[
    ("422-but-created", FaultKind::CreatedYetRefused),
    ("drop-before-commit", FaultKind::DropBeforeCommit),
    ("drop-after-commit", FaultKind::DropAfterCommit),
    ("half-close", FaultKind::HalfClose),
    ("hang", FaultKind::Hang),
    ("html", FaultKind::Html),
    ("malformed", FaultKind::Malformed),
    ("trickle", FaultKind::Trickle),
    ("big", FaultKind::Big),
    ("gzip-bomb", FaultKind::GzipBomb),
    ("endless-headers", FaultKind::EndlessHeaders),
    ("bad-rate-headers", FaultKind::BadRateHeaders),
    ("no-rate-headers", FaultKind::NoRateHeaders),
    ("empty-list", FaultKind::EmptyList),
    ("repeat-page", FaultKind::RepeatPage),
    ("bare-next-page", FaultKind::BareNextPage),
    ("phone-misses", FaultKind::PhoneMisses),
    ("upsert-refused", FaultKind::UpsertRefused),
    ("odd-row", FaultKind::OddRow),
    ("bulk-misses", FaultKind::BulkMisses),
];

/// Those that need a time.
type Timed = fn(Duration) -> FaultKind;
const TIMED: &[(&str, Timed)] = &[
    ("late-commit", FaultKind::LateCommit),
    ("slow", FaultKind::Slow),
    ("offline", FaultKind::Offline),
    ("idle-close", FaultKind::IdleClose),
];

#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum FaultError {
    #[error("unknown fault `{0}`; known: 300 to 599, {known}", known = known())]
    UnknownKind(String),
    #[error("`{0}` needs a time, as in `{0}:2s`")]
    NeedsTime(String),
    #[error("`{0}` needs a number of bytes, as in `{0}:100`")]
    NeedsBytes(String),
    #[error("`{0}` is no chance: write `5%` or `x3`")]
    BadChance(String),
    #[error("`{part}` means nothing after `{kind}`")]
    TooMuch { kind: String, part: String },
}

/// Every notation, for whoever wrote another.
fn known() -> String {
    let timed = TIMED.iter().map(|(name, _)| format!("{name}:TIME"));
    let plain = PLAIN.iter().map(|(name, _)| (*name).to_owned());
    let others = ["500-after-commit".to_owned(), "cut:BYTES".to_owned()];
    others.into_iter().chain(timed).chain(plain).collect::<Vec<_>>().join(", ")
}

impl FromStr for Fault {
    type Err = FaultError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (what, only) = match text.split_once('@') {
            Some((what, pattern)) => (what, Pattern::read(pattern)),
            None => (text, Pattern::any()),
        };
        let mut parts = what.split(':').map(str::trim);
        let name = parts.next().unwrap_or_default();
        let mut rest: Vec<&str> = parts.collect();
        let read = rest.last().map(|last| chance(last)).transpose()?.flatten();
        let chance = read.unwrap_or(Chance::Percent(100.0));
        if read.is_some() {
            rest.pop();
        }
        let amount = (!rest.is_empty()).then(|| rest.remove(0));
        if let Some(part) = rest.first() {
            return Err(FaultError::TooMuch { kind: name.to_owned(), part: (*part).to_owned() });
        }
        Ok(Self { kind: kind(name, amount)?, chance, only })
    }
}

/// Nothing when the part is no chance but something else.
fn chance(part: &str) -> Result<Option<Chance>, FaultError> {
    let read = if let Some(number) = part.strip_suffix('%') {
        let percent = number.parse().ok().filter(|percent| (0.0..=100.0).contains(percent));
        percent.map(Chance::Percent)
    } else if let Some(number) = part.strip_prefix('x') {
        number.parse().ok().map(Chance::Times)
    } else {
        return Ok(None);
    };
    read.map(Some).ok_or_else(|| FaultError::BadChance(part.to_owned()))
}

fn kind(name: &str, amount: Option<&str>) -> Result<FaultKind, FaultError> {
    let time = || amount.and_then(duration).ok_or_else(|| FaultError::NeedsTime(name.to_owned()));
    let bytes = || {
        let number = amount.and_then(|amount| amount.parse().ok());
        number.ok_or_else(|| FaultError::NeedsBytes(name.to_owned()))
    };
    if let Some((_, kind)) = TIMED.iter().find(|(known, _)| *known == name) {
        return Ok(kind(time()?));
    }
    if name == "cut" {
        return bytes().map(FaultKind::Cut);
    }
    let unknown = || FaultError::UnknownKind(name.to_owned());
    let found = if let Some((_, kind)) = PLAIN.iter().find(|(known, _)| *known == name) {
        *kind
    } else if let Some(code) = name.strip_suffix("-after-commit") {
        FaultKind::StatusAfterCommit { code: status(code).ok_or_else(unknown)? }
    } else {
        let code = status(name).ok_or_else(unknown)?;
        let retry_after = amount.map(|_| time()).transpose()?;
        return Ok(FaultKind::Status { code, retry_after });
    };
    match amount {
        None => Ok(found),
        Some(part) => Err(FaultError::TooMuch { kind: name.to_owned(), part: part.to_owned() }),
    }
}

fn status(text: &str) -> Option<u16> {
    text.parse().ok().filter(|code| (300..600).contains(code))
}

fn duration(text: &str) -> Option<Duration> {
    let (number, unit) = match text.strip_suffix("ms") {
        Some(number) => (number, 0.001),
        None => (text.strip_suffix('s')?, 1.0),
    };
    let amount: f64 = number.parse().ok()?;
    Duration::try_from_secs_f64(amount * unit).ok()
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.kind)?;
        match self.chance {
            Chance::Percent(percent) if percent >= 100.0 => {}
            Chance::Percent(percent) => write!(f, ":{percent}%")?,
            Chance::Times(times) => write!(f, ":x{times}")?,
        }
        if self.only == Pattern::any() { Ok(()) } else { write!(f, "@{}", self.only) }
    }
}

impl fmt::Display for FaultKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let timed = |f: &mut fmt::Formatter<'_>, name, time: &Duration| {
            write!(f, "{name}:{}s", time.as_secs_f64())
        };
        match self {
            Self::Status { code, retry_after: None } => write!(f, "{code}"),
            Self::Status { code, retry_after: Some(time) } => {
                write!(f, "{code}:{}s", time.as_secs_f64())
            }
            Self::StatusAfterCommit { code } => write!(f, "{code}-after-commit"),
            Self::LateCommit(time) => timed(f, "late-commit", time),
            Self::Slow(time) => timed(f, "slow", time),
            Self::Offline(time) => timed(f, "offline", time),
            Self::IdleClose(time) => timed(f, "idle-close", time),
            Self::Cut(bytes) => write!(f, "cut:{bytes}"),
            plain => {
                let named = PLAIN.iter().find(|(_, kind)| kind == plain);
                f.write_str(named.map_or("", |(name, _)| name))
            }
        }
    }
}

impl FaultKind {
    /// How much longer the answer takes.
    pub(crate) fn delay(&self) -> Duration {
        if let Self::Slow(time) = self { *time } else { Duration::ZERO }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Fault {
        text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    #[test]
    fn the_notation_reads_and_prints_the_same() {
        for text in [
            "429:5%",
            "500:2%",
            "drop-after-commit:3%",
            "slow:2s:10%",
            "offline:30s",
            "422-but-created:1%",
            "429:5%@POST/contacts/*",
            "429:30s:x1",
            "502-after-commit:x2@PUT/contacts/*",
            "late-commit:0.5s@*/tags",
            "cut:100:50%",
            "hang",
            "html:x1@POST/contacts/",
            "307@GET/contacts/*",
            "empty-list:x1@POST/contacts/search",
            "idle-close:0.3s",
        ] {
            assert_eq!(read(text).to_string(), text);
        }
        for (name, kind) in PLAIN {
            assert_eq!((read(name).kind, &read(name).to_string()), (*kind, &(*name).to_owned()));
        }
    }

    #[test]
    fn parts_mean_what_the_page_says() {
        let fault = read("slow:250ms:12.5%@GET/contacts/*");
        assert_eq!(fault.kind, FaultKind::Slow(Duration::from_millis(250)));
        assert_eq!(fault.chance, Chance::Percent(12.5));
        assert!(fault.only.matches("GET", "/contacts/abc"));
        assert!(!fault.only.matches("PUT", "/contacts/abc"));
        assert_eq!(read("500").chance, Chance::Percent(100.0));
    }

    #[test]
    fn nonsense_is_refused_with_a_reason() {
        let error = |text: &str| text.parse::<Fault>().unwrap_err().to_string();
        assert!(error("earthquake").starts_with("unknown fault `earthquake`; known: 300 to 599"));
        assert!(error("200:5%").starts_with("unknown fault `200`"));
        assert_eq!(error("slow"), "`slow` needs a time, as in `slow:2s`");
        assert_eq!(error("slow:fast"), "`slow` needs a time, as in `slow:2s`");
        assert_eq!(error("cut:x1"), "`cut` needs a number of bytes, as in `cut:100`");
        assert_eq!(error("500:110%"), "`110%` is no chance: write `5%` or `x3`");
        assert_eq!(error("hang:3s"), "`3s` means nothing after `hang`");
        assert_eq!(error("slow:2s:3s:5%"), "`3s` means nothing after `slow`");
    }
}
