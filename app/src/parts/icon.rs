//! The icons: lines on a grid of 24, always beside a word.

use leptos::prelude::*;

macro_rules! icons {
    ($($(#[$doc:meta])* $name:ident => $path:literal;)*) => {
        /// The icons of the app.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Icon {
            $($(#[$doc])* $name,)*
        }

        impl Icon {
            const fn path(self) -> &'static str {
                match self {
                    $(Self::$name => $path,)*
                }
            }
        }
    };
}

icons! {
    /// For: home.
    Home => "M4 11l8-7 8 7M6 9.5V20h12V9.5";
    /// For: find CARE.
    Find => "M12 21s7-6.2 7-11.5a7 7 0 0 0-14 0C5 14.8 12 21 12 21zM12 6.6a1.9 1.9 0 1 0 .01 0M8.6 13.6c.5-1.7 1.8-2.4 3.4-2.4s2.9.7 3.4 2.4";
    /// For: note, write.
    Note => "M5 19l1-4.5L16.5 4l3.5 3.5L9.5 18zM14 6.5l3.5 3.5";
    /// For: danger, warning.
    Act => "M12 4l9 16H3zM12 10v4.5M12 17.2v.1";
    /// For: way back.
    Back => "M15 5l-7 7 7 7";
    /// For: row that opens.
    Next => "M9 5l7 7-7 7";
    /// For: call by phone.
    Call => "M6 4h3l2 5-2.5 1.5a11 11 0 0 0 5 5L15 13l5 2v3a2 2 0 0 1-2 2A14 14 0 0 1 4 6a2 2 0 0 1 2-2z";
    /// For: CARE desk.
    Desk => "M4 13l3-8h10l3 8v6H4zM4 13h5l1 2.5h4l1-2.5h5";
    /// For: guide.
    Guide => "M12 6.5C10 5 7 4.5 4 5v13c3-.5 6 0 8 1.5 2-1.5 5-2 8-1.5V5c-3-.5-6 0-8 1.5zM12 6.5v13";
    /// For: you, a person.
    Person => "M12 4a4 4 0 1 0 .01 0M4.5 20c1-4 4-5.5 7.5-5.5s6.5 1.5 7.5 5.5";
    /// For: team.
    People => "M9 5a3.5 3.5 0 1 0 .01 0M2.5 19c.8-3.6 3.4-5 6.5-5s5.7 1.4 6.5 5M15.5 5.4a3.5 3.5 0 0 1 0 6.2M17.5 14.5c2 .6 3.4 2 4 4.5";
    /// For: only on this phone.
    Phone => "M8 3h8a1.5 1.5 0 0 1 1.5 1.5v15A1.5 1.5 0 0 1 16 21H8a1.5 1.5 0 0 1-1.5-1.5v-15A1.5 1.5 0 0 1 8 3zM11 18h2";
    /// For: on the server.
    Server => "M12 3.5a8.5 8.5 0 1 0 .01 0M8 12.3l2.7 2.7L16 9.5";
    /// For: seen.
    Seen => "M2.5 12C5 7.5 8.3 5.5 12 5.5s7 2 9.5 6.5c-2.5 4.5-5.8 6.5-9.5 6.5S5 16.5 2.5 12zM12 9.5a2.5 2.5 0 1 0 .01 0";
    /// For: on the way.
    Coming => "M13.5 2.8a1.7 1.7 0 1 0 .01 0M8.5 13l.8-3.5L12.5 8l2 3.5 3 1M12.5 8l-1.2 5.5L14.5 16l1 5M11.3 13.5l-.8 4L7.5 21";
    /// For: needs sign-in.
    SignIn => "M7.5 11.5a4 4 0 1 0 .01 0M10.5 12.7L19 4.2M15.5 7.7l3 3";
    /// For: refused.
    Refused => "M8.5 3.5h7l5 5v7l-5 5h-7l-5-5v-7zM8 12h8";
    /// For: not saved, late, time.
    Unsaved => "M12 3.5a8.5 8.5 0 1 0 .01 0M12 8v4.5l3 2";
    /// For: information.
    Info => "M12 3.5a8.5 8.5 0 1 0 .01 0M12 11v5M12 7.7v.1";
    /// For: done.
    Check => "M5 12.5l4.5 4.5L19 7";
    /// For: close, remove.
    Close => "M6 6l12 12M18 6L6 18";
    /// For: add.
    Plus => "M12 5v14M5 12h14";
    /// For: undo.
    Undo => "M8 5L4 9l4 4M4 9h10a5.5 5.5 0 0 1 0 11H9";
    /// For: photo.
    Camera => "M4 8h3.5L9 5.5h6L16.5 8H20v11H4zM12 10a3.2 3.2 0 1 0 .01 0";
    /// For: private link.
    Link => "M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1.2 1.2M14 10a4 4 0 0 0-5.7 0l-3 3A4 4 0 0 0 11 18.7l1.2-1.2";
    /// For: QR code.
    Code => "M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2.5v2.5M20 14v6h-2.5M14 20h.5";
    /// For: print.
    Print => "M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z";
    /// For: page.
    Bell => "M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15zM10.5 20.8h3";
    /// For: offline.
    Offline => "M9.5 6.3A6 6 0 0 1 17.5 9.8a4.1 4.1 0 0 1 2.3 6.8M15.5 18H7a4 4 0 0 1-.5-8M4 4l16 16";
    /// For: update.
    Update => "M19 12a7 7 0 1 1-2-5l3 3M20 5v5h-5";
    /// For: send now.
    Send => "M4 11.5L20 4l-5.5 16-3.5-6.5zM11 13.5L20 4";
    /// For: what to say.
    Say => "M4 5h16v11h-8l-4.5 4v-4H4z";
    /// For: place.
    Place => "M12 21s7-6.2 7-11.5a7 7 0 0 0-14 0C5 14.8 12 21 12 21zM12 7a2.5 2.5 0 1 0 .01 0";
    /// For: leave.
    Exit => "M14 4h5v16h-5M4 12h10M10 8l4 4-4 4";
    /// For: export to a file.
    Export => "M12 4v11M8 11l4 4 4-4M5 20h14";
    /// For: locked, sealed.
    Lock => "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3";
    /// For: strike a note.
    Strike => "M4 12h16M16 7.5C15.5 5.5 14 4.5 12 4.5c-2.5 0-4.2 1.3-4.2 3.2 0 2 1.7 2.9 4.2 4.3M16.2 16.3c0 1.9-1.7 3.2-4.2 3.2-2.2 0-3.8-1-4.3-3";
    /// For: more.
    More => "M4.5 12h1M11.5 12h1M18.5 12h1";
    /// For: the roster.
    Roster => "M4.5 6h15v14h-15zM4.5 10.5h15M8.5 3.5V7M15.5 3.5V7";
    /// For: settings of the conference.
    Settings => "M4 7h9M17 7h3M4 17h3M11 17h9M15 4.8a2.2 2.2 0 1 0 .01 0M9 14.8a2.2 2.2 0 1 0 .01 0";
}

/// An icon. It says nothing to a screen reader: the word beside it does.
pub fn icon(icon: Icon) -> AnyView {
    view! { <svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d=icon.path()></path></svg> }.into_any()
}
