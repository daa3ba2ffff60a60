//! Where a request comes from: network address and browser, for counting failures and for the list of
//! one's own sessions.

use std::{convert::Infallible, net::SocketAddr};

use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{HeaderMap, header, request::Parts},
};

use crate::site::Site;

/// Where a request comes from.
#[derive(Clone, Debug)]
pub struct From {
    address: String,
    browser: &'static str,
}

impl From {
    /// As the acts want it.
    pub fn origin(&self) -> app::login::Origin<'_> {
        app::login::Origin {
            address: &self.address,
            browser: self.browser,
        }
    }
}

impl FromRequestParts<Site> for From {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<From, Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|c| c.0);
        Ok(From {
            address: address(peer, &parts.headers, site.options.secure),
            browser: browser(&parts.headers),
        })
    }
}

/// The visitor's address. Over https there is a proxy in front, and on this machine there may be: the
/// last address it names is the one it saw; those before are only what the visitor claims.
fn address(peer: Option<SocketAddr>, headers: &HeaderMap, secure: bool) -> String {
    let behind_proxy = secure || peer.is_none_or(|peer| peer.ip().is_loopback());
    let named = headers
        .get_all("x-forwarded-for")
        .iter()
        .next_back()
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.rsplit(',').next())
        .map(|last| last.trim().to_owned());
    let peer = peer.map(|peer| peer.ip().to_string()).unwrap_or_default();
    named.filter(|_| behind_proxy).unwrap_or(peer)
}

/// Browser and system in few words; never the whole text, which may tell people apart.
fn browser(headers: &HeaderMap) -> &'static str {
    let agent = headers
        .get(header::USER_AGENT)
        .and_then(|value| value.to_str().ok())
        .unwrap_or("");
    let has = |part: &str| agent.contains(part);
    let telephone = has("Mobile") || has("Android") || has("iPhone");
    let name = ["Edg/", "Firefox/", "Chrome/", "Safari/"]
        .into_iter()
        .find(|part| has(part));
    match (name, telephone) {
        (Some("Edg/"), false) => "Edge på dator",
        (Some("Firefox/"), false) => "Firefox på dator",
        (Some("Chrome/"), false) => "Chrome på dator",
        (Some("Safari/"), false) => "Safari på dator",
        (Some("Edg/"), true) => "Edge på telefon",
        (Some("Firefox/"), true) => "Firefox på telefon",
        (Some("Chrome/"), true) => "Chrome på telefon",
        (Some("Safari/"), true) => "Safari på telefon",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn the_address_is_what_the_nearest_proxy_saw() {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", HeaderValue::from_static("1.1.1.1, 2.2.2.2"));
        let near = Some("127.0.0.1:1".parse().unwrap());
        let far = Some("9.9.9.9:1".parse().unwrap());
        assert_eq!(address(near, &headers, false), "2.2.2.2");
        assert_eq!(address(far, &headers, true), "2.2.2.2");
        assert_eq!(
            address(far, &headers, false),
            "9.9.9.9",
            "what a visitor claims is nothing"
        );
        assert_eq!(address(near, &HeaderMap::new(), true), "127.0.0.1");
    }
}
