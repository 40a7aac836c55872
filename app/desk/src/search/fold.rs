//! Words as they are compared: without case, without accents, one at a time.

/// Longest word that is told from others, in bytes; what lies behind is not looked at.
const WORD_BYTES_MAX: usize = 64;

/// The words of a text, folded: runs of letters and digits.
pub(super) fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    let runs = text.split(|c: char| !(c.is_alphanumeric() || is_mark(c)));
    runs.filter(|run| !run.is_empty()).map(fold).filter(|word| !word.is_empty())
}

fn fold(run: &str) -> String {
    let mut word = String::with_capacity(run.len().min(WORD_BYTES_MAX));
    for letter in run.chars().flat_map(char::to_lowercase).filter(|letter| !is_mark(*letter)) {
        match plain(letter) {
            Plain::Letter(letter) => word.push(letter),
            Plain::Two(letters) => word.push_str(letters),
        }
        if word.len() >= WORD_BYTES_MAX {
            break;
        }
    }
    word
}

/// A mark that stands over the letter before it.
const fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

enum Plain {
    Letter(char),
    Two(&'static str),
}

/// The letter without its accent, for the alphabets that are most likely typed without them in a hurry.
const fn plain(letter: char) -> Plain {
    Plain::Letter(match letter {
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'ǎ' => 'a',
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => 'c',
        'ď' | 'đ' | 'ð' => 'd',
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => 'e',
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => 'g',
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => 'i',
        'ķ' => 'k',
        'ĺ' | 'ļ' | 'ľ' | 'ł' => 'l',
        'ñ' | 'ń' | 'ņ' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' => 'o',
        'ŕ' | 'ŗ' | 'ř' => 'r',
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => 's',
        'ţ' | 'ť' | 'ț' => 't',
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => 'u',
        'ŵ' => 'w',
        'ý' | 'ÿ' | 'ŷ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        'ά' => 'α',
        'έ' => 'ε',
        'ή' => 'η',
        'ί' | 'ϊ' | 'ΐ' => 'ι',
        'ό' => 'ο',
        'ύ' | 'ϋ' | 'ΰ' => 'υ',
        'ώ' => 'ω',
        'ς' => 'σ',
        'ё' => 'е',
        'й' => 'и',
        'ß' => return Plain::Two("ss"),
        'æ' => return Plain::Two("ae"),
        'œ' => return Plain::Two("oe"),
        other => other,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_folded_and_cut_at_what_is_no_letter() {
        let table: [(&str, &[&str]); 7] = [
            ("Red SCARF, by the bar.", &["red", "scarf", "by", "the", "bar"]),
            ("@sam_dj (badge 214)", &["sam", "dj", "badge", "214"]),
            ("José Müller-Straße", &["jose", "muller", "strasse"]),
            ("cafe\u{301} Łódź", &["cafe", "lodz"]),
            ("Νίκος ΣΟΦΟΣ", &["νικοσ", "σοφοσ"]),
            ("--- \u{301} …", &[]),
            ("", &[]),
        ];
        for (text, wanted) in table {
            assert_eq!(words(text).collect::<Vec<_>>(), wanted, "{text}");
        }
    }

    #[test]
    fn a_word_without_end_is_cut() {
        let long = "é".repeat(10_000);
        let found: Vec<_> = words(&long).collect();
        assert_eq!(found, ["e".repeat(WORD_BYTES_MAX)]);
    }
}
