//! Who may ask and see what, written down a second time from the protocol's description.

/// The scope an event is for, when it is not for everyone.
pub(super) fn guard(event: &str) -> Option<&'static str> {
    match event {
        "node.pair.requested" | "node.pair.resolved" | "device.pair.requested" | "device.pair.resolved" => {
            Some("operator.pairing")
        }
        "exec.approval.requested" | "exec.approval.resolved" => Some("operator.approvals"),
        _ => None,
    }
}

/// Events that have no number.
pub(super) fn is_unnumbered(event: &str) -> bool {
    matches!(event, "connect.challenge" | "node.invoke.request")
}

/// What a method needs: a scope of an operator, or to be a node.
pub(super) fn needs(method: &str) -> &'static str {
    match method {
        "skills.bins" | "node.invoke.result" | "node.event" => "node",
        "exec.approval.request" | "exec.approval.resolve" => "operator.approvals",
        "node.pair.request"
        | "node.pair.list"
        | "node.pair.approve"
        | "node.pair.reject"
        | "node.pair.verify"
        | "device.pair.list"
        | "device.pair.approve"
        | "device.pair.reject"
        | "device.token.rotate"
        | "device.token.revoke"
        | "node.rename" => "operator.pairing",
        "health" | "logs.tail" | "channels.status" | "status" | "usage.status" | "usage.cost"
        | "tts.status" | "tts.providers" | "models.list" | "agents.list" | "skills.status"
        | "voicewake.get" | "sessions.list" | "sessions.preview" | "last-heartbeat" | "node.list"
        | "node.describe" | "cron.list" | "cron.status" | "cron.runs" | "system-presence"
        | "agent.identity.get" | "chat.history" => "operator.read",
        "tts.enable" | "tts.disable" | "tts.convert" | "tts.setProvider" | "talk.mode" | "voicewake.set"
        | "wake" | "node.invoke" | "send" | "agent" | "agent.wait" | "browser.request" | "chat.abort"
        | "chat.send" => "operator.write",
        _ => "operator.admin",
    }
}

/// Whether scopes hold another.
pub(super) fn allows(scopes: &[&'static str], scope: &str) -> bool {
    scopes.iter().any(|have| {
        *have == scope || *have == "operator.admin" || (scope == "operator.read" && *have == "operator.write")
    })
}

/// Whether a role with these scopes may ask for a method.
pub(super) fn may_ask(role: &str, scopes: &[&'static str], method: &str) -> bool {
    match needs(method) {
        "node" => role == "node",
        scope => role == "operator" && allows(scopes, scope),
    }
}

/// Whether it may see an event.
pub(super) fn may_see(role: &str, scopes: &[&'static str], event: &str) -> bool {
    guard(event).is_none_or(|scope| role == "operator" && allows(scopes, scope))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_open_what_the_protocol_says() {
        assert!(may_ask("operator", &["operator.write"], "health"));
        assert!(!may_ask("operator", &["operator.write"], "device.pair.list"));
        assert!(may_ask("operator", &["operator.admin"], "no.such.method"));
        assert!(!may_ask("operator", &["operator.admin"], "node.event"));
        assert!(may_see("operator", &["operator.pairing"], "device.pair.requested"));
        assert!(!may_see("node", &["operator.admin"], "device.pair.requested"));
        assert!(may_see("node", &[], "tick"));
    }
}
