//! Values and their types: SQLite has five.

use std::{borrow::Cow, fmt, sync::Arc};

use sqlx_core::error::BoxDynError;

use crate::Sqlite;

/// A value on its way in or out.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// None.
    #[default]
    Null,
    /// A whole number; truth is 0 or 1.
    Integer(i64),
    /// A number with a fraction.
    Real(f64),
    /// A text.
    Text(String),
    /// A text that others hold too: an import binds the same one many times.
    Shared(Arc<str>),
    /// Bytes.
    Blob(Vec<u8>),
}

impl Value {
    /// Takes what SQLite holds, in the room that is there already.
    pub(crate) fn take(&mut self, from: rusqlite::types::ValueRef<'_>) {
        use rusqlite::types::ValueRef as Held;
        match (from, self) {
            (Held::Text(bytes), Value::Text(text)) => {
                text.clear();
                text.push_str(&String::from_utf8_lossy(bytes));
            }
            (Held::Blob(bytes), Value::Blob(blob)) => {
                blob.clear();
                blob.extend_from_slice(bytes);
            }
            (Held::Null, place) => *place = Value::Null,
            (Held::Integer(number), place) => *place = Value::Integer(number),
            (Held::Real(number), place) => *place = Value::Real(number),
            (Held::Text(bytes), place) => *place = Value::Text(String::from_utf8_lossy(bytes).into_owned()),
            (Held::Blob(bytes), place) => *place = Value::Blob(bytes.to_vec()),
        }
    }

    fn kind(&self) -> TypeInfo {
        match self {
            Value::Null => TypeInfo::Null,
            Value::Integer(_) => TypeInfo::Integer,
            Value::Real(_) => TypeInfo::Real,
            Value::Text(_) | Value::Shared(_) => TypeInfo::Text,
            Value::Blob(_) => TypeInfo::Blob,
        }
    }
}

impl rusqlite::ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
        use rusqlite::types::ValueRef as Held;
        Ok(rusqlite::types::ToSqlOutput::Borrowed(match self {
            Value::Null => Held::Null,
            Value::Integer(number) => Held::Integer(*number),
            Value::Real(number) => Held::Real(*number),
            Value::Text(text) => Held::Text(text.as_bytes()),
            Value::Shared(text) => Held::Text(text.as_bytes()),
            Value::Blob(bytes) => Held::Blob(bytes),
        }))
    }
}

impl sqlx_core::value::Value for Value {
    type Database = Sqlite;

    fn as_ref(&self) -> ValueRef<'_> {
        ValueRef(self)
    }

    fn type_info(&self) -> Cow<'_, TypeInfo> {
        Cow::Owned(self.kind())
    }

    fn is_null(&self) -> bool {
        matches!(self, Value::Null)
    }
}

/// A value in a row.
#[derive(Clone, Copy, Debug)]
pub struct ValueRef<'r>(pub(crate) &'r Value);

impl<'r> ValueRef<'r> {
    pub(crate) fn integer(self) -> Result<i64, BoxDynError> {
        match self.0 {
            Value::Integer(number) => Ok(*number),
            other => Err(unexpected(other, "INTEGER")),
        }
    }

    pub(crate) fn real(self) -> Result<f64, BoxDynError> {
        match self.0 {
            Value::Real(number) => Ok(*number),
            other => Err(unexpected(other, "REAL")),
        }
    }

    pub(crate) fn text(self) -> Result<&'r str, BoxDynError> {
        match self.0 {
            Value::Text(text) => Ok(text),
            Value::Shared(text) => Ok(text),
            other => Err(unexpected(other, "TEXT")),
        }
    }

    pub(crate) fn blob(self) -> Result<&'r [u8], BoxDynError> {
        match self.0 {
            Value::Blob(bytes) => Ok(bytes),
            other => Err(unexpected(other, "BLOB")),
        }
    }
}

/// The value itself is not told: it may be about a person.
fn unexpected(found: &Value, wanted: &str) -> BoxDynError {
    format!("{} where {wanted} was expected", found.kind()).into()
}

impl<'r> sqlx_core::value::ValueRef<'r> for ValueRef<'r> {
    type Database = Sqlite;

    fn to_owned(&self) -> Value {
        self.0.clone()
    }

    fn type_info(&self) -> Cow<'_, TypeInfo> {
        Cow::Owned(self.0.kind())
    }

    fn is_null(&self) -> bool {
        matches!(self.0, Value::Null)
    }
}

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TypeInfo {
    /// No value.
    Null,
    /// A whole number.
    Integer,
    /// A number with a fraction.
    Real,
    /// A text.
    Text,
    /// Bytes.
    Blob,
}

impl fmt::Display for TypeInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(sqlx_core::type_info::TypeInfo::name(self))
    }
}

impl sqlx_core::type_info::TypeInfo for TypeInfo {
    fn is_null(&self) -> bool {
        *self == TypeInfo::Null
    }

    fn name(&self) -> &str {
        match self {
            TypeInfo::Null => "NULL",
            TypeInfo::Integer => "INTEGER",
            TypeInfo::Real => "REAL",
            TypeInfo::Text => "TEXT",
            TypeInfo::Blob => "BLOB",
        }
    }
}
