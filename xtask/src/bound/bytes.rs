//! The bytes of a WASM: its sections, and the numbers and texts in them.

use crate::shell::{Failure, Outcome};

/// Numbers of sections.
pub(super) const IMPORTS: u8 = 2;
pub(super) const FUNCTIONS: u8 = 3;
pub(super) const EXPORTS: u8 = 7;
pub(super) const CODE: u8 = 10;
/// Magic number and version.
const HEADER_LEN: usize = 8;

/// A WASM with each of its sections as `section` writes it anew.
pub(super) fn write_sections(wasm: &[u8], mut section: impl FnMut(u8, &[u8]) -> Outcome<Vec<u8>>) -> Outcome<Vec<u8>> {
    let mut reader = Reader::of(wasm);
    let mut written = reader.take(HEADER_LEN)?.to_vec();
    while !reader.is_at_end() {
        let id = reader.byte()?;
        let anew = section(id, reader.bytes()?)?;
        written.push(id);
        write_bytes(&mut written, &anew);
    }
    Ok(written)
}

/// Reads a part of a WASM from its beginning.
pub(super) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(super) fn of(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.rest.is_empty()
    }

    pub(super) fn take(&mut self, length: usize) -> Outcome<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(length).ok_or_else(cut_off)?;
        self.rest = rest;
        Ok(taken)
    }

    pub(super) fn byte(&mut self) -> Outcome<u8> {
        Ok(self.take(1)?[0])
    }

    /// A number in LEB128.
    pub(super) fn number(&mut self) -> Outcome<usize> {
        let mut number = 0;
        for shift in (0..35).step_by(7) {
            let byte = self.byte()?;
            number |= usize::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(cut_off())
    }

    pub(super) fn bytes(&mut self) -> Outcome<&'a [u8]> {
        let length = self.number()?;
        self.take(length)
    }

    pub(super) fn text(&mut self) -> Outcome<&'a str> {
        str::from_utf8(self.bytes()?).map_err(|_| cut_off())
    }

    /// What an import is: a function's type, or the type and limits of a table, a memory or a global.
    pub(super) fn import_kind(&mut self) -> Outcome<&'a [u8]> {
        let kind = self.rest;
        match self.byte()? {
            0 => drop(self.number()?),
            1 => {
                self.byte()?;
                self.limits()?;
            }
            2 => self.limits()?,
            3 => drop(self.take(2)?),
            kind => return Err(Failure::new(format!("the WASM imports a thing of kind {kind}, which is not known"))),
        }
        Ok(&kind[..kind.len() - self.rest.len()])
    }

    fn limits(&mut self) -> Outcome {
        let has_most = self.byte()? & 1 == 1;
        self.number()?;
        if has_most {
            self.number()?;
        }
        Ok(())
    }
}

pub(super) fn write_number(to: &mut Vec<u8>, mut number: usize) {
    while number >= 0x80 {
        to.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    to.push(number as u8);
}

pub(super) fn write_bytes(to: &mut Vec<u8>, bytes: &[u8]) {
    write_number(to, bytes.len());
    to.extend(bytes);
}

fn cut_off() -> Failure {
    Failure::new("the WASM that wasm-bindgen wrote cannot be read")
}
