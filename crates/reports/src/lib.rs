//! Writers of reports: one [`domain::document::Document`] becomes a tagged PDF (PDF/UA-1 and
//! PDF/A-2a), an accessible web page, a workbook and CSV files; one [`domain::chart::Chart`] becomes
//! the same SVG for all of them. Only this crate knows Typst, fonts, SVG and XLSX.
//!
//! Every writer is a pure function: the same document gives the same bytes.

pub mod chart;
mod csv;
mod error;
mod escape;
mod html;
mod pdf;
mod sound;
mod xlsx;

pub use chart::{ChartOptions, Palette, chart_svg};
pub use csv::csv;
pub use error::Error;
pub use html::{HtmlOptions, STYLE, html, html_folder};
pub use pdf::{pdf, unprintable};
pub use sound::sound;
pub use xlsx::xlsx;
