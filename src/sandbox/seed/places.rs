//! Cities with their postal codes, and phone numbers from ranges that are kept for fiction.

/// A city and the ranges of fictional numbers there.
pub(crate) struct Place {
    pub(crate) weight: u32,
    pub(crate) city: &'static str,
    pub(crate) state: &'static str,
    pub(crate) country: &'static str,
    pub(crate) timezone: &'static str,
    /// `#` stands for a digit.
    pub(crate) postal: &'static str,
    pub(crate) streets: Streets,
    /// The start of E.164 numbers, and how many digits follow.
    pub(crate) phones: &'static [(&'static str, usize)],
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Streets {
    English,
    German,
    French,
}

const PACIFIC: &str = "America/Los_Angeles";
const MOUNTAIN: &str = "America/Denver";
const CENTRAL: &str = "America/Chicago";
const EASTERN: &str = "America/New_York";

#[rustfmt::skip]
macro_rules! us {
    ($weight:literal, $city:literal, $state:literal, $zone:expr, $postal:literal, $($area:literal),+) => {
        Place {
            weight: $weight, city: $city, state: $state, country: "US", timezone: $zone,
            postal: $postal, streets: Streets::English,
            phones: &[$((concat!("+1", $area, "55501"), 2)),+],
        }
    };
}

#[rustfmt::skip]
pub(crate) const PLACES: &[Place] = &[
    us!(22, "Portland", "OR", PACIFIC, "972##", "503", "971"),
    us!(6, "Beaverton", "OR", PACIFIC, "9700#", "503", "971"),
    us!(4, "Eugene", "OR", PACIFIC, "974##", "541", "458"),
    us!(4, "Bend", "OR", PACIFIC, "9770#", "541", "458"),
    us!(7, "Vancouver", "WA", PACIFIC, "986##", "360", "564"),
    us!(9, "Seattle", "WA", PACIFIC, "981##", "206", "425", "253"),
    us!(3, "Spokane", "WA", PACIFIC, "992##", "509"),
    us!(4, "Boise", "ID", MOUNTAIN, "837##", "208", "986"),
    us!(6, "San Francisco", "CA", PACIFIC, "941##", "415", "628", "510"),
    us!(3, "Sacramento", "CA", PACIFIC, "958##", "916", "279"),
    us!(6, "Los Angeles", "CA", PACIFIC, "900##", "213", "310", "323", "818"),
    us!(2, "San Diego", "CA", PACIFIC, "921##", "619", "858"),
    us!(2, "Denver", "CO", MOUNTAIN, "802##", "303", "720"),
    us!(2, "Phoenix", "AZ", "America/Phoenix", "850##", "602", "480", "623"),
    us!(2, "Austin", "TX", CENTRAL, "787##", "512", "737"),
    us!(1, "Houston", "TX", CENTRAL, "770##", "713", "281", "832"),
    us!(1, "Minneapolis", "MN", CENTRAL, "554##", "612", "651"),
    us!(2, "Chicago", "IL", CENTRAL, "606##", "312", "773", "872"),
    us!(1, "Atlanta", "GA", EASTERN, "303##", "404", "470", "678"),
    us!(1, "Miami", "FL", EASTERN, "331##", "305", "786"),
    us!(3, "Brooklyn", "NY", EASTERN, "112##", "718", "347", "929"),
    us!(3, "New York", "NY", EASTERN, "100##", "212", "646", "917"),
    us!(1, "Philadelphia", "PA", EASTERN, "191##", "215", "267", "445"),
    us!(1, "Boston", "MA", EASTERN, "021##", "617", "857"),
    Place {
        weight: 2, city: "Vancouver", state: "BC", country: "CA", timezone: "America/Vancouver",
        postal: "V5# #A#", streets: Streets::English,
        phones: &[("+160455501", 2), ("+177855501", 2), ("+123655501", 2)],
    },
    Place {
        weight: 3, city: "London", state: "", country: "GB", timezone: "Europe/London",
        postal: "SE1 #AB", streets: Streets::English,
        phones: &[("+44207946", 4), ("+447700900", 3)],
    },
    Place {
        weight: 1, city: "Manchester", state: "", country: "GB", timezone: "Europe/London",
        postal: "M1 #AE", streets: Streets::English,
        phones: &[("+44161496", 4), ("+447700900", 3)],
    },
    Place {
        weight: 3, city: "Berlin", state: "", country: "DE", timezone: "Europe/Berlin",
        postal: "10###", streets: Streets::German,
        phones: &[("+493023125", 3)],
    },
    Place {
        weight: 1, city: "München", state: "", country: "DE", timezone: "Europe/Berlin",
        postal: "80###", streets: Streets::German,
        phones: &[("+498999998", 3)],
    },
    Place {
        weight: 1, city: "Köln", state: "", country: "DE", timezone: "Europe/Berlin",
        postal: "50###", streets: Streets::German,
        phones: &[("+492214710", 3)],
    },
    Place {
        weight: 2, city: "Paris", state: "", country: "FR", timezone: "Europe/Paris",
        postal: "750##", streets: Streets::French,
        phones: &[("+3319900", 4), ("+3363998", 4)],
    },
    Place {
        weight: 1, city: "Lyon", state: "", country: "FR", timezone: "Europe/Paris",
        postal: "6900#", streets: Streets::French,
        phones: &[("+3346571", 4), ("+3363998", 4)],
    },
    Place {
        weight: 2, city: "Melbourne", state: "VIC", country: "AU", timezone: "Australia/Melbourne",
        postal: "30##", streets: Streets::English,
        phones: &[("+6137010", 4)],
    },
];

pub(crate) const ENGLISH_STREETS: &[&str] = &[
    "Alder St",
    "SE Hawthorne Blvd",
    "NW Lovejoy St",
    "Burnside Rd",
    "N Mississippi Ave",
    "Division St",
    "Sandy Blvd",
    "Belmont Ave",
    "Cedar Hills Blvd",
    "Terwilliger Ct",
    "Maple Lane",
    "Harbor Way",
    "Mill Pond Rd",
    "Orchard St",
    "Station Rd",
];
pub(crate) const GERMAN_STREETS: &[&str] =
    &["Lindenstraße", "Am Mühlbach", "Schönhauser Allee", "Gärtnerweg", "Rosenthaler Straße"];
pub(crate) const FRENCH_STREETS: &[&str] =
    &["rue des Écoles", "avenue du Général-Leclerc", "quai de la Rapée", "place d’Italie"];
