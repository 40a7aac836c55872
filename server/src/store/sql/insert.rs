//! The text of an insert of many rows.

use super::Engine;

/// The most rows of one insert statement.
const ROWS_MAX: usize = 64;

/// What an insert does with a row that is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnConflict {
    /// The whole transaction fails with [`super::SqlError::Unique`].
    Fail,
    /// The row that is there stays as it is, and is not counted as inserted.
    DoNothing,
    /// The row that is there is changed, as this text says after `on conflict`, and counted.
    Update(&'static str),
}

/// Up to how many rows every number of them has a statement of its own; beyond it only the multiples of this have.
const ROWS_STEP: usize = 8;

/// How many of the `left` rows go into the next statement. Any list of at most [`ROWS_MAX`] rows takes two statements at
/// most, and a table has fifteen of them to prepare, unless the engine's limit of parameters cuts them shorter.
pub(super) fn chunk(left: usize, columns: usize, engine: Engine) -> usize {
    let params_max = match engine {
        Engine::Sqlite => 32_766,
        Engine::Postgres => 65_535,
    };
    let most = left.min(ROWS_MAX).min(params_max / columns.max(1)).max(1);
    if most < ROWS_STEP { most } else { most - most % ROWS_STEP }
}

/// `insert into table (a, b) values ($1, $2), ($3, $4)`.
///
/// SQLite gets nameless placeholders: it looks each named one up in a list, which is quadratic in their number.
pub(super) fn text(
    engine: Engine,
    table: &'static str,
    columns: &'static [&'static str],
    rows: usize,
    on_conflict: OnConflict,
) -> String {
    let mut text = format!("insert into {table} ({}) values ", columns.join(", "));
    let mut number = 0;
    for row in 0..rows {
        text.push_str(if row == 0 { "(" } else { ", (" });
        for column in 0..columns.len() {
            if column > 0 {
                text.push_str(", ");
            }
            match engine {
                Engine::Sqlite => text.push('?'),
                Engine::Postgres => {
                    number += 1;
                    text.push('$');
                    text.push_str(&number.to_string());
                }
            }
        }
        text.push(')');
    }
    match on_conflict {
        OnConflict::Fail => {}
        OnConflict::DoNothing => text.push_str(" on conflict do nothing"),
        OnConflict::Update(how) => {
            text.push_str(" on conflict ");
            text.push_str(how);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_are_few_sizes_within_the_limits() {
        for (left, columns, engine, expected) in [
            (1, 3, Engine::Sqlite, 1),
            (7, 3, Engine::Sqlite, 7),
            (8, 3, Engine::Sqlite, 8),
            (15, 3, Engine::Sqlite, 8),
            (50, 3, Engine::Sqlite, 48),
            (18, 3, Engine::Sqlite, 16),
            (1_000, 3, Engine::Sqlite, 64),
            (1_000, 512, Engine::Sqlite, 56),
            (1_000, 6_000, Engine::Sqlite, 5),
            (1_000, 512, Engine::Postgres, 64),
            (1_000, 40_000, Engine::Postgres, 1),
            (5, 0, Engine::Sqlite, 5),
        ] {
            assert_eq!(chunk(left, columns, engine), expected, "{left} rows of {columns}");
        }
    }

    #[test]
    fn the_text_has_a_placeholder_per_cell() {
        assert_eq!(
            text(Engine::Sqlite, "note", &["id", "at"], 2, OnConflict::DoNothing),
            "insert into note (id, at) values (?, ?), (?, ?) on conflict do nothing"
        );
        assert_eq!(
            text(Engine::Postgres, "note", &["id", "at"], 2, OnConflict::Fail),
            "insert into note (id, at) values ($1, $2), ($3, $4)"
        );
    }
}
