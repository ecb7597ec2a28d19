//! `agents.list`, `agent.identity.get`, `models.list`: what is configured.

use super::pending::{Read, Wants, data};
use crate::action::{FileOp, Range};
use crate::config::agent::normalize_agent_id;
use crate::conn::Reply;
use crate::engine::Engine;
use crate::refusal::Refusal;
use crate::session::SessionKey;
use crate::settings::Identity;
use crate::wire::{
    AgentIdentity, AgentIdentityGetParams, AgentIdentityGetResult, AgentSummary, AgentsListResult,
    AgentsListResultScope, ModelChoice, ModelsListResult,
};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Bytes of an avatar that is sent along (reference: 2 MiB).
const MAX_AVATAR: u64 = 2 * 1024 * 1024;

/// Bytes of an agent's IDENTITY.md that are looked at.
const MAX_IDENTITY: u64 = 64 * 1024;

/// Characters of a name, and of an avatar that is text (reference: 50, 200).
const MAX_NAME: usize = 50;
const MAX_AVATAR_TEXT: usize = 200;

/// The agent whose identity is asked for.
#[derive(Clone, Debug)]
pub(crate) struct IdentityWait {
    agent: String,
}

/// The list, and the places in it whose avatars are being read.
#[derive(Clone, Debug)]
pub(crate) struct AgentsWait {
    list: AgentsListResult,
    places: Vec<usize>,
}

impl Engine {
    pub(crate) fn models_list(&mut self, reply: Reply) {
        let mut models: Vec<ModelChoice> = self.cx.settings.models();
        models.sort_by(|a, b| (&a.provider, &a.name).cmp(&(&b.provider, &b.name)));
        self.answer(reply, &ModelsListResult { models });
    }

    pub(crate) fn agents_list(&mut self, reply: Reply) {
        let settings = &self.cx.settings;
        let default = settings.default_agent().to_owned();
        let mut ids: Vec<String> = settings.agents().map(|a| a.id).collect();
        if !settings.lists_agents() {
            ids.extend(self.sessions.agents().map(str::to_owned));
        }
        ids.push("main".to_owned());
        ids.sort_by_key(|id| (*id != default, id.clone()));
        ids.dedup();
        let agents: Vec<AgentSummary> =
            ids.iter().map(|id| summary(settings.identity_of(id), id, settings.agent_label(id))).collect();
        let scope = if settings.is_global() {
            AgentsListResultScope::Global
        } else {
            AgentsListResultScope::PerSender
        };
        let list = AgentsListResult { default_id: default, main_key: "main".to_owned(), scope, agents };
        let (mut places, mut files) = (Vec::new(), Vec::new());
        for (place, agent) in list.agents.iter().enumerate() {
            let avatar =
                agent.identity.as_ref().and_then(|i| i.avatar.as_deref()).filter(|a| is_relative_path(a));
            if let Some(avatar) = avatar {
                let dir = settings.host.name(&settings.workspace(&agent.id));
                files.push(FileOp::ReadBelow {
                    dir,
                    path: avatar.trim_start_matches("./").to_owned(),
                    max: MAX_AVATAR,
                });
                places.push(place);
            }
        }
        if files.is_empty() {
            return self.answer(reply, &list);
        }
        self.read_for(reply, Wants::Agents(AgentsWait { list, places }), files);
    }

    pub(crate) fn on_agents_read(&mut self, reply: Reply, mut wait: AgentsWait, files: Read) {
        for (place, file) in wait.places.iter().zip(files) {
            let identity = wait.list.agents.get_mut(*place).and_then(|a| a.identity.as_mut());
            if let (Some(identity), Ok(Some((bytes, _, _)))) = (identity, data(Some(file))) {
                let mime = image_type(identity.avatar.as_deref().unwrap_or_default());
                identity.avatar_url = Some(format!("data:{mime};base64,{}", STANDARD.encode(bytes)));
            }
        }
        self.answer(reply, &wait.list);
    }

    pub(crate) fn agent_identity_get(&mut self, reply: Reply, params: AgentIdentityGetParams) {
        let settings = &self.cx.settings;
        let asked = params.agent_id.as_deref().map(normalize_agent_id);
        let key = params.session_key.as_deref().map(str::trim).filter(|k| !k.is_empty());
        let of_key = key.map(|k| SessionKey::resolve(k, settings.default_agent(), false));
        let of_key = of_key.as_ref().and_then(SessionKey::agent).map(str::to_owned);
        if let (Some(asked), Some(of_key)) = (&asked, &of_key)
            && asked != of_key
        {
            let text = format!(
                "invalid agent.identity.get params: agent \"{asked}\" does not match session key agent \"{of_key}\""
            );
            return self.refuse(reply, Refusal::invalid(text));
        }
        let agent = asked.or(of_key).unwrap_or_else(|| settings.default_agent().to_owned());
        let path = format!("{}/IDENTITY.md", settings.workspace(&agent));
        let read = FileOp::Read { file: settings.host.name(&path), range: Range::Head(MAX_IDENTITY) };
        self.read_for(reply, Wants::Identity(IdentityWait { agent }), vec![read]);
    }

