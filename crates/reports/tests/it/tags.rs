//! Reads the tag tree of a PDF as Typst writes it: structure elements are plain objects.

use std::collections::BTreeMap;

/// Structure elements by object number.
pub struct Tags(BTreeMap<usize, Element>);

struct Element {
    kind: String,
    children: Vec<usize>,
    source: String,
}

impl Tags {
    /// The tags of a file.
    pub fn of(bytes: &[u8]) -> Tags {
        let text = String::from_utf8_lossy(bytes);
        let mut elements = BTreeMap::new();
        for object in text.split("endobj") {
            let Some((head, body)) = object.split_once(" 0 obj") else {
                continue;
            };
            if !body.contains("/Type/StructElem") {
                continue;
            }
            let number = head.rsplit(char::is_whitespace).next().unwrap().parse().unwrap();
            let kind = body.split("/S/").nth(1).unwrap();
            let kind = kind
                .split(|c: char| !c.is_ascii_alphanumeric())
                .next()
                .unwrap()
                .to_owned();
            let element = Element {
                kind,
                children: kids(body),
                source: body.to_owned(),
            };
            elements.insert(number, element);
        }
        Tags(elements)
    }

    /// Every element of a kind.
    pub fn all(&self, kind: &str) -> Vec<usize> {
        self.0
            .iter()
            .filter(|(_, e)| e.kind == kind)
            .map(|(n, _)| *n)
            .collect()
    }

    /// An element's kind.
    pub fn kind(&self, element: usize) -> &str {
        self.0.get(&element).map_or("", |e| e.kind.as_str())
    }

    /// The object as it stands in the file.
    pub fn source(&self, element: usize) -> &str {
        &self.0[&element].source
    }

    /// Child elements in order.
    pub fn children(&self, element: usize) -> &[usize] {
        self.0.get(&element).map_or(&[], |e| e.children.as_slice())
    }

    /// Elements of a kind below an element, in order.
    pub fn under(&self, element: usize, kind: &str) -> Vec<usize> {
        let mut out = Vec::new();
        for child in self.children(element) {
            if self.kind(*child) == kind {
                out.push(*child);
            }
            out.extend(self.under(*child, kind));
        }
        out
    }

    /// The tree as indented text; equal neighbours without children are written once with a count.
    pub fn outline(&self) -> String {
        let mut out = String::new();
        for root in self.all("Document") {
            self.write(root, 0, &mut out);
        }
        out
    }

    fn write(&self, element: usize, depth: usize, out: &mut String) {
        out.push_str(&format!("{}{}\n", "  ".repeat(depth), self.kind(element)));
        let mut before = String::new();
        let mut times = 0;
        for child in self.children(element) {
            let mut part = String::new();
            self.write(*child, depth + 1, &mut part);
            if part != before {
                out.push_str(&times_of(&before, times));
                (before, times) = (part, 0);
            }
            times += 1;
        }
        out.push_str(&times_of(&before, times));
    }
}

fn times_of(part: &str, times: usize) -> String {
    match part.split_once('\n') {
        Some((first, rest)) if times > 1 => format!("{first} ×{times}\n{rest}"),
        _ => part.to_owned(),
    }
}

/// The element references of `/K`, which is one reference or a list that may hold content marks.
fn kids(body: &str) -> Vec<usize> {
    let Some(at) = body.find("/K") else {
        return Vec::new();
    };
    let rest = body[at + 2..].trim_start();
    let list = match rest.strip_prefix('[') {
        Some(inner) => inner.split(']').next().unwrap(),
        None => rest.split(['/', '>']).next().unwrap(),
    };
    let tokens: Vec<&str> = list.split_whitespace().collect();
    tokens
        .windows(3)
        .filter(|w| w[1] == "0" && w[2].starts_with('R'))
        .filter_map(|w| w[0].parse().ok())
        .collect()
}
