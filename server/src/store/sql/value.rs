//! Values that go into a statement and rows that come out of it.

use std::fmt;

use super::SqlError;

/// One parameter or one cell. Both engines know exactly these three types, and null.
///
/// On PostgreSQL the columns are `bigint`, `text` and `bytea`; on SQLite `integer`, `text` and `blob`.
/// A truth is an integer, 0 or 1; an id is a blob of 16 bytes.
#[derive(Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing. PostgreSQL takes the type of a null parameter from where it stands first in the statement, so a
    /// comparison goes before its `is null`.
    Null,
    /// A whole number, a truth, or a time in milliseconds.
    Int(i64),
    /// Text.
    Text(String),
    /// Bytes.
    Blob(Vec<u8>),
}

/// Prints the kind and never the content, which may be somebody's story.
impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Value::Null => "Null",
            Value::Int(_) => "Int",
            Value::Text(_) => "Text",
            Value::Blob(_) => "Blob",
        })
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Value::Int(value)
    }
}

impl From<i32> for Value {
    fn from(value: i32) -> Self {
        Value::Int(value.into())
    }
}

impl From<u32> for Value {
    fn from(value: u32) -> Self {
        Value::Int(value.into())
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Value::Int(value.into())
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Value::Text(value.to_owned())
    }
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        Value::Text(value)
    }
}

impl From<[u8; 16]> for Value {
    fn from(value: [u8; 16]) -> Self {
        Value::Blob(value.to_vec())
    }
}

impl From<&[u8]> for Value {
    fn from(value: &[u8]) -> Self {
        Value::Blob(value.to_vec())
    }
}

impl From<Vec<u8>> for Value {
    fn from(value: Vec<u8>) -> Self {
        Value::Blob(value)
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Value::Null, Into::into)
    }
}

/// The parameters of a statement, each turned into a [`Value`]: `params![id, now_ms, "text"]`.
macro_rules! params {
    ($($value:expr),* $(,)?) => {
        vec![$($crate::store::sql::Value::from($value)),*]
    };
}
pub(crate) use params;

/// One row of an answer; its cells are read by position, counted from 0.
///
/// Every getter fails with [`SqlError::Row`] when the cell is missing or of another type; the error names the
/// position and the wanted type, never the content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row(Vec<Value>);

impl Row {
    /// A row of these cells.
    pub fn new(cells: Vec<Value>) -> Self {
        Row(cells)
    }

    /// A whole number.
    pub fn int(&self, column: usize) -> Result<i64, SqlError> {
        self.opt_int(column)?.ok_or(wrong(column, "an integer"))
    }

    /// A whole number or null.
    pub fn opt_int(&self, column: usize) -> Result<Option<i64>, SqlError> {
        match self.0.get(column) {
            Some(Value::Int(value)) => Ok(Some(*value)),
            Some(Value::Null) => Ok(None),
            Some(Value::Text(_) | Value::Blob(_)) | None => Err(wrong(column, "an integer")),
        }
    }

    /// A truth, stored as 0 or 1.
    pub fn bool(&self, column: usize) -> Result<bool, SqlError> {
        match self.int(column)? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(wrong(column, "a truth (0 or 1)")),
        }
    }

    /// A whole number that fits an unsigned 32-bit count.
    pub fn count(&self, column: usize) -> Result<u32, SqlError> {
        u32::try_from(self.int(column)?).map_err(|_| wrong(column, "a count"))
    }

    /// Text.
    pub fn text(&self, column: usize) -> Result<&str, SqlError> {
        self.opt_text(column)?.ok_or(wrong(column, "text"))
    }

    /// Text or null.
    pub fn opt_text(&self, column: usize) -> Result<Option<&str>, SqlError> {
        match self.0.get(column) {
            Some(Value::Text(value)) => Ok(Some(value)),
            Some(Value::Null) => Ok(None),
            Some(Value::Int(_) | Value::Blob(_)) | None => Err(wrong(column, "text")),
        }
    }

    /// Bytes.
    pub fn blob(&self, column: usize) -> Result<&[u8], SqlError> {
        self.opt_blob(column)?.ok_or(wrong(column, "bytes"))
    }

    /// Bytes or null.
    pub fn opt_blob(&self, column: usize) -> Result<Option<&[u8]>, SqlError> {
        match self.0.get(column) {
            Some(Value::Blob(value)) => Ok(Some(value)),
            Some(Value::Null) => Ok(None),
            Some(Value::Int(_) | Value::Text(_)) | None => Err(wrong(column, "bytes")),
        }
    }

    /// An id: exactly 16 bytes.
    pub fn id16(&self, column: usize) -> Result<[u8; 16], SqlError> {
        self.opt_id16(column)?.ok_or(wrong(column, "an id of 16 bytes"))
    }

    /// An id of exactly 16 bytes, or null.
    pub fn opt_id16(&self, column: usize) -> Result<Option<[u8; 16]>, SqlError> {
        self.opt_blob(column)?
            .map(|bytes| <[u8; 16]>::try_from(bytes).map_err(|_| wrong(column, "an id of 16 bytes")))
            .transpose()
    }
}

/// The cell at `column` is not what the query's reader asked for.
fn wrong(column: usize, wanted: &'static str) -> SqlError {
    SqlError::Row { column, wanted }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_cell_is_named_by_position_and_type_only() {
        let row = Row::new(params!["Vera saw it", 2, Option::<i64>::None, vec![1u8; 15]]);
        let texts = [
            row.int(0).unwrap_err().to_string(),
            row.bool(1).unwrap_err().to_string(),
            row.int(2).unwrap_err().to_string(),
            row.id16(3).unwrap_err().to_string(),
            row.text(4).unwrap_err().to_string(),
        ];
        assert_eq!(
            texts,
            [
                "column 0 does not hold an integer",
                "column 1 does not hold a truth (0 or 1)",
                "column 2 does not hold an integer",
                "column 3 does not hold an id of 16 bytes",
                "column 4 does not hold text",
            ]
        );
    }

    #[test]
    fn debug_prints_no_content() {
        let row = Row::new(params!["Vera saw it", vec![86u8, 101]]);
        assert_eq!(format!("{row:?}"), "Row([Text, Blob])");
    }
}
