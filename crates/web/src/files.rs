//! The embedded files.

use axum::{
    extract::Path,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use crate::{assets::Asset, trouble::Trouble};

/// An asset of the present version. Its name holds its hash, so a browser keeps it for ever and the
/// hash serves as its tag.
pub async fn asset(Path(name): Path<String>, headers: HeaderMap) -> Result<Response, Trouble> {
    let asset = Asset::find(&name).ok_or_else(Trouble::not_found)?;
    let tag = format!("\"{name}\"");
    let known = headers
        .get(header::IF_NONE_MATCH)
        .is_some_and(|sent| sent.as_bytes() == tag.as_bytes());
    let mut response = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        asset.content.into_response()
    };
    let fields = response.headers_mut();
    fields.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.media_type));
    fields.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=31536000, immutable"),
    );
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        fields.insert(header::ETAG, tag);
    }
    Ok(response)
}
