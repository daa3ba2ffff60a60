//! Every function of the store, on both databases.

mod audit;
mod backup;
mod db;
mod facts;
mod ledger;
mod limits;
mod migrations;
mod people;
mod report;
