//! Photos that come from a browser: told apart by their bytes, and freed of everything that is not the picture.
//!
//! A photo of a phone carries where and when it was taken, and with which device. What somebody sends to the team must
//! not carry more than they can see. So nothing but what is needed to draw the picture passes; a file that cannot be read
//! to its end is refused. The one thing that is read from the rest is which way up the picture is.

/// Largest photo that a public page takes, in bytes: what a phone's camera makes.
pub const PICTURE_BYTES_MAX: usize = 8_000_000;

/// The kinds of photos that are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// WebP.
    WebP,
}

impl Kind {
    /// Tells a photo by its first bytes, whatever the sender calls it.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0xFF, 0xD8, 0xFF, ..] => Some(Self::Jpeg),
            [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Some(Self::Png),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::WebP),
            _ => None,
        }
    }

    /// What it is called on the wire.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::WebP => "image/webp",
        }
    }
}

/// The picture alone; nothing where it cannot be read or is larger than [`PICTURE_BYTES_MAX`].
pub fn bare(bytes: &[u8]) -> Option<Vec<u8>> {
    if bytes.len() > PICTURE_BYTES_MAX {
        return None;
    }
    match Kind::of(bytes)? {
        Kind::Jpeg => jpeg(bytes),
        Kind::Png => png(bytes),
        Kind::WebP => webp(bytes),
    }
}

/// Keeps the tables and the picture, and of the notes that programs leave only the one without which colours are wrong.
fn jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut kept = Vec::new();
    let mut orientation = None;
    let mut at = 2;
    loop {
        let marker = *bytes.get(at + 1).filter(|_| bytes.get(at) == Some(&0xFF))?;
        match marker {
            // Padding before a marker.
            0xFF => at += 1,
            0xD9 => break,
            0x01 | 0xD0..=0xD7 => at += 2,
            _ => {
                let end = at + 2 + usize::from(u16::from_be_bytes([*bytes.get(at + 2)?, *bytes.get(at + 3)?]));
                let segment = bytes.get(at..end).filter(|segment| segment.len() >= 4)?;
                match marker {
                    0xE1 => orientation = orientation.or_else(|| turned(&segment[4..])),
                    // Adobe's note says how colours are written.
                    0xEE => kept.extend_from_slice(segment),
                    0xE0..=0xED | 0xEF | 0xFE => {}
                    _ => kept.extend_from_slice(segment),
                }
                at = end;
                if marker == 0xDA {
                    let next = scan_end(bytes, at)?;
                    kept.extend_from_slice(&bytes[at..next]);
                    at = next;
                }
            }
        }
    }
    let mut bare = vec![0xFF, 0xD8];
    bare.extend(orientation.into_iter().flat_map(orientation_alone));
    bare.extend(kept);
    bare.extend([0xFF, 0xD9]);
    Some(bare)
}

/// Where the compressed part ends: at a marker that is neither an escaped byte nor a restart.
fn scan_end(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at += bytes.get(at..)?.iter().position(|byte| *byte == 0xFF)?;
        match bytes.get(at + 1)? {
            0x00 | 0xD0..=0xD7 => at += 2,
            0xFF => at += 1,
            _ => return Some(at),
        }
    }
}

/// Which way up the picture is, 2 to 8, from the camera's note.
fn turned(note: &[u8]) -> Option<u8> {
    let tiff = note.strip_prefix(b"Exif\0\0")?;
    let big = tiff.starts_with(b"MM");
    let pair = |at: usize| -> Option<u16> {
        let two = [*tiff.get(at)?, *tiff.get(at + 1)?];
        Some(if big { u16::from_be_bytes(two) } else { u16::from_le_bytes(two) })
    };
    let (high, low) = if big { (pair(4)?, pair(6)?) } else { (pair(6)?, pair(4)?) };
    let list = usize::from(high) << 16 | usize::from(low);
    let entries = usize::from(pair(list)?);
    let entry = (0..entries.min(256)).map(|number| list + 2 + 12 * number).find(|at| pair(*at) == Some(0x0112))?;
    u8::try_from(pair(entry + 8)?).ok().filter(|way| (2..=8).contains(way))
}

