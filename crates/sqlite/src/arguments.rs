//! What is bound to a statement.

use sqlx_core::{
    encode::{Encode, IsNull},
    error::BoxDynError,
    types::Type,
};

use crate::{Sqlite, Value};

/// Values in the order of their numbers.
#[derive(Clone, Debug, Default)]
pub struct Arguments(pub(crate) Vec<Value>);

impl sqlx_core::arguments::Arguments for Arguments {
    type Database = Sqlite;

    fn reserve(&mut self, additional: usize, _size: usize) {
        self.0.reserve(additional);
    }

    fn add<'t, T>(&mut self, value: T) -> Result<(), BoxDynError>
    where
        T: Encode<'t, Sqlite> + Type<Sqlite>,
    {
        let before = self.0.len();
        match value.encode(&mut self.0) {
            Ok(IsNull::Yes) => self.0.push(Value::Null),
            Ok(IsNull::No) => {}
            Err(cause) => {
                self.0.truncate(before);
                return Err(cause);
            }
        }
        Ok(())
    }

    fn len(&self) -> usize {
        self.0.len()
    }
}

sqlx_core::impl_into_arguments_for_arguments!(Arguments);
