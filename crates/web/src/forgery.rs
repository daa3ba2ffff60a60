//! Forms from elsewhere are refused: the browser's own word about where a request came from, and a
//! token of the session in every form. Checked before any handler sees the body.

use axum::http::{HeaderMap, header};

/// Whether the browser says that the request came from a page of ours. Requests that say nothing are
/// refused: every browser in use sends at least one of the two headers with a POST.
pub fn from_our_own_page(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return site == "same-origin";
    }
    let (Some(origin), Some(host)) = (text(header::ORIGIN.as_str()), text(header::HOST.as_str())) else {
        return false;
    };
    origin
        .split_once("://")
        .is_some_and(|(_, authority)| authority == host)
}

/// Whether the body's first field is the session's token. Every form begins with it, so this needs
/// no parsing of the rest, which for a file may be long.
pub fn carries_token(headers: &HeaderMap, body: &[u8], token: &str) -> bool {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .map_or(&b""[..], |value| value.as_bytes());
    if kind.starts_with(b"application/x-www-form-urlencoded") {
        let first = body.split(|byte| *byte == b'&').next().unwrap_or_default();
        return first
            .strip_prefix(b"csrf=")
            .is_some_and(|sent| same(sent, token.as_bytes()));
    }
    if kind.starts_with(b"multipart/form-data") {
        let marker = b"name=\"csrf\"\r\n\r\n";
        let head = body.get(..body.len().min(1024)).unwrap_or_default();
        let start = head.windows(marker.len()).position(|window| window == marker);
        let sent = start.and_then(|at| head.get(at + marker.len()..at + marker.len() + token.len()));
        return sent.is_some_and(|sent| same(sent, token.as_bytes()));
    }
    false
}

/// Equality in time that does not depend on where they differ.
fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |difference, (x, y)| difference | (x ^ y)) == 0
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let pair = |(name, value): &(&'static str, &'static str)| {
            (
                axum::http::HeaderName::from_static(name),
                HeaderValue::from_static(value),
            )
        };
        pairs.iter().map(pair).collect()
    }

    #[test]
    fn r_web_05_a_request_from_another_site_is_told_by_its_headers() {
        for (pairs, ours) in [
            (&[("sec-fetch-site", "same-origin")][..], true),
            (&[("sec-fetch-site", "cross-site")], false),
            (&[("sec-fetch-site", "same-site")], false),
            (&[("sec-fetch-site", "none")], false),
            (
                &[("origin", "http://127.0.0.1:8080"), ("host", "127.0.0.1:8080")],
                true,
            ),
            (
                &[("origin", "http://evil.example"), ("host", "127.0.0.1:8080")],
                false,
            ),
            (&[("origin", "null"), ("host", "127.0.0.1:8080")], false),
            (
                &[
                    ("sec-fetch-site", "cross-site"),
                    ("origin", "http://a"),
                    ("host", "a"),
                ],
                false,
            ),
            (&[("host", "127.0.0.1:8080")], false),
        ] {
            assert_eq!(from_our_own_page(&headers(pairs)), ours, "{pairs:?}");
        }
    }

    #[test]
    fn r_web_06_a_form_without_the_sessions_token_is_told() {
        let form = headers(&[("content-type", "application/x-www-form-urlencoded")]);
        let file = headers(&[("content-type", "multipart/form-data; boundary=x")]);
        let part = b"--x\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\nabc\r\n--x--";
        assert!(carries_token(&form, b"csrf=abc&text=x", "abc"));
        assert!(!carries_token(&form, b"csrf=abd&text=x", "abc"));
        assert!(!carries_token(&form, b"text=x&csrf=abc", "abc"));
        assert!(!carries_token(&form, b"", "abc"));
        assert!(carries_token(&file, part, "abc"));
        assert!(!carries_token(&file, part, "abd"));
        assert!(!carries_token(
            &headers(&[("content-type", "text/plain")]),
            b"csrf=abc",
            "abc"
        ));
    }
}
