//! What a person gets to read on any channel: words fixed in this file, and one link with an opaque id.

use url::Url;

/// The longest opaque id.
pub const OPAQUE_ID_CHARS_MAX: usize = 64;

/// The words of a message. There are only the ones below: nothing that a person wrote can become words on a lock
/// screen, in a mail's subject or in a chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    pub(super) title: &'static str,
    pub(super) body: &'static str,
    pub(super) kind: &'static str,
    screen: Screen,
}

/// What a tap opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Screen {
    /// The screen of the page whose id the message carries.
    Page,
    /// The screen of the ask whose id the message carries.
    Ask,
    /// One's own devices.
    Devices,
    /// Whom of the CARE team to call, with their numbers.
    FindCare,
}

impl Words {
    /// For a page.
    pub const PAGE: Self = Self { title: "You are needed", body: "Open the app.", kind: "page", screen: Screen::Page };
    /// For something that somebody is asked for. It does not tell what.
    pub const ASK: Self =
        Self { title: "You are asked for something", body: "Open the app.", kind: "ask", screen: Screen::Ask };
    /// For a test of one device.
    pub const TEST: Self =
        Self { title: "Test", body: "This device can be reached.", kind: "test", screen: Screen::Devices };

    /// For an emergency contact of the organizers, when nobody of the team answers a page. It does not tell what it is about.
    pub const CONTACT: Self = Self {
        title: "The CARE team does not answer",
        body: "Open the app and find somebody of the team.",
        kind: "contact",
        screen: Screen::FindCare,
    };
    /// For whoever has a device or an address to which a way leads no more.
    pub const STOPPED: Self = Self {
        title: "A way to call you has stopped",
        body: "Open the app.",
        kind: "stopped",
        screen: Screen::Devices,
    };

    /// For the page of a drill.
    pub const DRILL: Self = Self {
        title: "Drill: you are needed",
        body: "This is practice. Open the app.",
        kind: "drill",
        screen: Screen::Page,
    };
    /// For an emergency contact, when nobody of the team answers the page of a drill.
    pub const DRILL_CONTACT: Self = Self {
        title: "Drill: the CARE team does not answer",
        body: "This is practice. Open the app and find somebody of the team.",
        kind: "drill_contact",
        screen: Screen::FindCare,
    };
    /// For the team and the organizers, when the server finds that pages do not go out as they should. It does not tell
    /// which.
    pub const ALARM: Self = Self {
        title: "Pages may not get through",
        body: "Open the app and call each other.",
        kind: "alarm",
        screen: Screen::FindCare,
    };

    /// For whoever was told so, when pages go out again.
    pub const ALARM_OVER: Self = Self {
        title: "Pages get through again",
        body: "There is nothing else to do.",
        kind: "alarm_over",
        screen: Screen::FindCare,
    };

    /// Whether they are those of a drill.
    pub fn is_drill(self) -> bool {
        self == Self::DRILL || self == Self::DRILL_CONTACT
    }

    /// Title and body in one line, for a channel that knows no titles.
    pub fn in_one_line(self) -> String {
        format!("{}. {}", self.title, self.body)
    }

    /// For a test of a way that is no device.
    pub const TEST_OF_WAY: Self =
        Self { title: "Test", body: "This way leads to you.", kind: "test", screen: Screen::Devices };

    /// The address that a tap opens: the words' screen under `public_url`, for the page or ask with the id `about`.
    pub fn link(self, public_url: &Url, about: &OpaqueId) -> Url {
        let mut link = public_url.clone();
        match self.screen {
            Screen::Page => link.set_path(&format!("/app/p/{}", about.as_str())),
            Screen::Ask => link.set_path(&format!("/app/asks/{}", about.as_str())),
            Screen::Devices => link.set_path("/app/me"),
            Screen::FindCare => link.set_path("/app/care"),
        }
        link.set_query(None);
        link.set_fragment(None);
        link
    }
}

/// An id that tells nothing by itself: 1 to [`OPAQUE_ID_CHARS_MAX`] letters, digits, `-` and `_`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpaqueId(String);

impl OpaqueId {
    /// Reads an id; `None` when it is empty, too long or holds any other character.
    pub fn parse(text: &str) -> Option<Self> {
        let well_formed = (1..=OPAQUE_ID_CHARS_MAX).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
        well_formed.then(|| Self(text.to_owned()))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_short_and_plain() {
        for bad in ["", "a b", "a/b", "é", "a\n", &"x".repeat(65)] {
            assert_eq!(OpaqueId::parse(bad), None, "{bad:?}");
        }
        assert!(OpaqueId::parse("0198c5f0-aaaa-7bbb-8ccc-0123456789ab").is_some());
    }

    #[test]
    fn whatever_is_said_of_a_drill_says_so() {
        for words in [Words::DRILL, Words::DRILL_CONTACT] {
            assert!(words.is_drill() && words.title.starts_with("Drill"), "{words:?}");
        }
        for words in [Words::PAGE, Words::ASK, Words::TEST, Words::CONTACT, Words::STOPPED, Words::ALARM] {
            assert!(!words.is_drill() && !words.in_one_line().contains("Drill"), "{words:?}");
        }
    }

    #[test]
    fn a_link_leads_to_the_words_screen_and_carries_nothing_else() {
        let base = Url::parse("https://care.example/?door=1#x").unwrap();
        let id = OpaqueId::parse("page-1").unwrap();
        let table = [
            (Words::PAGE, "https://care.example/app/p/page-1"),
            (Words::ASK, "https://care.example/app/asks/page-1"),
            (Words::TEST, "https://care.example/app/me"),
            (Words::STOPPED, "https://care.example/app/me"),
            (Words::CONTACT, "https://care.example/app/care"),
            (Words::ALARM, "https://care.example/app/care"),
            (Words::ALARM_OVER, "https://care.example/app/care"),
            (Words::DRILL, "https://care.example/app/p/page-1"),
            (Words::DRILL_CONTACT, "https://care.example/app/care"),
        ];
        for (words, link) in table {
            assert_eq!(words.link(&base, &id).as_str(), link);
        }
    }
}
