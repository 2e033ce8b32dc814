//! Phone numbers as they are compared: digits alone, without the country's prefix. They are kept as typed.

/// Zeros of the scripts whose digits people type; the other nine follow each.
const ZEROS: [char; 12] = ['0', '٠', '۰', '߀', '०', '০', '੦', '૦', '௦', '๐', '༠', '０'];

/// A decimal digit of any script as 0 to 9.
pub fn digit(c: char) -> Option<char> {
    let zero = ZEROS.into_iter().rfind(|zero| *zero <= c)?;
    char::from_digit(u32::from(c) - u32::from(zero), 10)
}

pub fn digits(text: &str) -> String {
    text.chars().filter_map(digit).collect()
}

/// The digits that a number has from any phone in its own country, without the leading zero.
///
/// `prefix` is the clinic's own ("+44"), for numbers that were written with it but without the plus.
pub fn national(phone: &str, prefix: &str) -> String {
    let phone = phone.replace("(0)", "");
    let all = digits(&phone);
    let rest = if is_international(&phone) {
        without_country(&all)
    } else if let Some(rest) = all.strip_prefix("00") {
        without_country(rest)
    } else {
        own_part(&all, prefix).filter(|_| all.len() > 10).unwrap_or(&all)
    };
    let bare = rest.trim_start_matches('0');
    if bare.is_empty() { all } else { bare.to_owned() }
}

/// The number as any country's network takes it: a plus and at most fifteen digits; what follows a letter (an extension) is cut
/// off. Nothing when it cannot be one, or is national and the clinic's own `prefix` is unknown.
pub fn international(phone: &str, prefix: &str) -> Option<String> {
    let phone = phone.replace("(0)", "");
    let number = &phone[..phone.find(char::is_alphabetic).unwrap_or(phone.len())];
    let all = digits(number);
    let whole = if is_international(number) {
        all
    } else if let Some(rest) = all.strip_prefix("00") {
        rest.to_owned()
    } else {
        let own = digits(prefix);
        let rest = national(number, prefix);
        // Italy dials the zero of a landline from abroad too.
        let zero = if own == "39" && all.starts_with('0') { "0" } else { "" };
        if own.is_empty() { return None } else { format!("{own}{zero}{rest}") }
    };
    (8..=15).contains(&whole.len()).then(|| format!("+{whole}"))
}

/// The beginnings by which a typed number, perhaps half of one, may be found.
pub fn typed(text: &str, prefix: &str) -> Vec<String> {
    let all = digits(text);
    let own = own_part(&all, prefix).filter(|rest| rest.len() >= 3).map(|rest| rest.trim_start_matches('0').to_owned());
    let mut starts = vec![all, national(text, prefix)];
    starts.extend(own);
    starts.retain(|start| !start.is_empty());
    let mut distinct: Vec<String> = Vec::new();
    for start in starts {
        if !distinct.contains(&start) {
            distinct.push(start);
        }
    }
    // A shorter beginning finds what a longer one finds.
    distinct
        .iter()
        .filter(|start| !distinct.iter().any(|other| other.len() < start.len() && start.starts_with(other)))
        .cloned()
        .collect()
}

fn is_international(phone: &str) -> bool {
    phone.chars().find(|c| matches!(c, '+' | '＋') || digit(*c).is_some()).is_some_and(|c| digit(c).is_none())
}

fn own_part<'a>(all: &'a str, prefix: &str) -> Option<&'a str> {
    let own = digits(prefix);
    all.strip_prefix(own.as_str()).filter(|rest| !own.is_empty() && !rest.is_empty())
}

/// Country prefixes have one, two or three digits; the first ones tell which.
fn without_country(all: &str) -> &str {
    const TWO: [&str; 44] = [
        "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47", "48", "49",
        "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65", "66", "81", "82", "84",
        "86", "90", "91", "92", "93", "94", "95", "98",
    ];
    let length = match all.as_bytes() {
        [b'1' | b'7', ..] => 1,
        _ if all.get(..2).is_some_and(|two| TWO.contains(&two)) => 2,
        _ => 3,
    };
    all.get(length..).filter(|rest| !rest.is_empty()).unwrap_or(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_the_same_with_and_without_prefix() {
        for typed in [
            "+44 20 7946 0102",
            "0044 20 7946 0102",
            "020 7946 0102",
            "20 79460102",
            "+44 (0)20 7946 0102",
            "442079460102",
            "＋４４ ２０ 7946 0102",
        ] {
            assert_eq!(national(typed, "+44"), "2079460102", "{typed}");
        }
        assert_eq!(national("+1 212 555 0100", "+44"), "2125550100");
        assert_eq!(national("1-212-555-0100", "+1"), "2125550100");
        assert_eq!(national("+39 06 1234567", "+39"), national("06 1234567", "+39"));
        assert_eq!(national("+358 40 1234567", "+44"), "401234567");
        assert_eq!(national("٠٢٠ ٧٩٤٦ ٠١٠٢", "+44"), "2079460102");
    }

    #[test]
    fn any_way_of_writing_becomes_the_international_one() {
        for typed in [
            "+44 7700 900101",
            "0044 7700 900101",
            "07700 900101",
            "+44 (0)7700 900101",
            "447700900101",
            "07700 900101 ext. 4",
        ] {
            assert_eq!(international(typed, "+44").as_deref(), Some("+447700900101"), "{typed}");
        }
        assert_eq!(international("06 1234567", "+39").as_deref(), Some("+39061234567"));
        assert_eq!(international("+1 212 555 0100", "+44").as_deref(), Some("+12125550100"));
        for hopeless in ["", "12", "ext. 4", "+44 7700 900101 00000000"] {
            assert_eq!(international(hopeless, "+44"), None, "{hopeless}");
        }
        assert_eq!(international("07700 900101", ""), None);
    }

    #[test]
    fn half_a_number_finds_while_it_is_typed() {
        for typed_text in ["+44 2", "+4420", "0044 207", "02", "020 7946", "20", "4420794", "2079460102"] {
            assert!(
                typed(typed_text, "+44").iter().any(|start| "2079460102".starts_with(start)),
                "{typed_text}: {:?}",
                typed(typed_text, "+44")
            );
        }
        assert!(typed("", "+44").is_empty() && typed("+", "").is_empty());
    }
}
