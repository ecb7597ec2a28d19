//! From a message to the component it is for: authorize, check the params, one arm a method.

use crate::conn::{Connection, Grant, Reply};
use crate::cron;
use crate::engine::Engine;
use crate::fact::Fact;
use crate::ids::ConnId;
use crate::refusal::Refusal;
use crate::wire::{BadFrame, Method, Params, Role, Scope, decode_request, encode_err_to, schema};
use serde::de::DeserializeOwned;
use serde_json::Value;

impl Engine {
    pub(crate) fn on_message(&mut self, conn: ConnId, data: &[u8]) {
        match self.conns.get(conn) {
            Some(Connection::Handshake(_)) => self.on_first_message(conn, data),
            Some(Connection::Ready(_)) => self.on_request(conn, data),
            Some(Connection::Closing) | None => {}
        }
    }

    fn on_request(&mut self, conn: ConnId, data: &[u8]) {
        let request = match decode_request(data) {
            Ok(request) => request,
            Err(BadFrame::NotJson) => {
                if self.tells_fault()
                    && let Some(ready) = self.conns.ready(conn)
                {
                    let uuid = ready.uuid.clone();
                    self.cx.observe(Fact::NotJson { uuid, handshake: false });
                }
                return;
            }
            Err(BadFrame::Invalid { echo_id, errors }) => {
                let error = Refusal::invalid(format!("invalid request frame: {errors}")).shape();
                return self.send(conn, encode_err_to(&echo_id, &error, None));
            }
        };
        let name = request.method.clone();
        let method = Method::from_wire(&name);
        let reply = Reply::new(conn, &request.id, method, self.cx.now.mono);
        self.note_asked(&reply, &name);
        let Some(ready) = self.conns.ready(conn) else { return };
        if let Err(refusal) = authorize(&ready.grant, method) {
            return self.refuse(reply, refusal);
        }
        let Some(method) = method else {
            return self.refuse(reply, Refusal::invalid(format!("unknown method: {name}")));
        };
        if let Some(refusal) = self.refusal_before_params(conn, method) {
            return self.refuse(reply, refusal);
        }
        match checked(method, request.into_params()) {
            Ok(params) => self.dispatch(method, reply, params),
            Err(refusal) => self.refuse(reply, refusal),
        }
    }

    fn dispatch(&mut self, method: Method, reply: Reply, params: Value) {
        match handler(method) {
            Some(handle) => handle(self, reply, params),
            None => {
                let text = format!("{method} is not available in this build");
                self.refuse(reply, Refusal::unavailable(text));
            }
        }
    }
}

/// What a method does with params that were found to be valid.
type Handler = fn(&mut Engine, Reply, Value);

/// The methods of this build. Every other one is authorized and its params are checked alike, it is
/// answered with `UNAVAILABLE`, and `hello-ok` does not name it.
const BUILT: &[(Method, Handler)] = &[
    (Method::Agent, |gateway, reply, params| gateway.agent(reply, read(params))),
    (Method::AgentIdentityGet, |gateway, reply, params| gateway.agent_identity_get(reply, read(params))),
    (Method::AgentWait, |gateway, reply, params| gateway.agent_wait(reply, read(params))),
    (Method::AgentsList, |gateway, reply, _| gateway.agents_list(reply)),
    (Method::ChatAbort, |gateway, reply, params| gateway.chat_abort(reply, read(params))),
    (Method::ChatHistory, |gateway, reply, params| gateway.chat_history(reply, read(params))),
    (Method::ChatInject, |gateway, reply, params| gateway.chat_inject(reply, read(params))),
    (Method::ChatSend, |gateway, reply, params| gateway.chat_send(reply, read(params))),
    (Method::DevicePairApprove, |gateway, reply, params| gateway.device_pair_approve(reply, read(params))),
    (Method::DevicePairList, |gateway, reply, _| gateway.device_pair_list(reply)),
    (Method::DevicePairReject, |gateway, reply, params| gateway.device_pair_reject(reply, read(params))),
    (Method::DeviceTokenRevoke, |gateway, reply, params| gateway.device_token_revoke(reply, read(params))),
    (Method::DeviceTokenRotate, |gateway, reply, params| gateway.device_token_rotate(reply, read(params))),
    (Method::Health, |gateway, reply, params| gateway.health_get(reply, &params)),
    (Method::LastHeartbeat, |gateway, reply, _| gateway.last_heartbeat(reply)),
    (Method::LogsTail, |gateway, reply, params| gateway.logs_tail(reply, read(params))),
    (Method::ModelsList, |gateway, reply, _| gateway.models_list(reply)),
    (Method::SessionsList, |gateway, reply, params| gateway.sessions_list(reply, read(params))),
    (Method::SessionsPreview, |gateway, reply, params| gateway.sessions_preview(reply, read(params))),
    (Method::SessionsResolve, |gateway, reply, params| gateway.sessions_resolve(reply, read(params))),
    (Method::SetHeartbeats, |gateway, reply, params| gateway.set_heartbeats(reply, &params)),
    (Method::Status, |gateway, reply, _| gateway.status(reply)),
    (Method::SystemEvent, |gateway, reply, params| gateway.system_event(reply, &params)),
    (Method::SystemPresence, |gateway, reply, _| gateway.system_presence(reply)),
    (Method::TalkMode, |gateway, reply, params| gateway.talk_mode(reply, read(params))),
    (Method::VoicewakeGet, |gateway, reply, _| gateway.voicewake_get(reply)),
    (Method::VoicewakeSet, |gateway, reply, params| gateway.voicewake_set(reply, &params)),
    (Method::Wake, |gateway, reply, params| gateway.wake(reply, read(params))),
];

