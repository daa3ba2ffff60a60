//! Style, script and icon, embedded in the binary and served under a name that holds their hash, so
//! that a browser may keep them for ever.

/// An embedded file.
#[derive(Clone, Copy, Debug)]
pub struct Asset {
    /// Name before the hash.
    name: &'static str,
    /// Ending.
    ending: &'static str,
    /// Media type.
    pub media_type: &'static str,
    /// Content.
    pub content: &'static str,
    /// Of the content; counted once, since every page names its assets.
    hash: u64,
}

/// The one style sheet: tokens first, then what uses them.
pub const STYLE: Asset = Asset::of(
    "samordna",
    "css",
    "text/css; charset=utf-8",
    concat!(
        include_str!("../assets/tokens.css"),
        include_str!("../assets/base.css"),
        include_str!("../assets/components.css"),
        include_str!("../assets/forms.css"),
        include_str!("../assets/charts.css"),
        include_str!("../assets/report.css"),
    ),
);

/// The one script; every page works without it.
pub const SCRIPT: Asset = Asset::of(
    "samordna",
    "js",
    "text/javascript; charset=utf-8",
    include_str!("../assets/samordna.js"),
);

/// The mark.
pub const ICON: Asset = Asset::of(
    "samordna",
    "svg",
    "image/svg+xml",
    include_str!("../assets/icon.svg"),
);

/// The style of reports, the same as in a report saved as a file.
pub const REPORT: Asset = Asset::of(
    "rapport",
    "css",
    "text/css; charset=utf-8",
    app::pages::REPORT_STYLE,
);

/// All of them.
pub const ALL: [Asset; 4] = [STYLE, SCRIPT, ICON, REPORT];

impl Asset {
    const fn of(
        name: &'static str,
        ending: &'static str,
        media_type: &'static str,
        content: &'static str,
    ) -> Asset {
        Asset {
            name,
            ending,
            media_type,
            content,
            hash: hash(content.as_bytes()),
        }
    }

    /// The address it is served under.
    pub fn address(&self) -> String {
        format!("/statiskt/{}", self.file_name())
    }

    /// Name, hash and ending.
    pub fn file_name(&self) -> String {
        format!("{}-{:016x}.{}", self.name, self.hash, self.ending)
    }

    /// The asset of this file name, if it is the present version.
    pub fn find(file_name: &str) -> Option<Asset> {
        ALL.into_iter().find(|asset| asset.file_name() == file_name)
    }
}

/// FNV-1a, 64 bits: names a version, protects nothing.
const fn hash(bytes: &[u8]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut i = 0;
    while i < bytes.len() {
        hash = (hash ^ bytes[i] as u64).wrapping_mul(0x0000_0100_0000_01b3);
        i += 1;
    }
    hash
}
