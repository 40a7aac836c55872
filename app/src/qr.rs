//! A QR code, drawn black on white whatever the colours of the screen.

use leptos::prelude::*;
use qrcodegen::{QrCode, QrCodeEcc, QrSegment};
use std::fmt::Write;

/// Free modules around the code, which readers need to find it.
const MARGIN: i32 = 2;

/// The QR code of a text, with a caption. Nothing when the text is too long for one.
pub fn qr(text: &str, label: &'static str, caption: &'static str) -> Option<AnyView> {
    let code = encode(text)?;
    let size = code.size() + 2 * MARGIN;
    let drawn = view! {
        <figure class="qr">
            <svg viewBox=format!("0 0 {size} {size}") role="img" aria-label=label shape-rendering="crispEdges">
                <path d=modules(&code) fill="#000"></path>
            </svg>
            <figcaption>{caption}</figcaption>
        </figure>
    };
    Some(drawn.into_any())
}

/// Our texts are addresses in small letters, for which the denser ways of writing that a QR code knows do not serve.
fn encode(text: &str) -> Option<QrCode> {
    QrCode::encode_segments(&[QrSegment::make_bytes(text.as_bytes())], QrCodeEcc::Medium).ok()
}

/// The dark modules as one path, a run of neighbours at a time.
fn modules(code: &QrCode) -> String {
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let run = (x..code.size()).take_while(|x| code.get_module(*x, y)).count();
            let run = i32::try_from(run).unwrap_or(0);
            if run > 0 {
                let _never_fails = write!(path, "M{} {}h{run}v1h-{run}z", x + MARGIN, y + MARGIN);
            }
            x += run.max(1);
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_dark_module_is_drawn_once() {
        let code = encode("https://careline.example/app/join#0123-4567-89AB").unwrap();
        let dark = (0..code.size()).flat_map(|y| (0..code.size()).map(move |x| (x, y)));
        let dark = dark.filter(|(x, y)| code.get_module(*x, *y)).count();
        let path = modules(&code);
        let drawn: usize =
            path.split('M').filter_map(|run| run.split('h').nth(1)?.split('v').next()?.parse::<usize>().ok()).sum();
        assert_eq!(drawn, dark);
    }
}
