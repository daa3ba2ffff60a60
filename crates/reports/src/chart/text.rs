//! How wide a text is, without a font: an estimate on the safe side, for pages use the reader's
//! own face. A label that fits by this estimate fits in every common sans-serif.

/// Size of labels in CSS pixels.
pub(super) const SIZE: f64 = 12.0;
/// Distance between the lines of a wrapped label.
pub(super) const LINE: f64 = 14.0;

/// Width of a text set at [`SIZE`].
pub(super) fn width(text: &str) -> f64 {
    text.chars().map(em).sum::<f64>() * SIZE
}

fn em(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | 't' | 'f' | 'r' | 'I' | '.' | ',' | ':' | ';' | '!' | '|' | '(' | ')' | '/'
        | '-' | '\'' | ' ' | '\u{a0}' => 0.34,
        'm' | 'w' | 'M' | 'W' | '%' | '—' => 0.92,
        c if c.is_uppercase() => 0.70,
        _ => 0.57,
    }
}

/// Breaks a text into lines of at most `room` pixels, at spaces and after hyphens and slashes.
/// `None` when a single word is wider than the room.
pub(super) fn wrap(text: &str, room: f64) -> Option<Vec<String>> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split_inclusive([' ', '/', '-']) {
        if !line.is_empty() && width(line.trim_end()) + width(word.trim_end()) > room {
            lines.push(line.trim_end().to_owned());
            line.clear();
        }
        if width(word.trim_end()) > room {
            return None;
        }
        line.push_str(word);
    }
    lines.push(line.trim_end().to_owned());
    Some(lines)
}

/// Like [`wrap`], but cuts a word that is too wide, so that it always answers.
pub(super) fn wrap_hard(text: &str, room: f64) -> Vec<String> {
    if let Some(lines) = wrap(text, room) {
        return lines;
    }
    let mut lines = vec![String::new()];
    for c in text.chars() {
        let full = lines
            .last()
            .is_some_and(|l| !l.is_empty() && width(l) + em(c) * SIZE > room);
        if full {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            line.push(c);
        }
    }
    lines
}

/// Moves label heights apart so that neighbours are at least [`LINE`] from each other and all stay
/// between `top` and `bottom` as far as there is room; order is kept.
pub(super) fn spread(wanted: &[f64], top: f64, bottom: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|a, b| wanted[*a].total_cmp(&wanted[*b]));
    let mut placed = wanted.to_vec();
    let mut least = top;
    for &i in &order {
        placed[i] = placed[i].max(least);
        least = placed[i] + LINE;
    }
    let mut most = bottom;
    for &i in order.iter().rev() {
        placed[i] = placed[i].min(most);
        most = placed[i] - LINE;
    }
    placed
}
