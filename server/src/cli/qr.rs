//! A QR code in characters, for a terminal.

use qrcodegen::{QrCode, QrCodeEcc};

/// The light border that scanners need, in modules.
const BORDER: i32 = 4;

/// Draws the text as a QR code, two modules per character. Light is drawn and dark is left out, so that it is the right
/// way round on a dark terminal; most scanners read it the other way round as well.
pub(super) fn qr_code(text: &str) -> String {
    let Ok(code) = QrCode::encode_text(text, QrCodeEcc::Medium) else {
        // A link is far shorter than what fits.
        return String::new();
    };
    let span = -BORDER..code.size() + BORDER;
    let light = |x, y| !code.get_module(x, y);
    let line = |y: i32| span.clone().map(|x| half_blocks(light(x, y), light(x, y + 1))).collect::<String>();
    span.clone().step_by(2).map(line).collect::<Vec<_>>().join("\n")
}

const fn half_blocks(upper: bool, lower: bool) -> char {
    match (upper, lower) {
        (true, true) => '█',
        (true, false) => '▀',
        (false, true) => '▄',
        (false, false) => ' ',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_square_and_has_its_border_and_its_eyes() {
        let drawn = qr_code("http://localhost:3000/app/join#0123-45GH-JZYX");
        let lines: Vec<Vec<char>> = drawn.lines().map(|line| line.chars().collect()).collect();
        let width = lines[0].len();
        assert!(lines.iter().all(|line| line.len() == width));
        assert_eq!(lines.len(), width.div_ceil(2));
        assert!(lines[..2].iter().flatten().all(|c| *c == '█'), "four light rows");
        let eye: String = lines[2][4..11].iter().collect();
        assert_eq!(eye, " ▄▄▄▄▄ ", "the first two rows of the upper left eye");
    }
}