fn handler(method: Method) -> Option<Handler> {
    BUILT.iter().find(|(built, _)| *built == method).map(|(_, handle)| *handle)
}

/// Whether this build does what a method is for.
pub(crate) fn is_built(method: Method) -> bool {
    handler(method).is_some()
}

/// Whether a connection may ask for a method. One that nobody knows needs what everything else needs.
fn authorize(grant: &Grant, method: Option<Method>) -> Result<(), Refusal> {
    let role = if method.is_some_and(|m| m.role() == Role::Node) { Role::Node } else { Role::Operator };
    if grant.role != role {
        return Err(Refusal::invalid(format!("unauthorized role: {}", grant.role.as_str())));
    }
    let scope = match role {
        Role::Node => return Ok(()),
        Role::Operator => method.and_then(Method::scope).unwrap_or(Scope::Admin),
    };
    if grant.allows(scope) {
        return Ok(());
    }
    Err(Refusal::invalid(format!("missing scope: {}", scope.as_str())))
}

fn checked(method: Method, params: Value) -> Result<Value, Refusal> {
    let mut params = cron::normalize(method, params);
    if let Params::Schema(expected) = method.params() {
        let violations = schema::check(expected, &mut params).err();
        if let Some(violations) = violations {
            let errors = schema::describe(&violations);
            return Err(Refusal::invalid(format!("invalid {method} params: {errors}")));
        }
    }
    Ok(params)
}

fn read<T: DeserializeOwned>(params: Value) -> T {
    schema::decode(params)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grant(role: Role, scopes: &[&str]) -> Grant {
        Grant { role, scopes: scopes.iter().map(|s| (*s).to_owned()).collect() }
    }

    fn refused(grant: &Grant, method: &str) -> String {
        authorize(grant, Method::from_wire(method)).err().map(|r| r.message).unwrap_or_default()
    }

    #[test]
    fn scopes_open_what_they_name() {
        let read = grant(Role::Operator, &["operator.read"]);
        assert_eq!(refused(&read, "health"), "");
        assert_eq!(refused(&read, "chat.send"), "missing scope: operator.write");
        assert_eq!(refused(&read, "config.get"), "missing scope: operator.admin");
        assert_eq!(refused(&read, "no.such.method"), "missing scope: operator.admin");
        let write = grant(Role::Operator, &["operator.write"]);
        assert_eq!(refused(&write, "health"), "");
        let admin = grant(Role::Operator, &["operator.admin"]);
        assert_eq!(refused(&admin, "device.pair.list"), "");
        assert_eq!(refused(&admin, "node.event"), "unauthorized role: operator");
        let nothing = grant(Role::Operator, &["operator.everything"]);
        assert_eq!(refused(&nothing, "health"), "missing scope: operator.read");
    }

    #[test]
    fn a_node_may_only_do_what_nodes_do() {
        let node = grant(Role::Node, &["operator.admin"]);
        assert_eq!(refused(&node, "node.event"), "");
        assert_eq!(refused(&node, "health"), "unauthorized role: node");
        assert_eq!(refused(&node, "connect"), "unauthorized role: node");
    }
}
