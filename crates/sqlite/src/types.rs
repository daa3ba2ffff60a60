//! Which types of Rust are stored as what. Dates and times are texts that sort as they follow in time.

use std::{borrow::Cow, sync::Arc};

use chrono::{DateTime, NaiveDate, NaiveDateTime, SecondsFormat, Utc};
use sqlx_core::{
    decode::Decode,
    encode::{Encode, IsNull},
    error::BoxDynError,
    types::Type,
};

use crate::{Sqlite, TypeInfo, Value, ValueRef};

sqlx_core::impl_encode_for_option!(Sqlite);

macro_rules! stored {
    ($type:ty, $info:expr, |$value:ident| $encode:expr, |$held:ident| $decode:expr) => {
        impl Type<Sqlite> for $type {
            fn type_info() -> TypeInfo {
                $info
            }
        }

        impl Encode<'_, Sqlite> for $type {
            fn encode_by_ref(&self, to: &mut Vec<Value>) -> Result<IsNull, BoxDynError> {
                let $value = self;
                to.push($encode);
                Ok(IsNull::No)
            }
        }

        impl<'r> Decode<'r, Sqlite> for $type {
            fn decode($held: ValueRef<'r>) -> Result<Self, BoxDynError> {
                $decode
            }
        }
    };
}

stored!(
    bool,
    TypeInfo::Integer,
    |value| Value::Integer(i64::from(*value)),
    |held| Ok(held.integer()? != 0)
);
stored!(
    i16,
    TypeInfo::Integer,
    |value| Value::Integer(i64::from(*value)),
    |held| Ok(held.integer()?.try_into()?)
);
stored!(
    i32,
    TypeInfo::Integer,
    |value| Value::Integer(i64::from(*value)),
    |held| Ok(held.integer()?.try_into()?)
);
stored!(i64, TypeInfo::Integer, |value| Value::Integer(*value), |held| {
    held.integer()
});
stored!(f64, TypeInfo::Real, |value| Value::Real(*value), |held| held
    .real());
stored!(
    String,
    TypeInfo::Text,
    |value| Value::Text(value.clone()),
    |held| Ok(held.text()?.to_owned())
);
stored!(
    Vec<u8>,
    TypeInfo::Blob,
    |value| Value::Blob(value.clone()),
    |held| Ok(held.blob()?.to_vec())
);
stored!(
    NaiveDate,
    TypeInfo::Text,
    |value| Value::Text(value.to_string()),
    |held| Ok(NaiveDate::parse_from_str(held.text()?, "%F")?)
);
stored!(
    NaiveDateTime,
    TypeInfo::Text,
    |value| Value::Text(value.format("%F %T%.f").to_string()),
    |held| moment(held.text()?)
);
stored!(
    DateTime<Utc>,
    TypeInfo::Text,
    |value| Value::Text(value.to_rfc3339_opts(SecondsFormat::AutoSi, false)),
    |held| Ok(moment(held.text()?)?.and_utc())
);

/// A moment in universal time, as a bound one is written or as SQLite's own functions write it.
fn moment(text: &str) -> Result<NaiveDateTime, BoxDynError> {
    match DateTime::parse_from_rfc3339(text) {
        Ok(moment) => Ok(moment.naive_utc()),
        Err(_) => Ok(NaiveDateTime::parse_from_str(text, "%F %T%.f")?),
    }
}

impl Type<Sqlite> for str {
    fn type_info() -> TypeInfo {
        TypeInfo::Text
    }
}

impl Encode<'_, Sqlite> for &'_ str {
    fn encode_by_ref(&self, to: &mut Vec<Value>) -> Result<IsNull, BoxDynError> {
        to.push(Value::Text((*self).to_owned()));
        Ok(IsNull::No)
    }
}

impl<'r> Decode<'r, Sqlite> for &'r str {
    fn decode(held: ValueRef<'r>) -> Result<Self, BoxDynError> {
        held.text()
    }
}

impl Encode<'_, Sqlite> for Arc<str> {
    fn encode_by_ref(&self, to: &mut Vec<Value>) -> Result<IsNull, BoxDynError> {
        to.push(Value::Shared(Arc::clone(self)));
        Ok(IsNull::No)
    }
}

impl Encode<'_, Sqlite> for Cow<'_, str> {
    fn encode_by_ref(&self, to: &mut Vec<Value>) -> Result<IsNull, BoxDynError> {
        to.push(Value::Text(self.clone().into_owned()));
        Ok(IsNull::No)
    }
}

impl Type<Sqlite> for [u8] {
    fn type_info() -> TypeInfo {
        TypeInfo::Blob
    }
}

impl Encode<'_, Sqlite> for &'_ [u8] {
    fn encode_by_ref(&self, to: &mut Vec<Value>) -> Result<IsNull, BoxDynError> {
        to.push(Value::Blob(self.to_vec()));
        Ok(IsNull::No)
    }
}

impl<'r> Decode<'r, Sqlite> for &'r [u8] {
    fn decode(held: ValueRef<'r>) -> Result<Self, BoxDynError> {
        held.blob()
    }
}
