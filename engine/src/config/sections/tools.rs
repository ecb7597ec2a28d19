//! `tools`: which tools a run may use, and how the shell tool behaves.

use core::time::Duration;

use serde_json::{Map, Value};

use super::trees;
use crate::config::read::{MILLIS, Named, PEERS, POSITIVE_MILLIS, Readable, SECONDS, section, tree, words};
use crate::config::shape::{At, Findings, Shape};

section! {
    /// `tools`.
    pub struct Tools {
        /// Named selection to begin with.
        profile: Option<ToolProfile> => "profile",
        /// Tools allowed, instead of the profile's.
        allow: Option<Vec<String>> => "allow",
        /// Tools allowed on top of the profile's.
        also_allow: Vec<String> => "alsoAllow",
        /// Tools denied in any case.
        deny: Vec<String> => "deny",
        /// The same by `provider` or `provider/model`.
        by_provider: Named<ProviderTools> => "byProvider",
        /// Search and fetch.
        web: Option<Value> => "web" as tree(trees::WEB_TOOLS),
        /// Understanding of media.
        media: Option<Value> => "media" as tree(trees::MEDIA_TOOLS),
        /// Understanding of links.
        links: Option<Value> => "links" as tree(trees::LINK_TOOLS),
        /// Sending messages.
        message: Option<Value> => "message" as tree(trees::MESSAGE_TOOLS),
        /// Conversations between agents.
        agent_to_agent: AgentToAgent => "agentToAgent",
        /// Leaving the sandbox.
        elevated: ElevatedTools => "elevated",
        /// The shell tool.
        exec: Exec => "exec",
        /// Tools of runs started by runs.
        subagents: NestedTools => "subagents",
        /// Tools inside a sandbox.
        sandbox: NestedTools => "sandbox",
    }
    check check_tools;
}

section! {
    /// `agents.list[].tools`.
    pub struct AgentTools {
        /// Named selection to begin with.
        profile: Option<ToolProfile> => "profile",
        /// Tools allowed, instead of the profile's.
        allow: Option<Vec<String>> => "allow",
        /// Tools allowed on top of the profile's.
        also_allow: Vec<String> => "alsoAllow",
        /// Tools denied in any case.
        deny: Vec<String> => "deny",
        /// The same by `provider` or `provider/model`.
        by_provider: Named<ProviderTools> => "byProvider",
        /// Leaving the sandbox.
        elevated: ElevatedTools => "elevated",
        /// The shell tool.
        exec: AgentExec => "exec",
        /// Tools inside a sandbox.
        sandbox: NestedTools => "sandbox",
    }
    check check_agent_tools;
}

words! {
    /// Named selections of tools.
    pub enum ToolProfile as Words {
        /// The session's status only.
        Minimal = "minimal",
        /// Files, shell, sessions, memory.
        Coding = "coding",
        /// Messages and sessions.
        Messaging = "messaging",
        /// Everything.
        Full = "full",
    }
}

section! {
    /// A selection for one provider or model.
    pub struct ProviderTools {
        /// Allowed, instead of the profile's.
        allow: Option<Vec<String>> => "allow",
        /// Allowed on top of the profile's.
        also_allow: Vec<String> => "alsoAllow",
        /// Denied in any case.
        deny: Vec<String> => "deny",
        /// Named selection to begin with.
        profile: Option<ToolProfile> => "profile",
    }
    check check_provider_tools;
}

section! {
    /// A selection without a profile.
    pub struct ToolPolicy {
        /// Allowed.
        allow: Option<Vec<String>> => "allow",
        /// Allowed on top.
        also_allow: Vec<String> => "alsoAllow",
        /// Denied in any case.
        deny: Vec<String> => "deny",
    }
    check check_policy;
}

section! {
    /// A section that holds nothing but a selection.
    pub struct NestedTools {
        /// The selection.
        tools: ToolPolicy => "tools",
    }
}

section! {
    /// `tools.agentToAgent`.
    pub struct AgentToAgent {
        /// Whether agents may talk to each other.
        enabled: bool => "enabled",
        /// Which.
        allow: Vec<String> => "allow",
    }
}

section! {
    /// `tools.elevated`.
    pub struct ElevatedTools {
        /// Whether elevation exists.
        enabled: Option<bool> => "enabled",
        /// Who may ask for it, by channel.
        allow_from: Named<Peers> => "allowFrom",
    }
}

/// Chat peers, written as strings or numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Peers(pub Vec<String>);

impl Readable for Peers {
    const SHAPE: Shape = PEERS.shape;