/// A camera's note that says nothing but which way up.
fn orientation_alone(way: u8) -> Vec<u8> {
    let mut note = vec![0xFF, 0xE1, 0, 34];
    note.extend(b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0");
    note.extend([way, 0, 0, 0, 0, 0, 0]);
    note
}

const PNG_START: usize = 8;
/// What a PNG needs to be drawn, besides what it cannot be without.
const PNG_KEPT: [&[u8]; 5] = [b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT"];

fn png(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut bare = bytes.get(..PNG_START)?.to_vec();
    let mut at = PNG_START;
    loop {
        let length = u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?);
        let name = bytes.get(at + 4..at + 8)?;
        let end = at.checked_add(12)?.checked_add(usize::try_from(length).ok()?)?;
        let chunk = bytes.get(at..end)?;
        if name[0].is_ascii_uppercase() || PNG_KEPT.contains(&name) {
            bare.extend_from_slice(chunk);
        }
        at = end;
        if name == b"IEND" {
            return Some(bare);
        }
    }
}

/// Where the chunks of a WebP begin.
const WEBP_START: usize = 12;
/// The marks in a WebP's head for a colour profile, a camera's note and an editor's note.
const WEBP_NOTES: u8 = 0x20 | 0x08 | 0x04;

fn webp(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut bare = bytes.get(..WEBP_START)?.to_vec();
    let length = u32::from_le_bytes(bytes.get(4..8)?.try_into().ok()?);
    let whole = bytes.get(..usize::try_from(length).ok()?.checked_add(8)?)?;
    let mut at = WEBP_START;
    while at < whole.len() {
        let length = usize::try_from(u32::from_le_bytes(whole.get(at + 4..at + 8)?.try_into().ok()?)).ok()?;
        let end = at.checked_add(8)?.checked_add(length)?.checked_add(length % 2)?;
        let chunk = whole.get(at..end)?;
        match &chunk[..4] {
            b"VP8X" => {
                let start = bare.len();
                bare.extend_from_slice(chunk);
                *bare.get_mut(start + 8)? &= !WEBP_NOTES;
            }
            b"VP8 " | b"VP8L" | b"ALPH" | b"ANIM" | b"ANMF" => bare.extend_from_slice(chunk),
            _ => {}
        }
        at = end;
    }
    let length = u32::try_from(bare.len() - 8).ok()?;
    bare[4..8].copy_from_slice(&length.to_le_bytes());
    Some(bare)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SECRET: &[u8] = b"48.2082N 16.3738E";

    fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
        let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
        [&[0xFF, marker, length[0], length[1]], content].concat()
    }

    fn exif(way: u8) -> Vec<u8> {
        let list =
            [b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".as_slice(), &[way, 0, 0, 0], SECRET].concat();
        segment(0xE1, &list)
    }

    fn a_jpeg(way: u8) -> Vec<u8> {
        let scan = [segment(0xDA, b"\x01\x01\0\0\x3f\0"), vec![1, 2, 0xFF, 0, 3, 0xFF, 0xD0, 4]].concat();
        [
            vec![0xFF, 0xD8],
            segment(0xE0, SECRET),
            exif(way),
            segment(0xFE, SECRET),
            segment(0xEE, b"Adobe"),
            segment(0xDB, b"table"),
            scan.clone(),
            segment(0xC4, b"more"),
            scan,
            vec![0xFF, 0xD9],
            SECRET.to_vec(),
        ]
        .concat()
    }

    fn a_png() -> Vec<u8> {
        let chunk = |name: &[u8], content: &[u8]| {
            [&u32::try_from(content.len()).unwrap().to_be_bytes(), name, content, b"crc!"].concat()
        };
        [
            b"\x89PNG\r\n\x1a\n".to_vec(),
            chunk(b"IHDR", b"head"),
            chunk(b"tEXt", SECRET),
            chunk(b"eXIf", SECRET),
            chunk(b"tRNS", b"t"),
            chunk(b"IDAT", b"data"),
            chunk(b"IEND", b""),
            SECRET.to_vec(),
        ]
        .concat()
    }

    fn a_webp() -> Vec<u8> {
        let chunk = |name: &[u8], content: &[u8]| {
            let padding: &[u8] = if content.len() % 2 == 1 { &[0] } else { &[] };
            [name, &u32::try_from(content.len()).unwrap().to_le_bytes(), content, padding].concat()
        };
        let chunks = [
            b"WEBP".to_vec(),
            chunk(b"VP8X", &[0x2C, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
            chunk(b"EXIF", SECRET),
            chunk(b"VP8 ", b"data"),
            chunk(b"XMP ", SECRET),
        ]
        .concat();
        [b"RIFF".as_slice(), &u32::try_from(chunks.len()).unwrap().to_le_bytes(), &chunks].concat()
    }

    fn tells(bytes: &[u8]) -> bool {
        bytes.windows(SECRET.len()).any(|run| run == SECRET)
    }

    #[test]
    fn where_and_when_it_was_taken_stays_behind() {
        for (made, kept) in [(a_jpeg(1), b"table".as_slice()), (a_png(), b"IDATdata"), (a_webp(), b"data")] {
            assert!(tells(&made));
            let bare = bare(&made).expect("a photo");
            assert!(!tells(&bare) && bare.windows(kept.len()).any(|run| run == kept));
            assert_eq!(Kind::of(&bare), Kind::of(&made));
            assert_eq!(super::bare(&bare).as_ref(), Some(&bare), "there is nothing left to take");
        }
        assert_eq!(bare(&a_webp()).unwrap()[20], 0, "nor a mark that something is there");
    }

    #[test]
    fn it_stays_the_right_way_up() {
        let bare = bare(&a_jpeg(6)).expect("a photo");
        let note = bare.get(2..38).expect("a note");
        assert_eq!((note[1], turned(&note[4..])), (0xE1, Some(6)));
        assert!(bare.windows(6).any(|run| run == b"Adobe\xFF"), "and in the right colours");
        let upright = super::bare(&a_jpeg(1)).expect("a photo");
        assert!(!upright.windows(4).any(|run| run == b"Exif"));
    }

    #[test]
    fn what_is_no_photo_or_breaks_off_is_refused() {
        for made in [a_jpeg(1), a_png(), a_webp()] {
            let whole = made.len() - SECRET.len();
            assert_eq!(bare(&made[..whole / 2]), None);
        }
        for other in [b"GIF89a".as_slice(), b"%PDF", b"<svg", b"", b"\xFF\xD8\xFF"] {
            assert_eq!(bare(other), None);
        }
        let mut large = a_png();
        large.resize(PICTURE_BYTES_MAX + 1, 0);
        assert_eq!(bare(&large), None);
    }

    proptest! {
        #[test]
        fn no_bytes_are_too_odd(start in 0_usize..3, odd in proptest::collection::vec(any::<u8>(), 0..200), cut in any::<prop::sample::Index>(), with in any::<u8>()) {
            let mut made = [a_jpeg(6), a_png(), a_webp()][start].clone();
            let at = cut.index(made.len());
            made[at] = with;
            made.extend(odd);
            let _read_or_refused = bare(&made);
        }
    }
}
