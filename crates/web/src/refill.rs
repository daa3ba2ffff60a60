//! Hands a half-typed form back: after the log-in its page is shown with what was typed in place. It is
//! never sent by itself.

use app::held::Held;
use axum::{
    body::{Body, to_bytes},
    extract::{Form, FromRequest, Request, State},
    http::{HeaderMap, Method, StatusCode, header},
    middleware::Next,
    response::Response,
};

use crate::{cookie, site::Site, trouble::Trouble, visitor::Visitor};

/// A page of ours is shorter.
const LONGEST_PAGE: usize = 16 << 20;
/// What is never kept, whatever form it stands in: secrets, and numbers that name a person.
const NEVER: [&str; 8] = [
    "csrf",
    "losenord",
    "igen",
    "nuvarande",
    "bekrafta",
    "kod",
    "personnummer",
    "samordningsnummer",
];

/// Keeps the form of a request whose session has run out; false when there is nothing to keep.
///
/// # Errors
/// The database's own, as trouble.
pub async fn hold(site: &Site, headers: &HeaderMap, action: &str, body: &[u8]) -> Result<bool, Trouble> {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .map_or(&b""[..], |v| v.as_bytes());
    let Some(token) = cookie::read(headers, site.options.secure) else {
        return Ok(false);
    };
    if !kind.starts_with(b"application/x-www-form-urlencoded") || headers.contains_key("x-fragment") {
        return Ok(false);
    }
    let Some(fields) = fields(body.to_vec()).await else {
        return Ok(false);
    };
    let csrf = fields
        .iter()
        .find(|(name, _)| name == "csrf")
        .map(|(_, v)| v.clone());
    let held = Held {
        page: page_of(headers).unwrap_or_else(|| action.to_owned()),
        action: action.to_owned(),
        fields: fields.into_iter().filter(may_be_kept).collect(),
    };
    let csrf = csrf.unwrap_or_default();
    Ok(site.app.hold((token, &csrf), &held, site.now()).await?)
}

fn may_be_kept((name, value): &(String, String)) -> bool {
    let digits = value.chars().filter(char::is_ascii_digit).count();
    let number = matches!(digits, 10 | 12) && value.chars().all(|c| c.is_ascii_digit() || "-+ ".contains(c));
    !NEVER.contains(&name.as_str()) && !number
}

async fn fields(body: Vec<u8>) -> Option<Vec<(String, String)>> {
    let request = Request::post("/")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(body))
        .ok()?;
    let form = Form::<Vec<(String, String)>>::from_request(request, &()).await;
    form.ok().map(|Form(fields)| fields)
}

/// The page of ours that the form stood on.
fn page_of(headers: &HeaderMap) -> Option<String> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let (referer, host) = (text(header::REFERER)?, text(header::HOST)?);
    let (_, rest) = referer.split_once("://")?;
    let path = rest.strip_prefix(host)?;
    path.starts_with('/').then(|| path.to_owned())
}

/// The layer: fills the page's form when one waits.
pub async fn refill(State(site): State<Site>, request: Request, next: Next) -> Response {
    let secure = site.options.secure;
    let waits =
        *request.method() == Method::GET && cookie::named(request.headers(), cookie::HELD, secure).is_some();
    if !waits {
        return next.run(request).await;
    }
    let headers = request.headers().clone();
    let address = request
        .uri()
        .path_and_query()
        .map_or("/", |whole| whole.as_str())
        .to_owned();
    let response = next.run(request).await;
    let html = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if !html || response.status() != StatusCode::OK {
        return response;
    }
    let found = waiting(&site, &headers, &address).await;
    match found {
        Some((visitor, held)) => filled(&site, &visitor, &held, response).await,
        None => response,
    }
}

async fn waiting(site: &Site, headers: &HeaderMap, address: &str) -> Option<(Visitor, Held)> {
    let visitor = Visitor::of(site, headers).await.ok()??;
    let held = site.app.held(&visitor.actor, site.now()).await.ok()??;
    (held.page == address).then_some((visitor, held))
}

