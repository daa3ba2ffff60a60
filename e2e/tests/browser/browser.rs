//! A browser under control, started for one test and stopped with it.

use std::{
    env,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use serde_json::json;
use tempfile::TempDir;
use thirtyfour::{ChromiumLikeCapabilities, prelude::*};

/// Chromium as it must be started to run headless, as root too, and without reaching out.
const FLAGS: &[&str] = &[
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--lang=sv-SE",
    "--window-size=1440,1000",
];

/// An open browser; it and its driver end when dropped.
pub struct Browser {
    /// The page, for all that has no verb here.
    pub page: WebDriver,
    driver: Child,
    port: u16,
    /// Where Chromium keeps its profile and leaves its rubbish.
    _scratch: TempDir,
}

impl Browser {
    /// Starts a browser with an empty profile.
    pub async fn open() -> Browser {
        let scratch = TempDir::new().expect("a folder can be made");
        let (driver, port) = start_driver(scratch.path());
        let mut chrome = DesiredCapabilities::chrome();
        for flag in FLAGS {
            chrome.add_arg(flag).expect("a flag is text");
        }
        let address = format!("http://127.0.0.1:{port}");
        let page = WebDriver::new(&address, chrome).await.expect("Chromium starts");
        Browser {
            page,
            driver,
            port,
            _scratch: scratch,
        }
    }

    /// Makes the page `width` CSS pixels wide, as on a screen of that size.
    pub async fn widen(&self, width: u32) {
        self.screen(width, 900).await;
    }

    /// Saves pictures of the whole page, on a phone and on a desk.
    pub async fn picture(&self, name: &str) {
        let folder = env::var_os("SAMORDNA_PICTURES").map_or_else(env::temp_dir, PathBuf::from);
        std::fs::create_dir_all(&folder).expect("the pictures' folder can be made");
        for width in [360, 1440] {
            self.widen(width).await;
            let height = self
                .page
                .execute("return document.documentElement.scrollHeight", vec![])
                .await;
            let height: u32 = height
                .expect("the page can be asked")
                .convert()
                .expect("a height");
            // A whole annual report is more than the browser draws in one picture.
            self.screen(width, height.min(4000)).await;
            let file = folder.join(format!("{name}-{width}.png"));
            self.page.screenshot(&file).await.expect("a picture can be saved");
        }
    }

    /// Shows pages as to somebody who asked for dark ones.
    pub async fn darken(&self, dark: bool) {
        let scheme = if dark { "dark" } else { "light" };
        let media = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        let set = self
            .page
            .cdp()
            .send_raw("Emulation.setEmulatedMedia", media)
            .await;
        set.expect("the colour scheme can be set");
    }

    /// From now on pages run no script.
    pub async fn without_script(&self) {
        let off = json!({ "value": true });
        let set = self
            .page
            .cdp()
            .send_raw("Emulation.setScriptExecutionDisabled", off)
            .await;
        set.expect("scripts can be switched off");
    }

    /// Whether the page is wider than the screen, so that it must be pulled sideways.
    pub async fn is_too_wide(&self) -> bool {
        let wider = "return document.documentElement.scrollWidth > document.documentElement.clientWidth";
        let answer = self
            .page
            .execute(wider, vec![])
            .await
            .expect("the page can be asked");
        answer.convert().expect("yes or no")
    }

    /// Gives the page a screen of this size, in CSS pixels.
    pub async fn screen(&self, width: u32, height: u32) {
        let screen = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        let set = self
            .page
            .cdp()
            .send_raw("Emulation.setDeviceMetricsOverride", screen)
            .await;
        set.expect("the screen's size can be set");
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The driver's own way out waits two minutes for an answer inside a running test.
        let session = self.page.session_id().to_string();
        let _ = self.page.clone().leak();
        if let Ok(mut driver) = TcpStream::connect(("127.0.0.1", self.port)) {
            let _ = driver.set_read_timeout(Some(Duration::from_secs(10)));
            let _ = write!(
                driver,
                "DELETE /session/{session} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
            );
            let _ = driver.read(&mut [0; 1024]);
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// chromedriver on a port of its own choice.
fn start_driver(scratch: &Path) -> (Child, u16) {
    let mut child = Command::new("chromedriver")
        .arg("--port=0")
        .env("TMPDIR", scratch)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("chromedriver is on the path (Debian: chromium-driver)");
    let mut lines = BufReader::new(child.stdout.take().expect("piped"))
        .lines()
        .map_while(Result::ok);
    let port = lines
        .find_map(|line| {
            line.split("successfully on port ")
                .nth(1)?
                .trim_end_matches('.')
                .parse()
                .ok()
        })
        .expect("chromedriver says which port it took");
    // It goes on talking, and stops when nobody listens.
    std::thread::spawn(move || lines.for_each(drop));
    (child, port)
}
