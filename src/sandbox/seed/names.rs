//! Names from many places and scripts, each with the letters it has in an email address.

/// First and last names that go together. Each is written as it is, then as in an email address.
pub(crate) struct Culture {
    /// How many in a hundred contacts, roughly.
    pub(crate) weight: u32,
    pub(crate) first: &'static [(&'static str, &'static str)],
    pub(crate) last: &'static [(&'static str, &'static str)],
}

#[rustfmt::skip]
pub(crate) const CULTURES: &[Culture] = &[
    Culture {
        weight: 38,
        first: &[
            ("Grace", "grace"), ("Owen", "owen"), ("Hannah", "hannah"), ("Caleb", "caleb"),
            ("Ruth", "ruth"), ("Marcus", "marcus"), ("Dana", "dana"), ("Willa", "willa"),
            ("Theo", "theo"), ("Imani", "imani"), ("Desmond", "desmond"), ("Kayla", "kayla"),
            ("Nora", "nora"), ("Elliot", "elliot"), ("June", "june"), ("Rowan", "rowan"),
            ("Beth", "beth"), ("Tobias", "tobias"), ("Maeve", "maeve"), ("Jerome", "jerome"),
            ("Alice", "alice"), ("Simon", "simon"), ("Phoebe", "phoebe"), ("Wesley", "wesley"),
            ("Tamara", "tamara"), ("Gavin", "gavin"), ("Lydia", "lydia"), ("Curtis", "curtis"),
            ("Paige", "paige"), ("Malik", "malik"), ("Fiona", "fiona"), ("Douglas", "douglas"),
            ("Renee", "renee"), ("Isaac", "isaac"), ("Holly", "holly"), ("Trevor", "trevor"),
            ("Naomi", "naomi"), ("Craig", "craig"), ("Ivy", "ivy"), ("Leon", "leon"),
        ],
        last: &[
            ("Abbott", "abbott"), ("Bennett", "bennett"), ("Calloway", "calloway"),
            ("Dawson", "dawson"), ("Ellery", "ellery"), ("Fairbanks", "fairbanks"),
            ("Griffin", "griffin"), ("Hollis", "hollis"), ("Ingram", "ingram"),
            ("Jefferson", "jefferson"), ("Kincaid", "kincaid"), ("Langford", "langford"),
            ("Mercer", "mercer"), ("Novak", "novak"), ("O’Brien", "obrien"),
            ("Prescott", "prescott"), ("Quinn", "quinn"), ("Redmond", "redmond"),
            ("Sinclair", "sinclair"), ("Thatcher", "thatcher"), ("Underhill", "underhill"),
            ("Vaughn", "vaughn"), ("Whitaker", "whitaker"), ("Yates", "yates"),
            ("Ashby-Cole", "ashbycole"), ("Barlow", "barlow"), ("Crane", "crane"),
            ("Delaney", "delaney"), ("Easton", "easton"), ("Foster", "foster"),
            ("Garrison", "garrison"), ("Hale", "hale"), ("McAllister", "mcallister"),
            ("Nash", "nash"), ("Okafor", "okafor"), ("Pruitt", "pruitt"), ("Rhodes", "rhodes"),
            ("Stroud", "stroud"), ("Tilden", "tilden"), ("Winslow", "winslow"),
        ],
    },
    Culture {
        weight: 13,
        first: &[
            ("José", "jose"), ("María", "maria"), ("Lucía", "lucia"), ("Andrés", "andres"),
            ("Sofía", "sofia"), ("Joaquín", "joaquin"), ("Inés", "ines"), ("Raúl", "raul"),
            ("Ximena", "ximena"), ("Tomás", "tomas"), ("Begoña", "begona"), ("Héctor", "hector"),
            ("João", "joao"), ("Conceição", "conceicao"), ("Ángela", "angela"), ("Iñaki", "inaki"),
        ],
        last: &[
            ("Núñez", "nunez"), ("García Peña", "garcia"), ("Ibáñez", "ibanez"),
            ("Domínguez", "dominguez"), ("Muñoz", "munoz"), ("Rodríguez", "rodriguez"),
            ("Salazar", "salazar"), ("Vélez", "velez"), ("Araújo", "araujo"),
            ("Magalhães", "magalhaes"), ("Ordóñez", "ordonez"), ("Castañeda", "castaneda"),
            ("de la Cruz", "delacruz"), ("Quiñones", "quinones"), ("Zúñiga", "zuniga"),
        ],
    },
    Culture {
        weight: 6,
        first: &[
            ("Éloïse", "eloise"), ("Chloé", "chloe"), ("Benoît", "benoit"),
            ("François", "francois"), ("Zoé", "zoe"), ("Jérôme", "jerome"), ("Anaïs", "anais"),
            ("Mathéo", "matheo"), ("Aurélie", "aurelie"), ("Gaël", "gael"),
        ],
        last: &[
            ("Lefèvre", "lefevre"), ("Beaumont", "beaumont"), ("Géraud", "geraud"),
            ("D’Aubigné", "daubigne"), ("Châtelain", "chatelain"), ("Crépin", "crepin"),
            ("Noël", "noel"), ("Bérubé", "berube"), ("Maçon", "macon"), ("Tréville", "treville"),
        ],
    },
    Culture {
        weight: 7,
        first: &[
            ("Jürgen", "juergen"), ("Käthe", "kaethe"), ("Björn", "bjoern"), ("Annelie", "annelie"),
            ("Götz", "goetz"), ("Mareike", "mareike"), ("Sören", "soeren"), ("Heike", "heike"),
            ("Uwe", "uwe"), ("Bärbel", "baerbel"), ("Lennart", "lennart"), ("Ulrike", "ulrike"),
        ],
        last: &[
            ("Müller", "mueller"), ("Weiß", "weiss"), ("Schäfer", "schaefer"),
            ("Köhler", "koehler"), ("Großmann", "grossmann"), ("Lüdtke", "luedtke"),
            ("von Bülow", "vonbuelow"), ("Jäger", "jaeger"), ("Strauß", "strauss"),
            ("Böhm", "boehm"), ("Krüger", "krueger"),
        ],
    },
    Culture {
        weight: 4,
        first: &[
            ("Åsa", "asa"), ("Søren", "soren"), ("Bjørg", "bjorg"), ("Þórdís", "thordis"),
            ("Leif", "leif"), ("Märta", "marta"), ("Øyvind", "oyvind"), ("Jürmo", "jurmo"),
        ],
        last: &[
            ("Ångström", "angstrom"), ("Bjørnsen", "bjornsen"),
            ("Sigurðardóttir", "sigurdardottir"), ("Lindqvist", "lindqvist"),
            ("Hämäläinen", "hamalainen"), ("Kjær", "kjaer"), ("Mäkelä", "makela"),
            ("Østergård", "ostergard"),
        ],
    },
    Culture {
        weight: 4,
        first: &[
            ("Łukasz", "lukasz"), ("Żaneta", "zaneta"), ("Jiří", "jiri"), ("Šárka", "sarka"),
            ("Grzegorz", "grzegorz"), ("Ştefan", "stefan"), ("Zsófia", "zsofia"),
            ("Dušan", "dusan"),
        ],
        last: &[
            ("Wiśniewska", "wisniewska"), ("Dvořák", "dvorak"), ("Kowalczyk", "kowalczyk"),
            ("Procházková", "prochazkova"), ("Szőke", "szoke"), ("Brzęczyszczykiewicz", "brzecz"),
            ("Țurcanu", "turcanu"), ("Đorđević", "djordjevic"),
        ],
    },
    Culture {
        weight: 2,
        first: &[
            ("İbrahim", "ibrahim"), ("Işıl", "isil"), ("Çağla", "cagla"), ("Gökhan", "gokhan"),
            ("Şule", "sule"),
        ],
        last: &[
            ("Yıldırım", "yildirim"), ("Öztürk", "ozturk"), ("Çelik", "celik"), ("Güneş", "gunes"),
        ],
    },
    Culture {
        weight: 4,
        // The second of each pair of spellings is decomposed: letters and combining marks apart.
        first: &[
            ("Ánh", "anh"), ("Thị Hương", "huong"), ("Quốc Bảo", "quocbao"),
            ("Ngo\u{323}c", "ngoc"), ("Ti\u{1ebf}n Dũng", "tiendung"), ("Hi\u{ea}\u{309}n", "hien"),
        ],
        last: &[
            ("Nguyễn", "nguyen"), ("Trần", "tran"), ("Phạm", "pham"), ("Đặng", "dang"),
            ("L\u{1b0}\u{31b}ng", "luong"), ("Võ", "vo"),
        ],
    },
    Culture {
        weight: 5,
        first: &[
            ("Ольга", "olga"), ("Дмитрий", "dmitry"), ("Светлана", "svetlana"), ("Артём", "artem"),
            ("Ярослава", "yaroslava"), ("Борис", "boris"), ("Оксана", "oksana"),
            ("Їжакевич", "yizh"),
        ],
        last: &[
            ("Соколова", "sokolova"), ("Ковальчук", "kovalchuk"), ("Щербаков", "shcherbakov"),
            ("Гриценко", "hrytsenko"), ("Медведева", "medvedeva"), ("Юдин", "yudin"),
        ],
    },
    Culture {
        weight: 2,
        first: &[
            ("Αλέξανδρος", "alexandros"), ("Ελένη", "eleni"), ("Γιώργος", "giorgos"),
            ("Χρυσούλα", "chrysoula"),
        ],
        last: &[
            ("Παπαδοπούλου", "papadopoulou"), ("Οικονόμου", "oikonomou"), ("Ξενάκης", "xenakis"),
        ],
    },
    Culture {
        weight: 4,
        first: &[
            ("فاطمة", "fatima"), ("يوسف", "yousef"), ("ليلى", "layla"), ("عمر", "omar"),
            ("نور الهدى", "nouralhuda"), ("خالد", "khaled"),
        ],
        last: &[
            ("الحداد", "alhaddad"), ("المنصوري", "almansouri"), ("بن صالح", "bensaleh"),
            ("القاسم", "alqasim"), ("شاهين", "shaheen"),
        ],
    },
    Culture {
        weight: 2,
        first: &[
            ("נועה", "noa"), ("יעקב", "yaakov"), ("תמר", "tamar"), ("איתן", "eitan"),
        ],
        last: &[
            ("לוי", "levi"), ("בן־דוד", "bendavid"), ("מזרחי", "mizrahi"), ("שפירא", "shapira"),
        ],
    },
    Culture {
        weight: 4,
        first: &[
            ("प्रिया", "priya"), ("अर्जुन", "arjun"), ("लक्ष्मी", "lakshmi"), ("संजय", "sanjay"),
            ("श्रेया", "shreya"),
        ],
        last: &[
            ("शर्मा", "sharma"), ("पटेल", "patel"), ("कृष्णन", "krishnan"),
            ("त्रिपाठी", "tripathi"),
        ],
    },
    Culture {
        weight: 4,
        first: &[
            ("小明", "xiaoming"), ("美玲", "meiling"), ("志强", "zhiqiang"), ("雅婷", "yating"),
            ("子涵", "zihan"), ("嘉欣", "kayan"),
        ],
        last: &[
            ("王", "wang"), ("陈", "chen"), ("林", "lin"), ("歐陽", "ouyang"), ("黃", "huang"),
            ("刘", "liu"),
        ],
    },
    Culture {
        weight: 4,
        first: &[
            ("陽菜", "hina"), ("健太", "kenta"), ("さくら", "sakura"), ("ひろし", "hiroshi"), ("ユキ", "yuki"),
            ("美咲", "misaki"),
        ],
        last: &[
            ("佐藤", "sato"), ("鈴木", "suzuki"), ("髙橋", "takahashi"), ("渡邉", "watanabe"),
            ("小林", "kobayashi"),
        ],
    },
    Culture {
        weight: 3,
        first: &[
            ("민준", "minjun"), ("서연", "seoyeon"), ("지우", "jiwoo"), ("현우", "hyunwoo"),
        ],
        last: &[
            ("김", "kim"), ("이", "lee"), ("박", "park"), ("최", "choi"), ("남궁", "namgung"),
        ],
    },
    Culture {
        weight: 1,
        first: &[
            ("สมชาย", "somchai"), ("กัญญา", "kanya"), ("ณัฐ", "nat"),
        ],
        last: &[
            ("สุขใจ", "sukjai"), ("แสงทอง", "saengthong"), ("ศรีสุวรรณ", "srisuwan"),
        ],
    },
];

/// What some people put behind their first name.
pub(crate) const EMOJI: &[&str] = &["🌻", "✨", "👩🏽‍💻", "🏳️‍🌈", "🇨🇦", "❤️"];