async fn filled(site: &Site, visitor: &Visitor, held: &Held, response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, LONGEST_PAGE).await else {
        return Trouble::into_response_of(StatusCode::INTERNAL_SERVER_ERROR);
    };
    let page = fill(&String::from_utf8_lossy(&bytes), held);
    if let Err(failure) = site.app.forget_held(&visitor.actor).await {
        tracing::error!(?failure, "a form that was handed back could not be forgotten");
    }
    parts.headers.remove(header::CONTENT_LENGTH);
    if let Some(cookie) = cookie::remove(cookie::HELD, site.options.secure) {
        parts.headers.append(header::SET_COOKIE, cookie);
    }
    Response::from_parts(parts, Body::from(page))
}

/// A page of ours with the values of a form put in place. What has no place any more is listed.
fn fill(page: &str, held: &Held) -> String {
    let mut left = held.fields.clone();
    let action = format!("action=\"{}\"", escape(&held.action));
    let mut out = String::with_capacity(page.len() + 1024);
    let mut rest = page;
    while let Some(start) = rest.find("<form") {
        let (before, form) = rest.split_at(start);
        out.push_str(before);
        let end = form.find("</form>").unwrap_or(form.len());
        let (form, after) = form.split_at(end);
        let opening = &form[..form.find('>').unwrap_or(0)];
        if opening.contains("method=\"post\"") && opening.contains(&action) {
            out.push_str(&fill_form(form, &mut left));
        } else {
            out.push_str(form);
        }
        rest = after;
    }
    out.push_str(rest);
    let notice = notice(&left);
    match out.find("<main") {
        Some(main) => {
            let inside = out[main..].find("<div class=\"wrap\">").map(|at| main + at + 18);
            out.insert_str(inside.unwrap_or(main).min(out.len()), &notice);
            out
        }
        None => out,
    }
}

fn notice(left: &[(String, String)]) -> String {
    let mut notice = String::from(
        "<div class=\"notice should\" role=\"alert\" id=\"behallet\"><h2>Du blev utloggad medan du skrev</h2><p>Det du hade skrivit står kvar i formuläret. Ingenting är sparat: läs igenom och spara igen. Lösenord, koder och personnummer behålls aldrig och måste skrivas om.</p>",
    );
    let lost: Vec<&(String, String)> = left
        .iter()
        .filter(|(_, value)| !value.trim().is_empty())
        .collect();
    if !lost.is_empty() {
        notice.push_str("<p>Det här har ingen plats på sidan längre. Kopiera det som behövs:</p><ul>");
        for (_, value) in lost {
            notice.push_str(&format!("<li>{}</li>", escape(value)));
        }
        notice.push_str("</ul>");
    }
    notice.push_str("</div>");
    notice
}

fn fill_form(form: &str, left: &mut Vec<(String, String)>) -> String {
    let mut out = String::with_capacity(form.len() + 256);
    let mut rest = form;
    loop {
        let next = ["<input", "<textarea", "<select"]
            .iter()
            .filter_map(|start| rest.find(start))
            .min();
        let Some(at) = next else { break };
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let Some(end) = rest.find('>').map(|end| end + 1) else {
            break;
        };
        let (tag, after) = rest.split_at(end);
        if tag.starts_with("<input") {
            out.push_str(&input(tag, left));
            rest = after;
        } else if tag.starts_with("<textarea") {
            let close = after.find("</textarea>").unwrap_or(after.len());
            out.push_str(tag);
            match take(left, attribute(tag, "name")) {
                Some(value) => out.push_str(&format!("\n{}", escape(&value))),
                None => out.push_str(&after[..close]),
            }
            rest = &after[close..];
        } else {
            let close = after.find("</select>").unwrap_or(after.len());
            out.push_str(tag);
            match take(left, attribute(tag, "name")) {
                Some(value) => out.push_str(&choose(&after[..close], &value)),
                None => out.push_str(&after[..close]),
            }
            rest = &after[close..];
        }
    }
    out.push_str(rest);
    out
}

/// An input with what was typed. The session's token stays that of the new session.
fn input(tag: &str, left: &mut Vec<(String, String)>) -> String {
    let name = attribute(tag, "name").unwrap_or_default();
    if NEVER.contains(&name) {
        return tag.to_owned();
    }
    match attribute(tag, "type").unwrap_or("text") {
        "checkbox" | "radio" => {
            let own = attribute(tag, "value").unwrap_or("on");
            let at = left.iter().position(|(n, v)| n == name && escape(v) == own);
            let bare = tag.replace(" checked", "");
            match at {
                Some(at) => {
                    left.remove(at);
                    bare.replacen("<input", "<input checked", 1)
                }
                None => bare,
            }
        }
        "file" | "password" | "submit" => tag.to_owned(),
        _ => match take(left, Some(name)) {
            Some(value) => with_value(tag, &value),
            None => tag.to_owned(),
        },
    }
}

