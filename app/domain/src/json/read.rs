//! Types out of a tree.
//!
//! Two things keep what every type adds small. A struct is read as the sequence of its fields, each looked up by its
//! name, so that no type brings code that tells names apart and collects members in any order. And a variant is given to
//! its enum by its number, for the same reason.

use super::{NotJson, tree::Tree};
use serde::de::value::{MapDeserializer, U64Deserializer};
use serde::de::{DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, SeqAccess, VariantAccess, Visitor};
use serde::forward_to_deserialize_any;
use std::slice::Iter;

type Members = [(String, Tree)];

static ABSENT: Tree = Tree::Absent;

impl<'de> Deserializer<'de> for &Tree {
    type Error = NotJson;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotJson> {
        match self {
            Tree::Absent => Err(NotJson),
            Tree::Null => visitor.visit_unit(),
            Tree::Bool(_) => self.deserialize_bool(visitor),
            Tree::Number(_) => self.deserialize_i64(visitor),
            Tree::Text(_) => self.deserialize_str(visitor),
            Tree::List(_) => self.deserialize_seq(visitor),
            Tree::Object(_) => self.deserialize_map(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotJson> {
        let Tree::Bool(value) = self else { return Err(NotJson) };
        visitor.visit_bool(*value)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotJson> {
        let Tree::Number(Some(value)) = self else { return Err(NotJson) };
        visitor.visit_i64(*value)
    }

    fn deserialize_i8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotJson> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_i16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotJson> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_i32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotJson> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_u8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotJson> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotJson> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotJson> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotJson> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotJson> {
        let Tree::Text(text) = self else { return Err(NotJson) };
        visitor.visit_str(text)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotJson> {
        self.deserialize_str(visitor)
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotJson> {
        let Tree::Null = self else { return Err(NotJson) };
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, NotJson> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotJson> {
        if matches!(self, Tree::Absent | Tree::Null) { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, NotJson> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotJson> {
        let Tree::List(items) = self else { return Err(NotJson) };
        visitor.visit_seq(Items(items.iter()))
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, NotJson> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, NotJson> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotJson> {
        visitor.visit_map(MapDeserializer::new(self.members()?.iter().map(|(name, tree)| (name.as_str(), tree))))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, NotJson> {
        visitor.visit_seq(Fields { members: self.members()?, names: fields.iter() })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, NotJson> {
        visitor.visit_enum(self.variant(variants)?)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotJson> {
        if matches!(self, Tree::Absent) { Err(NotJson) } else { visitor.visit_unit() }
    }

    forward_to_deserialize_any! { i128 u128 f32 f64 char bytes byte_buf identifier }
}

impl IntoDeserializer<'_, NotJson> for &Tree {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl Tree {
    fn members(&self) -> Result<&Members, NotJson> {
        if let Self::Object(members) = self { Ok(members) } else { Err(NotJson) }
    }

    /// Which variant stands here: a word alone, or an object with one member, which is the variant's content.
    fn variant(&self, variants: &[&str]) -> Result<Variant<'_>, NotJson> {
        let (word, content) = match self {
            Self::Text(word) => (word, &ABSENT),
            Self::Object(members) => match members.as_slice() {
                [(word, content)] => (word, content),
                _ => return Err(NotJson),
            },
            _ => return Err(NotJson),
        };
        // A number that no variant has stands for a word that the enum does not know.
        let number = variants.iter().position(|known| known == word).map_or(u64::MAX, |at| at as u64);
        Ok(Variant { number, content })
    }
}

/// The items of a list.
struct Items<'a>(Iter<'a, Tree>);

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = NotJson;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, NotJson> {
        self.0.next().map(|tree| seed.deserialize(tree)).transpose()
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.0.len())
    }
}

/// The fields of a struct in the order of the type.
struct Fields<'a> {
    members: &'a Members,
    names: Iter<'static, &'static str>,
}

impl<'a> Fields<'a> {
    fn next(&mut self) -> &'a Tree {
        let Some(name) = self.names.next() else { return &ABSENT };
        self.members.iter().find(|(member, _)| member == name).map_or(&ABSENT, |(_, tree)| tree)
    }
}

impl<'de> SeqAccess<'de> for Fields<'_> {
    type Error = NotJson;

    /// A missing field counts as the end of the sequence, for which the type takes the field's default or complains;
    /// unless the field's own type has a word for it, as [`Option`] does.
    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, NotJson> {
        let tree = self.next();
        match seed.deserialize(tree) {
            Ok(value) => Ok(Some(value)),
            Err(_) if matches!(tree, Tree::Absent) => Ok(None),
            Err(why) => Err(why),
        }
    }
}

/// A variant by its number, and what belongs to it.
struct Variant<'a> {
    number: u64,
    content: &'a Tree,
}

impl<'de, 'a> EnumAccess<'de> for Variant<'a> {
    type Error = NotJson;
    type Variant = &'a Tree;

    fn variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<(T::Value, &'a Tree), NotJson> {
        let number: U64Deserializer<NotJson> = self.number.into_deserializer();
        Ok((seed.deserialize(number)?, self.content))
    }
}

impl<'de> VariantAccess<'de> for &Tree {
    type Error = NotJson;

    fn unit_variant(self) -> Result<(), NotJson> {
        if matches!(self, Tree::Absent | Tree::Null) { Ok(()) } else { Err(NotJson) }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, NotJson> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, NotJson> {
        self.deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, fields: &'static [&'static str], visitor: V) -> Result<V::Value, NotJson> {
        self.deserialize_struct("", fields, visitor)
    }
}
