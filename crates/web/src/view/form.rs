//! Forms: a field with label, help, error and what was typed; and the summary of errors on top.

use askama::Template;
use domain::refusal::Refusal;

/// The summary of what was wrong, linking to the fields.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "parts/refusals.html")]
pub struct Refusals {
    /// Heading.
    pub title: String,
    /// One line each; a place is a field's id.
    pub lines: Vec<Refusal>,
}

impl Refusals {
    /// The summary of these refusals.
    pub fn of(lines: &[Refusal]) -> Refusals {
        Refusals {
            title: "Det gick inte att spara".into(),
            lines: lines.to_vec(),
        }
    }

    /// The message that concerns one field.
    pub fn at(&self, field: &str) -> String {
        let line = self.lines.iter().find(|line| line.place == field);
        line.map(|line| line.message.clone()).unwrap_or_default()
    }
}

/// What kind of control a field is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// One line; the value is the `inputmode`, empty for words.
    Text(&'static str),
    /// One line of what the browser may know: type of input, `autocomplete`, and whether writing
    /// begins here.
    Known(&'static str, &'static str, bool),
    /// Several lines: how many.
    Long(u8),
    /// A file: what is accepted.
    File(&'static str),
    /// One of these codes, with their words.
    Choice(Vec<(String, String)>),
}

/// One field.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/field.html")]
pub struct Field {
    /// Id, unique on the page.
    pub name: String,
    /// The name it is sent under; the id when empty.
    pub control: String,
    /// Label above.
    pub label: String,
    /// Help under the label, with the reason the field is asked for.
    pub help: String,
    /// What was typed.
    pub value: String,
    /// What was wrong.
    pub error: String,
    /// Control.
    pub kind: FieldKind,
}

impl Field {
    /// A one-line field.
    pub fn text(name: impl Into<String>, label: impl Into<String>) -> Field {
        Field {
            name: name.into(),
            control: String::new(),
            label: label.into(),
            help: String::new(),
            value: String::new(),
            error: String::new(),
            kind: FieldKind::Text(""),
        }
    }

    /// A one-line field that the browser may fill: type of input and `autocomplete`.
    pub fn known(
        name: impl Into<String>,
        label: impl Into<String>,
        (input, complete): (&'static str, &'static str),
    ) -> Field {
        Field {
            kind: FieldKind::Known(input, complete, false),
            ..Field::text(name, label)
        }
    }

    /// Where writing begins.
    #[must_use]
    pub fn first(mut self) -> Field {
        if let FieldKind::Known(_, _, first) = &mut self.kind {
            *first = true;
        }
        self
    }

    /// A field of several lines.
    pub fn long(name: impl Into<String>, label: impl Into<String>, rows: u8) -> Field {
        Field {
            kind: FieldKind::Long(rows),
            ..Field::text(name, label)
        }
    }

    /// A file to upload.
    pub fn file(name: impl Into<String>, label: impl Into<String>, accept: &'static str) -> Field {
        Field {
            kind: FieldKind::File(accept),
            ..Field::text(name, label)
        }
    }

    /// A choice of one.
    pub fn choice(
        name: impl Into<String>,
        label: impl Into<String>,
        options: Vec<(String, String)>,
    ) -> Field {
        Field {
            kind: FieldKind::Choice(options),
            ..Field::text(name, label)
        }
    }

    /// With help.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Field {
        self.help = help.into();
        self
    }

    /// With what was typed.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Field {
        self.value = value.into();
        self
    }

    /// With the refusal that concerns it.
    #[must_use]
    pub fn error(mut self, refusals: &Refusals) -> Field {
        self.error = refusals.at(&self.name);
        self
    }

    fn sent_as(&self) -> &str {
        if self.control.is_empty() {
            &self.name
        } else {
            &self.control
        }
    }

    /// The attributes that tie help and error to the control. Names are ours, so nothing to escape.
    fn described(&self) -> String {
        let mut ids = Vec::new();
        if !self.help.is_empty() {
            ids.push(format!("{}-hjalp", self.name));
        }
        if !self.error.is_empty() {
            ids.push(format!("{}-fel", self.name));
        }
        let mut attributes = String::new();
        if !ids.is_empty() {
            attributes.push_str(&format!(" aria-describedby=\"{}\"", ids.join(" ")));
        }
        if !self.error.is_empty() {
            attributes.push_str(" aria-invalid=\"true\"");
        }
        attributes
    }
}