fn with_value(tag: &str, value: &str) -> String {
    let new = format!(" value=\"{}\"", escape(value));
    match tag.find(" value=\"") {
        Some(start) => {
            let end = tag[start + 8..]
                .find('"')
                .map_or(tag.len(), |end| start + 9 + end);
            format!("{}{new}{}", &tag[..start], &tag[end..])
        }
        None => tag.replacen("<input", &format!("<input{new}"), 1),
    }
}

fn choose(options: &str, value: &str) -> String {
    let bare = options.replace(" selected", "");
    let wanted = format!("<option value=\"{}\"", escape(value));
    bare.replacen(&wanted, &format!("{wanted} selected"), 1)
}

fn take(left: &mut Vec<(String, String)>, name: Option<&str>) -> Option<String> {
    let at = left.iter().position(|(known, _)| Some(known.as_str()) == name)?;
    Some(left.remove(at).1)
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    tag[start..].split('"').next()
}

/// As our templates write it.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&#38;"),
            '<' => out.push_str("&#60;"),
            '>' => out.push_str("&#62;"),
            '"' => out.push_str("&#34;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r_inl_15_what_was_typed_stands_in_its_form_and_nowhere_else() {
        let page = "<main id=\"innehall\">\n<div class=\"wrap\"><form method=\"post\" action=\"/annan\"><input name=\"a\" value=\"1\"></form><form class=\"form\" method=\"post\" action=\"/spara\"><input type=\"hidden\" name=\"csrf\" value=\"ny\"><input type=\"hidden\" name=\"version\" value=\"7\"><input name=\"a\" value=\"\"><input name=\"b\"><textarea name=\"t\">gammal</textarea><select name=\"s\"><option value=\"1\" selected>x</option><option value=\"2\">y</option></select><input type=\"checkbox\" name=\"k\" value=\"ja\"><input type=\"checkbox\" name=\"k\" value=\"nej\" checked><input type=\"password\" name=\"losenord\"></form></div></main>";
        let pair = |(a, b): (&str, &str)| (a.to_owned(), b.to_owned());
        let held = Held {
            page: "/".into(),
            action: "/spara".into(),
            fields: [
                ("version", "5"),
                ("a", "<b>\"ett\"</b>"),
                ("b", "två"),
                ("t", "rad 1\nrad 2 </textarea><script>"),
                ("s", "2"),
                ("k", "ja"),
                ("borta", "tre & fyra"),
            ]
            .map(pair)
            .to_vec(),
        };
        let filled = fill(page, &held);
        for part in [
            "action=\"/annan\"><input name=\"a\" value=\"1\">",
            "name=\"csrf\" value=\"ny\"",
            "name=\"version\" value=\"5\"",
            "name=\"a\" value=\"&#60;b&#62;&#34;ett&#34;&#60;/b&#62;\"",
            "<input value=\"två\" name=\"b\">",
            "<textarea name=\"t\">\nrad 1\nrad 2 &#60;/textarea&#62;&#60;script&#62;</textarea>",
            "<option value=\"1\">x</option><option value=\"2\" selected>y</option>",
            "<input checked type=\"checkbox\" name=\"k\" value=\"ja\">",
            "<input type=\"checkbox\" name=\"k\" value=\"nej\">",
            "<li>tre &#38; fyra</li>",
            "Ingenting är sparat",
        ] {
            assert!(filled.contains(part), "{part}\n{filled}");
        }
        assert!(!filled.contains("<script>"));
    }

    #[test]
    fn r_inl_16_secrets_and_personal_numbers_are_never_kept() {
        for (name, value, kept) in [
            ("text", "hej", true),
            ("belopp", "1234567890,50", true),
            ("losenord", "x", false),
            ("csrf", "x", false),
            ("personnummer", "x", false),
            ("sok", "19121212-1212", false),
            ("sok", "121212+1212", false),
            ("sok", "191212121212", false),
        ] {
            assert_eq!(may_be_kept(&(name.into(), value.into())), kept, "{name} {value}");
        }
    }
}
