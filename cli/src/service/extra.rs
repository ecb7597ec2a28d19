//! Other services that look like gateways and may get in the way.

use std::fs;

use serde_json::{Value, json};

/// A service that looks like a gateway and is none of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Extra {
    pub(crate) label: String,
    pub(crate) detail: String,
    pub(crate) system: bool,
    pub(crate) legacy: bool,
    marker: &'static str,
}

impl Extra {
    pub(crate) const fn scope(&self) -> &'static str {
        if self.system { "system" } else { "user" }
    }

    pub(crate) fn json(&self) -> Value {
        let mut extra = json!({
            "platform": runtime_smol::host::system(),
            "label": self.label,
            "detail": self.detail,
            "scope": self.scope(),
            "marker": self.marker,
        });
        if self.legacy {
            extra["legacy"] = json!(true);
        }
        extra
    }
}

/// Words that a gateway's service file holds, the older names first: they tell more.
const MARKERS: [&str; 3] = ["clawdbot", "moltbot", "openclaw"];

/// Directories of the user's services, and of the system's.
const SYSTEM_DIRS: [&str; 3] = ["/etc/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system"];

/// Looks for them where the user's services are, and with `deep` where the system's are.
pub(crate) fn find(home: &str, own: &str, deep: bool) -> Vec<Extra> {
    let user = format!("{home}/.config/systemd/user");
    let mut found = scan(&user, false, own);
    if deep {
        for dir in SYSTEM_DIRS {
            let new: Vec<Extra> = scan(dir, true, own);
            // Two of these directories are often one.
            let fresh = new
                .into_iter()
                .filter(|extra| !found.iter().any(|known| known.label == extra.label && known.system));
            let fresh: Vec<Extra> = fresh.collect();
            found.extend(fresh);
        }
    }
    found
}

fn scan(dir: &str, system: bool, own: &str) -> Vec<Extra> {
    let Ok(entries) = fs::read_dir(dir) else { return Vec::new() };
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut names: Vec<String> = names.filter(|name| name.ends_with(".service")).collect();
    names.sort_unstable();
    names.into_iter().filter_map(|name| judge(dir, &name, system, own)).collect()
}

fn judge(dir: &str, name: &str, system: bool, own: &str) -> Option<Extra> {
    let path = format!("{dir}/{name}");
    let text = fs::read_to_string(&path).ok()?.to_lowercase();
    let marker = MARKERS.into_iter().find(|marker| text.contains(marker))?;
    if name == own || is_ours(name, &text) {
        return None;
    }
    Some(Extra {
        label: name.to_owned(),
        detail: format!("unit: {path}"),
        system,
        legacy: marker != "openclaw",
        marker,
    })
}

/// A gateway of another profile is no stranger.
fn is_ours(name: &str, text: &str) -> bool {
    let marked =
        text.contains("openclaw_service_marker=openclaw") && text.contains("openclaw_service_kind=gateway");
    marked || name.starts_with("openclaw-gateway") && text.contains("gateway")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strangers_are_found_and_other_profiles_are_not() {
        let home = tempfile::tempdir().unwrap();
        let dir = home.path().join(".config/systemd/user");
        fs::create_dir_all(&dir).unwrap();
        let write = |name: &str, text: &str| fs::write(dir.join(name), text).unwrap();
        write("openclaw-gateway.service", "ExecStart=openclaw gateway");
        write("openclaw-gateway-work.service", "ExecStart=openclaw gateway");
        write(
            "mine.service",
            "Environment=OPENCLAW_SERVICE_MARKER=openclaw\nEnvironment=OPENCLAW_SERVICE_KIND=gateway",
        );
        write("clawdbot.service", "ExecStart=clawdbot gateway");
        write("other.service", "ExecStart=/opt/openclaw/run");
        write("nginx.service", "ExecStart=nginx");
        write("notes.txt", "openclaw");
        let found = find(home.path().to_str().unwrap(), "openclaw-gateway.service", false);
        let shown: Vec<_> =
            found.iter().map(|extra| (extra.label.as_str(), extra.legacy, extra.scope())).collect();
        assert_eq!(shown, [("clawdbot.service", true, "user"), ("other.service", false, "user")]);
        assert!(found[0].detail.ends_with("/.config/systemd/user/clawdbot.service"));
    }
}
