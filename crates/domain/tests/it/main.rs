//! Integration tests of the rules, on the example association where figures matter.

#[cfg(test)]
mod annual_report;
#[cfg(test)]
mod apportion;
#[cfg(test)]
mod attacker;
#[cfg(test)]
mod books;
#[cfg(test)]
mod checks;
#[cfg(test)]
mod contributions;
#[cfg(test)]
mod disclosure;
#[cfg(test)]
mod example;
#[cfg(test)]
mod figure_properties;
#[cfg(test)]
mod figure_rules;
#[cfg(test)]
mod figure_tables;
#[cfg(test)]
mod forecast;
#[cfg(test)]
mod head_count;
#[cfg(test)]
mod intake;
#[cfg(test)]
mod mapping;
#[cfg(test)]
mod measures;
#[cfg(test)]
mod operations_plan;
#[cfg(test)]
mod populations;
#[cfg(test)]
mod pot;
#[cfg(test)]
mod quarter;
#[cfg(test)]
mod referrals;
#[cfg(test)]
mod register;
#[cfg(test)]
mod register_import;
#[cfg(test)]
mod statement_properties;
#[cfg(test)]
mod statements;
#[cfg(test)]
mod statistics;
#[cfg(test)]
mod vat;
#[cfg(test)]
mod withdrawal;
