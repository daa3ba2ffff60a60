//! The rules: types, states, sums and refusals of a samordningsförbund (lag 2003:1210).
//!
//! Nothing here reads a file, a clock or a database; time, ids and facts are arguments. A rule
//! answers with a value or a [`refusal::Refusal`]; reading foreign data answers with
//! `(value, problems)` and never fails.

pub mod account;
pub mod annual_report;
pub mod apportion;
pub mod audit;
pub mod cell;
pub mod chart;
pub mod check;
pub mod codes;
pub mod consultation;
pub mod contribution;
pub mod cost_type;
pub mod cube;
pub mod disclosure;
pub mod document;
pub mod due;
pub mod equity;
pub mod example;
pub mod facts;
pub mod figure;
pub mod figures;
pub mod finding;
pub mod forecast;
pub mod giro;
pub mod goal;
pub mod head_count;
pub mod intake;
pub mod matching;
pub mod measure;
pub mod money;
pub mod number;
pub mod operations_plan;
pub mod outgoing;
pub mod participation;
pub mod personnummer;
pub mod plan;
pub mod population;
pub mod pot;
pub mod prose;
pub mod published;
pub mod quarter;
pub mod read_log;
pub mod recommendation;
pub mod referral;
pub mod refusal;
pub mod register_import;
pub mod report;
pub mod requisition;
pub mod retention;
pub mod scenario;
pub mod statement;
pub mod statistics;
pub mod throttle;
pub mod unit;
pub mod vat;
pub mod waiting;
pub mod withdrawal;
pub mod words;
pub mod years;