    fn read(value: &Value) -> Option<Self> {
        (PEERS.read)(value).map(Self)
    }
}

words! {
    /// Where the shell tool runs.
    pub enum ExecHost as Options {
        /// In the sandbox, or on the gateway when there is none.
        Sandbox = "sandbox",
        /// On the gateway.
        Gateway = "gateway",
        /// On a node.
        Node = "node",
    }
}

words! {
    /// What the shell tool may run.
    pub enum ExecSecurity as Options {
        /// Nothing.
        Deny = "deny",
        /// What is on the list.
        Allowlist = "allowlist",
        /// Everything.
        Full = "full",
    }
}

words! {
    /// When the shell tool asks.
    pub enum ExecAsk as Options {
        /// Never.
        Off = "off",
        /// When the list does not say.
        OnMiss = "on-miss",
        /// Always.
        Always = "always",
    }
}

section! {
    /// `tools.exec`. What depends on the host is unset unless configured.
    pub struct Exec {
        /// Where it runs.
        host: Option<ExecHost> => "host",
        /// What it may run.
        security: Option<ExecSecurity> => "security",
        /// When it asks.
        ask: Option<ExecAsk> => "ask",
        /// The node to use.
        node: Option<String> => "node",
        /// Directories before `PATH`.
        path_prepend: Option<Vec<String>> => "pathPrepend",
        /// Programs that need no approval.
        safe_bins: Option<Vec<String>> => "safeBins",
        /// Time after which a command goes to the background.
        background: Option<Duration> => "backgroundMs" as POSITIVE_MILLIS,
        /// Longest command.
        timeout: Option<Duration> => "timeoutSec" as SECONDS,
        /// How long finished background commands are remembered.
        cleanup: Option<Duration> => "cleanupMs" as POSITIVE_MILLIS,
        /// Whether the end of a background command is told.
        notify_on_exit: Option<bool> => "notifyOnExit",
        /// The patch tool.
        apply_patch: ApplyPatch => "applyPatch",
    }
}

section! {
    /// `agents.list[].tools.exec`.
    pub struct AgentExec {
        /// Where it runs.
        host: Option<ExecHost> => "host",
        /// What it may run.
        security: Option<ExecSecurity> => "security",
        /// When it asks.
        ask: Option<ExecAsk> => "ask",
        /// The node to use.
        node: Option<String> => "node",
        /// Directories before `PATH`.
        path_prepend: Option<Vec<String>> => "pathPrepend",
        /// Programs that need no approval.
        safe_bins: Option<Vec<String>> => "safeBins",
        /// Time after which a command goes to the background.
        background: Option<Duration> => "backgroundMs" as POSITIVE_MILLIS,
        /// Longest command.
        timeout: Option<Duration> => "timeoutSec" as SECONDS,
        /// Time after which a running approved command is mentioned.
        approval_running_notice: Option<Duration> => "approvalRunningNoticeMs" as MILLIS,
        /// How long finished background commands are remembered.
        cleanup: Option<Duration> => "cleanupMs" as POSITIVE_MILLIS,
        /// Whether the end of a background command is told.
        notify_on_exit: Option<bool> => "notifyOnExit",
        /// The patch tool.
        apply_patch: ApplyPatch => "applyPatch",
    }
}

section! {
    /// `exec.applyPatch`.
    pub struct ApplyPatch {
        /// Whether the tool exists.
        enabled: Option<bool> => "enabled",
        /// Models it is offered to.
        allow_models: Vec<String> => "allowModels",
    }
}

fn check_tools(map: &Map<String, Value>, at: At<'_>, found: &mut Findings) {
    refuse_both(map, at, found, "tools");
}

fn check_agent_tools(map: &Map<String, Value>, at: At<'_>, found: &mut Findings) {
    refuse_both(map, at, found, "agent tools");
}

fn check_provider_tools(map: &Map<String, Value>, at: At<'_>, found: &mut Findings) {
    refuse_both(map, at, found, "tools.byProvider policy");
}

fn check_policy(map: &Map<String, Value>, at: At<'_>, found: &mut Findings) {
    refuse_both(map, at, found, "tools policy");
}

fn refuse_both(map: &Map<String, Value>, at: At<'_>, found: &mut Findings, whose: &str) {
    let given = |key| map.get(key).and_then(Value::as_array).is_some_and(|list| !list.is_empty());
    if given("allow") && given("alsoAllow") {
        let message = format!(
            "{whose} cannot set both allow and alsoAllow in the same scope (merge alsoAllow into allow, or \
             remove allow and use profile + alsoAllow)"
        );
        found.refuse(at, message, None);
    }
}
