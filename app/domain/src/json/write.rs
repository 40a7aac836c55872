//! Types into text.

use super::NotJson;
use serde::Serialize;
use serde::ser::{
    SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple, SerializeTupleStruct,
    SerializeTupleVariant, Serializer,
};
use std::fmt::Write as _;

/// Writes one value to the end of a text.
pub(super) struct Writer<'a> {
    pub(super) text: &'a mut String,
}

/// A list or an object of which the rest is still to come.
pub(super) struct Open<'a> {
    text: &'a mut String,
    /// What ends it.
    close: &'static str,
}

impl<'a> Writer<'a> {
    fn open(self, open: char, close: &'static str) -> Open<'a> {
        self.text.push(open);
        Open { text: self.text, close }
    }

    /// A variant that holds a list or an object: `{"word":[…]}`.
    fn open_variant(self, word: &str, open: char, close: &'static str) -> Open<'a> {
        self.text.push('{');
        string(self.text, word);
        self.text.push(':');
        self.open(open, close)
    }

    fn word(self, word: &str) {
        self.text.push_str(word);
    }

    fn number(self, number: i64) {
        // A `String` takes whatever is written into it.
        let _written = write!(self.text, "{number}");
    }
}

impl Open<'_> {
    /// The comma between two items. No value ends with an opening bracket, so one that stands last was opened here.
    fn comma(&mut self) {
        if !self.text.ends_with(['[', '{']) {
            self.text.push(',');
        }
    }

    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NotJson> {
        self.comma();
        value.serialize(Writer { text: self.text })
    }

    fn member<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), NotJson> {
        self.name(name);
        value.serialize(Writer { text: self.text })
    }

    fn name(&mut self, name: &str) {
        self.comma();
        string(self.text, name);
        self.text.push(':');
    }

    fn close(self) {
        self.text.push_str(self.close);
    }
}

/// Writes a text in quotes; only what must be escaped is.
fn string(to: &mut String, text: &str) {
    to.push('"');
    for each in text.chars() {
        match each {
            '"' => to.push_str("\\\""),
            '\\' => to.push_str("\\\\"),
            '\u{8}' => to.push_str("\\b"),
            '\u{c}' => to.push_str("\\f"),
            '\n' => to.push_str("\\n"),
            '\r' => to.push_str("\\r"),
            '\t' => to.push_str("\\t"),
            '\0'..' ' => {
                let _written = write!(to, "\\u{:04x}", u32::from(each));
            }
            _ => to.push(each),
        }
    }
    to.push('"');
}

impl<'a> Serializer for Writer<'a> {
    type Ok = ();
    type Error = NotJson;
    type SerializeSeq = Open<'a>;
    type SerializeTuple = Open<'a>;
    type SerializeTupleStruct = Open<'a>;
    type SerializeTupleVariant = Open<'a>;
    type SerializeMap = Open<'a>;
    type SerializeStruct = Open<'a>;
    type SerializeStructVariant = Open<'a>;

    fn serialize_bool(self, value: bool) -> Result<(), NotJson> {
        self.word(if value { "true" } else { "false" });
        Ok(())
    }

    fn serialize_i8(self, value: i8) -> Result<(), NotJson> {
        self.serialize_i64(value.into())
    }

    fn serialize_i16(self, value: i16) -> Result<(), NotJson> {
        self.serialize_i64(value.into())
    }

    fn serialize_i32(self, value: i32) -> Result<(), NotJson> {
        self.serialize_i64(value.into())
    }

    fn serialize_i64(self, value: i64) -> Result<(), NotJson> {
        self.number(value);
        Ok(())
    }

    fn serialize_u8(self, value: u8) -> Result<(), NotJson> {
        self.serialize_i64(value.into())
    }

    fn serialize_u16(self, value: u16) -> Result<(), NotJson> {
        self.serialize_i64(value.into())
    }

    fn serialize_u32(self, value: u32) -> Result<(), NotJson> {
        self.serialize_i64(value.into())
    }

    fn serialize_u64(self, value: u64) -> Result<(), NotJson> {
        self.serialize_i64(i64::try_from(value).map_err(|_| NotJson)?)
    }

    fn serialize_f32(self, _: f32) -> Result<(), NotJson> {
        Err(NotJson)
    }

    fn serialize_f64(self, _: f64) -> Result<(), NotJson> {
        Err(NotJson)
    }

    fn serialize_char(self, value: char) -> Result<(), NotJson> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Result<(), NotJson> {
        string(self.text, value);
        Ok(())
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<(), NotJson> {
        self.collect_seq(value)
    }

    fn serialize_none(self) -> Result<(), NotJson> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), NotJson> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), NotJson> {
        self.word("null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), NotJson> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, word: &'static str) -> Result<(), NotJson> {
        self.serialize_str(word)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), NotJson> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        word: &'static str,
        value: &T,
    ) -> Result<(), NotJson> {
        let mut object = self.open('{', "}");
        object.member(word, value)?;
        object.close();
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Open<'a>, NotJson> {
        Ok(self.open('[', "]"))
    }

    fn serialize_tuple(self, _: usize) -> Result<Open<'a>, NotJson> {
        Ok(self.open('[', "]"))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Open<'a>, NotJson> {
        Ok(self.open('[', "]"))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        word: &'static str,
        _: usize,
    ) -> Result<Open<'a>, NotJson> {
        Ok(self.open_variant(word, '[', "]}"))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Open<'a>, NotJson> {
        Ok(self.open('{', "}"))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Open<'a>, NotJson> {
        Ok(self.open('{', "}"))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        word: &'static str,
        _: usize,
    ) -> Result<Open<'a>, NotJson> {
        Ok(self.open_variant(word, '{', "}}"))
    }
}

/// The kinds of list: each item as it comes.
macro_rules! lists {
    ($($kind:ident: $item:ident;)*) => {$(
        impl $kind for Open<'_> {
            type Ok = ();
            type Error = NotJson;

            fn $item<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NotJson> {
                self.item(value)
            }

            fn end(self) -> Result<(), NotJson> {
                self.close();
                Ok(())
            }
        }
    )*};
}

lists! {
    SerializeSeq: serialize_element;
    SerializeTuple: serialize_element;
    SerializeTupleStruct: serialize_field;
    SerializeTupleVariant: serialize_field;
}

/// The kinds of struct: each field with its name.
macro_rules! structs {
    ($($kind:ident)*) => {$(
        impl $kind for Open<'_> {
            type Ok = ();
            type Error = NotJson;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), NotJson> {
                self.member(name, value)
            }

            fn end(self) -> Result<(), NotJson> {
                self.close();
                Ok(())
            }
        }
    )*};
}

structs! { SerializeStruct SerializeStructVariant }

impl SerializeMap for Open<'_> {
    type Ok = ();
    type Error = NotJson;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), NotJson> {
        self.comma();
        let from = self.text.len();
        key.serialize(Writer { text: self.text })?;
        if self.text.as_bytes().get(from) != Some(&b'"') {
            return Err(NotJson);
        }
        self.text.push(':');
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NotJson> {
        value.serialize(Writer { text: self.text })
    }

    fn end(self) -> Result<(), NotJson> {
        self.close();
        Ok(())
    }
}