    pub(crate) fn on_identity_read(&mut self, reply: Reply, wait: IdentityWait, mut files: Read) {
        let text = data(files.pop())
            .ok()
            .flatten()
            .map(|(bytes, _, _)| String::from_utf8_lossy(&bytes).into_owned());
        let written = text.as_deref().map(read_identity).unwrap_or_default();
        let (ui, own) =
            (self.cx.settings.ui_identity(), self.cx.settings.identity_of(&wait.agent).unwrap_or_default());
        let first = |pick: fn(&Identity) -> Option<&String>| {
            [&ui, &own, &written].into_iter().find_map(|i| pick(i).cloned().filter(|t| !t.trim().is_empty()))
        };
        let name = first(|i| i.name.as_ref()).unwrap_or_else(|| "Assistant".to_owned());
        let avatar = first(|i| i.avatar.as_ref().filter(|a| is_avatar(a)))
            .or_else(|| first(|i| i.emoji.as_ref()))
            .unwrap_or_else(|| "A".to_owned());
        let avatar = if is_relative_path(&avatar) { format!("/avatar/{}", wait.agent) } else { avatar };
        let result = AgentIdentityGetResult {
            name: Some(name.trim().chars().take(MAX_NAME).collect()),
            avatar: Some(avatar.chars().take(MAX_AVATAR_TEXT).collect()),
            agent_id: wait.agent,
        };
        self.answer(reply, &result);
    }
}

fn summary(identity: Option<Identity>, id: &str, name: Option<String>) -> AgentSummary {
    let identity = identity.filter(|i| *i != Identity::default()).map(|i| AgentIdentity {
        avatar_url: i.avatar.clone().filter(|a| is_url(a)),
        name: i.name,
        theme: i.theme,
        emoji: i.emoji,
        avatar: i.avatar,
    });
    AgentSummary { id: id.to_owned(), name, identity }
}

/// Reads `- **Name:** X` lines and the like.
fn read_identity(text: &str) -> Identity {
    let mut out = Identity::default();
    for line in text.lines() {
        let plain: String = line.chars().filter(|c| !matches!(c, '*' | '`')).collect();
        let Some((key, value)) = plain.trim_start_matches(['-', ' ', '\t']).split_once(':') else { continue };
        let value = value.trim();
        // What stands in parentheses in a fresh file is a hint, not a value.
        if value.is_empty() || value.starts_with('(') || value.starts_with('_') {
            continue;
        }
        let slot = match key.trim().to_lowercase().as_str() {
            "name" => &mut out.name,
            "emoji" => &mut out.emoji,
            "avatar" => &mut out.avatar,
            "theme" | "vibe" => &mut out.theme,
            _ => continue,
        };
        *slot = Some(value.to_owned());
    }
    out
}

fn is_url(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://") || text.starts_with("data:")
}

fn is_relative_path(text: &str) -> bool {
    !is_url(text)
        && (text.contains('/')
            || text
                .rsplit_once('.')
                .is_some_and(|(stem, ext)| !stem.is_empty() && (2..=4).contains(&ext.len())))
}

fn is_avatar(text: &str) -> bool {
    is_url(text)
        || is_relative_path(text)
        || (text.chars().count() <= 4 && !text.contains(char::is_whitespace))
}

fn image_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, ext)| ext).to_lowercase().as_str() {
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "svg" => "image/svg+xml",
        _ => "image/png",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identity_file_is_read_by_its_labels() {
        let i =
            read_identity("# IDENTITY\n- **Name:** Clawd\n- **Emoji:** 🦀\n- **Avatar:** (path or url)\n");
        assert_eq!((i.name.as_deref(), i.emoji.as_deref(), i.avatar), (Some("Clawd"), Some("🦀"), None));
    }

    #[test]
    fn avatars_are_paths_urls_or_a_few_characters() {
        assert!(
            is_avatar("G") && is_avatar("avatars/x.png") && is_avatar("https://x/y") && is_avatar("me.png")
        );
        assert!(!is_avatar("a long text"));
        assert!(!is_relative_path("G") && !is_relative_path("data:image/png;base64,AA/A"));
    }
}
