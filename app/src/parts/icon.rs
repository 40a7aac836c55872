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
    /// Back.
    Back => "M15 5l-7 7 7 7";
    /// Where somebody of the CARE team is.
    Care => "M12 21s7-6.2 7-11.5a7 7 0 0 0-14 0C5 14.8 12 21 12 21zM12 7.2a2 2 0 1 0 .01 0M8.7 13.3c.5-1.6 1.8-2.3 3.3-2.3s2.8.7 3.3 2.3";
    /// Write.
    Note => "M5 19l1-4.5L16.5 4l3.5 3.5L9.5 18zM14 6.5l3.5 3.5";
    /// Danger, or something to know.
    Alert => "M12 4l9 16H3zM12 10v4.5M12 17.3v.2";
    /// Home.
    Home => "M4 11l8-7 8 7v9h-5.5v-6h-5v6H4z";
    /// The outbox.
    Outbox => "M4 13.5V19h16v-5.5M4 13.5h4l1.5 2.5h5l1.5-2.5h4M12 11V3.5M8.5 7L12 3.5 15.5 7";
    /// The guide.
    Guide => "M12 6.5C10 5 7 4.7 4 5v13c3-.3 6 0 8 1.5 2-1.5 5-1.8 8-1.5V5c-3-.3-6 0-8 1.5zM12 6.5V19";
    /// A person.
    Me => "M12 4a4 4 0 1 0 .01 0M4.5 20.5c.8-4 3.8-6 7.5-6s6.700 2 7.500 6";
    /// Call.
    Call => "M6.500 3.500h3l1.500 4.500-2 1.500a11 11 0 0 0 5.500 5.500l1.500-2 4.500 1.500v3a2 2 0 0 1-2 2A15.500 15.500 0 0 1 4.500 5.500a2 2 0 0 1 2-2z";
    /// Only on this phone.
    Phone => "M7.500 2.500h9v19h-9zM11 18.500h2";
    /// On the server.
    Server => "M4.500 12.500l4.500 4.500 10.500-11";
    /// Seen.
    Seen => "M2.500 12S6 5.500 12 5.500 21.500 12 21.500 12 18 18.500 12 18.500 2.500 12 2.500 12zM12 9.200a2.800 2.800 0 1 0 .01 0";
    /// Somebody is on the way.
    Coming => "M13 3.800a1.700 1.700 0 1 0 .01 0M9 21l2.500-5.500L9 13l1.500-5 3.500 2.500 3 .5M10.500 8L7 10.500M12 15l3 2 .5 4";
    /// Wait.
    Clock => "M12 3.500a8.500 8.500 0 1 0 .01 0M12 8v4.500l3 2";
    /// Sign in.
    Key => "M8 11.500a4 4 0 1 0 .01 0M11.500 13L20 4.500M16.500 8l3 3";
    /// Refused, close, take away.
    Cross => "M6 6l12 12M18 6L6 18";
    /// Add.
    Plus => "M12 5v14M5 12h14";
    /// A photo.
    Photo => "M4 7.500h4L9.500 5h5L16 7.500h4V19H4zM12 10a3.200 3.200 0 1 0 .01 0";
    /// A link.
    Link => "M10 14a4 4 0 0 0 5.700 0l3-3a4 4 0 0 0-5.700-5.700l-1.200 1.200M14 10a4 4 0 0 0-5.700 0l-3 3a4 4 0 0 0 5.700 5.700l1.200-1.200";
    /// The inbox of incidents.
    Inbox => "M4 13.500V19h16v-5.500M4 13.500h4l1.500 2.500h5l1.500-2.500h4M4 13.500L6.500 5h11L20 13.500";
    /// A bell.
    Bell => "M6 16.500V11a6 6 0 0 1 12 0v5.500l1.500 1.500h-15zM10.500 20.500h3";
    /// People.
    People => "M9 5a3.300 3.300 0 1 0 .01 0M3 19.500c.6-3.600 3-5.300 6-5.300s5.400 1.700 6 5.300M15.500 5.300a3 3 0 0 1 0 6M17 14.500c2.300.5 3.600 2.200 4 5";
    /// A calendar: the roster.
    Roster => "M4.500 6h15v14h-15zM4.500 10.500h15M8.500 3.500V7M15.500 3.500V7";
    /// Settings.
    Settings => "M4 7h9M17 7h3M4 17h3M11 17h9M15 4.800a2.200 2.200 0 1 0 .01 0M9 14.800a2.200 2.200 0 1 0 .01 0";
    /// Send.
    Send => "M4 12l16-7.500-5 15.500-3.500-6.500zM11.500 13.500L20 4.500";
    /// Save into a file.
    Save => "M12 4v10.500M8 11l4 4 4-4M4.500 19.500h15";
    /// Show it to somebody.
    Show => "M4 5h16v11H4zM9 20h6M12 16v4";
    /// Onwards.
    Next => "M9 5l7 7-7 7";
}

/// An icon. It says nothing to a screen reader: the word beside it does.
pub fn icon(icon: Icon) -> AnyView {
    view! { <svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d=icon.path()></path></svg> }.into_any()
}
