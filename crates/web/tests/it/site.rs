//! A site over the example association, with somebody logged in.

use std::sync::LazyLock;

use app::{
    Actor, App, Role,
    import::Upload,
    people::{PERSONAS, Persona},
};
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, Response, StatusCode, header},
};
use chrono::{DateTime, TimeDelta, Utc};
use testkit::{Fresh, Kind, clock, fresh};
use tower::ServiceExt;
use web::Options;

/// The origin of every request that comes from our own pages.
pub const HOST: &str = "samordna.example";

pub struct Site {
    pub app: App,
    pub router: Router,
    _fresh: Fresh,
}

/// An answer, read.
pub struct Answer {
    pub status: StatusCode,
    pub headers: axum::http::HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The cookie it sets.
    pub fn cookie(&self) -> String {
        self.header("set-cookie")
            .split(';')
            .next()
            .unwrap_or_default()
            .to_owned()
    }

    /// The token of the first form.
    pub fn csrf(&self) -> String {
        let after = self.text.split("name=\"csrf\" value=\"").nth(1).unwrap();
        after.split('"').next().unwrap().to_owned()
    }
}

impl Site {
    /// With the example year, or empty.
    pub async fn new(loaded: bool) -> Site {
        let fresh = fresh(Kind::Sqlite).await.unwrap();
        let app = App::over(fresh.db.clone()).with_key([7; 32]);
        if loaded {
            load(&app).await;
        }
        let router = web::router(
            app.clone(),
            Options {
                secure: true,
                clock: clock::now,
            },
        );
        Site {
            app,
            router,
            _fresh: fresh,
        }
    }

    /// The same site at another time.
    pub fn at(&self, clock: fn() -> DateTime<Utc>) -> Router {
        web::router(self.app.clone(), Options { secure: true, clock })
    }

    /// The same site with other surroundings.
    pub fn around(&mut self, around: app::Around) {
        self.app = self.app.clone().with_around(around);
        self.router = self.at(clock::now);
    }

    pub async fn get(&self, address: &str, cookie: &str) -> Answer {
        let request = Request::get(address)
            .header(header::COOKIE, cookie)
            .body(Body::empty())
            .unwrap();
        read(self.router.clone().oneshot(request).await.unwrap()).await
    }

    /// A form of our own, with its token.
    pub async fn post(&self, address: &str, cookie: &str, body: &str) -> Answer {
        let csrf = self.get("/", cookie).await;
        let token = if csrf.status == StatusCode::OK {
            csrf.csrf()
        } else {
            String::new()
        };
        self.post_raw(address, cookie, "same-origin", &format!("csrf={token}&{body}"))
            .await
    }

    pub async fn post_raw(&self, address: &str, cookie: &str, site: &str, body: &str) -> Answer {
        let request = Request::post(address)
            .header(header::COOKIE, cookie)
            .header(header::HOST, HOST)
            .header("sec-fetch-site", site)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body.to_owned()))
            .unwrap();
        read(self.router.clone().oneshot(request).await.unwrap()).await
    }

    /// A log-in link's address for the persona that holds this role alone.
    pub async fn link(&self, role: Role) -> String {
        let user = self
            .app
            .add_persona(persona(role), (Some("krus"), Some("norr")), clock::now())
            .await
            .unwrap();
        format!(
            "/logga-in/{}",
            self.app.login_link(&user, clock::now()).await.unwrap()
        )
    }

    /// The session cookie of somebody with this role.
    pub async fn log_in(&self, role: Role) -> String {
        let link = self.link(role).await;
        let answer = self.post_raw(&link, "", "same-origin", "").await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        answer.cookie()
    }
}

pub fn persona(role: Role) -> &'static Persona {
    PERSONAS.iter().find(|persona| persona.roles == [role]).unwrap()
}

pub async fn read(response: Response<Body>) -> Answer {
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.unwrap();
    Answer {
        status: parts.status,
        headers: parts.headers,
        text: String::from_utf8_lossy(&bytes).into_owned(),
    }
}

/// The project's own example files.
static EXAMPLE: LazyLock<Vec<(String, Vec<u8>)>> = LazyLock::new(|| {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/kalmar");
    let files = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    files
        .filter(|path| path.is_file())
        .map(|path| {
            (
                path.file_name().unwrap().to_string_lossy().into_owned(),
                std::fs::read(&path).unwrap(),
            )
        })
        .collect()
});

pub fn example(name: &str) -> Upload {
    let (name, bytes) = EXAMPLE.iter().find(|(file, _)| file == name).unwrap();
    Upload {
        name: name.clone(),
        bytes: bytes.clone(),
    }
}

async fn load(app: &App) {
    let system = Actor::system();
    let upload = |(name, bytes): &(String, Vec<u8>)| Upload {
        name: name.clone(),
        bytes: bytes.clone(),
    };
    let tables = EXAMPLE.iter().map(upload).collect();
    app.import_tables(&system, tables, false, clock::now())
        .await
        .unwrap();
    for year in [2021, 2022] {
        let file = example(&format!("bokforing-{year}.se"));
        app.import_sie(&system, file, false, clock::now()).await.unwrap();
    }
    let team = |slug: &str| domain::facts::Team {
        slug: slug.into(),
        name: format!("Samverkansteam {slug}"),
        municipalities: vec!["Vimmerby".into(), "Hultsfred".into()],
    };
    app.save_teams(&system, &[team("norr"), team("soder")], clock::now())
        .await
        .unwrap();
}

pub fn later(by: TimeDelta) -> DateTime<Utc> {
    clock::now() + by
}

/// One request to a router, read.
pub async fn send(router: &Router, request: axum::http::request::Builder, body: &str) -> Answer {
    let request = request
        .header(header::HOST, HOST)
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(body.to_owned()))
        .unwrap();
    read(router.clone().oneshot(request).await.unwrap()).await
}

/// What a field of a form sends.
pub fn encode(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}
