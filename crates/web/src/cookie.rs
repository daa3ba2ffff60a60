//! The session cookie. Over https it has the `__Host-` prefix: no other host and no plain http can
//! set it. On a loopback address in demo there is no https, so the prefix is left off.

use axum::http::{HeaderMap, HeaderValue, header};

const SESSION: &str = "samordna";
/// What is kept while somebody is at the identity provider.
pub const OUTSIDE: &str = "samordna-extern";
/// A half-typed form waits.
pub const HELD: &str = "samordna-fortsatt";

/// The token the browser sent.
pub fn read(headers: &HeaderMap, secure: bool) -> Option<&str> {
    named(headers, SESSION, secure)
}

/// The value of one of our cookies.
pub fn named<'a>(headers: &'a HeaderMap, name: &str, secure: bool) -> Option<&'a str> {
    let name = full(name, secure);
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, token)| (key == name && !token.is_empty()).then_some(token))
}

/// The header that sets the token. The browser forgets it when it closes; the server sooner.
pub fn set(token: &str, secure: bool) -> Option<HeaderValue> {
    put(SESSION, token, secure)
}

/// The header that removes it.
pub fn clear(secure: bool) -> Option<HeaderValue> {
    remove(SESSION, secure)
}

/// The header that sets one of our cookies.
pub fn put(name: &str, value: &str, secure: bool) -> Option<HeaderValue> {
    HeaderValue::from_str(&format!("{}={value}{}", full(name, secure), attributes(secure))).ok()
}

/// The header that removes one of our cookies.
pub fn remove(name: &str, secure: bool) -> Option<HeaderValue> {
    HeaderValue::from_str(&format!(
        "{}=; Max-Age=0{}",
        full(name, secure),
        attributes(secure)
    ))
    .ok()
}

fn full(name: &str, secure: bool) -> String {
    if secure {
        format!("__Host-{name}")
    } else {
        name.to_owned()
    }
}

fn attributes(secure: bool) -> &'static str {
    if secure {
        "; Path=/; HttpOnly; SameSite=Lax; Secure"
    } else {
        "; Path=/; HttpOnly; SameSite=Lax"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_token_is_found_among_other_cookies_and_only_under_its_own_name() {
        let mut headers = HeaderMap::new();
        headers.insert(
            header::COOKIE,
            HeaderValue::from_static("a=b; samordna=plain; __Host-samordna=secure"),
        );
        assert_eq!(read(&headers, true), Some("secure"));
        assert_eq!(read(&headers, false), Some("plain"));
        assert_eq!(read(&HeaderMap::new(), true), None);
    }
}
