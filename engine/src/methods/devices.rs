//! `device.pair.*` and `device.token.*`.

use crate::broadcast::EventOut;
use crate::conn::Reply;
use crate::conn::handshake::resolved;
use crate::engine::Engine;
use crate::pairing::{Paired, Pending, Token};
use crate::refusal::Refusal;
use crate::store::Then;
use crate::wire::{
    DevicePairApproveParams, DevicePairApproveResult, DevicePairListResult, DevicePairRejectParams,
    DevicePairRejectResult, DevicePairRequestedEvent, DeviceTokenRevokeParams, DeviceTokenRevokeResult,
    DeviceTokenRotateParams, DeviceTokenRotateResult, DeviceTokenSummary, PairedDevice,
};
use serde::Serialize;

impl Engine {
    pub(crate) fn device_pair_list(&mut self, reply: Reply) {
        let mut pending: Vec<_> = self.devices.pending().map(requested).collect();
        pending.sort_by_key(|p| core::cmp::Reverse(p.ts));
        let mut paired: Vec<_> = self.devices.paired().map(shown).collect();
        paired.sort_by_key(|p| core::cmp::Reverse(p.approved_at_ms));
        self.answer(reply, &DevicePairListResult { pending, paired });
    }

    pub(crate) fn device_pair_approve(&mut self, reply: Reply, params: DevicePairApproveParams) {
        let Some(reply) = self.may_change(reply) else { return };
        let request_id = params.request_id;
        let (store, rng, now) = (&mut self.store, &mut self.cx.rng, self.cx.now.wall);
        match self.devices.approve(store, rng, now, &request_id) {
            Some(device) => {
                let event = resolved(request_id.clone(), device.device_id.clone(), true, now.0);
                let result = DevicePairApproveResult { request_id, device: shown(&device) };
                self.answer_saved(reply, &result, vec![event]);
            }
            None => self.refuse(reply, Refusal::invalid("unknown requestId")),
        }
    }

    pub(crate) fn device_pair_reject(&mut self, reply: Reply, params: DevicePairRejectParams) {
        let Some(reply) = self.may_change(reply) else { return };
        let now = self.cx.now.wall;
        match self.devices.reject(&mut self.store, now, &params.request_id) {
            Some(pending) => {
                let event = resolved(params.request_id.clone(), pending.device_id.clone(), false, now.0);
                let result =
                    DevicePairRejectResult { request_id: params.request_id, device_id: pending.device_id };
                self.answer_saved(reply, &result, vec![event]);
            }
            None => self.refuse(reply, Refusal::invalid("unknown requestId")),
        }
    }

    pub(crate) fn device_token_rotate(&mut self, reply: Reply, params: DeviceTokenRotateParams) {
        let Some(reply) = self.may_change(reply) else { return };
        let (store, rng, now) = (&mut self.store, &mut self.cx.rng, self.cx.now.wall);
        let token =
            self.devices.rotate(store, rng, now, &params.device_id, &params.role, params.scopes.as_deref());
        match token {
            Some(token) => {
                let result = DeviceTokenRotateResult {
                    device_id: params.device_id,
                    role: token.role.clone(),
                    rotated_at_ms: token.issued_at(),
                    token: token.token,
                    scopes: token.scopes,
                };
                self.answer_saved(reply, &result, Vec::new());
            }
            None => self.refuse(reply, Refusal::invalid("unknown deviceId/role")),
        }
    }

    pub(crate) fn device_token_revoke(&mut self, reply: Reply, params: DeviceTokenRevokeParams) {
        let Some(reply) = self.may_change(reply) else { return };
        let now = self.cx.now.wall;
        match self.devices.revoke(&mut self.store, now, &params.device_id, &params.role) {
            Some(revoked_at_ms) => {
                let result =
                    DeviceTokenRevokeResult { device_id: params.device_id, role: params.role, revoked_at_ms };
                self.answer_saved(reply, &result, Vec::new());
            }
            None => self.refuse(reply, Refusal::invalid("unknown deviceId/role")),
        }
    }

    /// Gives the reply back when changes can be taken, else refuses.
    pub(crate) fn may_change(&mut self, reply: Reply) -> Option<Reply> {
        match self.cannot_save() {
            Some(refusal) => {
                self.refuse(reply, refusal);
                None
            }
            None => Some(reply),
        }
    }

    /// Answers once what was changed is on the disk; everyone is told just before.
    pub(crate) fn answer_saved(&mut self, reply: Reply, result: &impl Serialize, events: Vec<EventOut>) {
        let payload = serde_json::to_string(result).expect("a result is plain data");
        self.store.journal.after(Then::Reply { reply, payload, events });
    }
}

fn requested(p: &Pending) -> DevicePairRequestedEvent {
    DevicePairRequestedEvent {
        request_id: p.request_id.clone(),
        device_id: p.device_id.clone(),
        public_key: p.public_key.clone(),
        display_name: p.display_name.clone(),
        platform: p.platform.clone(),
        client_id: p.client_id.clone(),
        client_mode: p.client_mode.clone(),
        role: p.role.clone(),
        roles: Some(p.roles.clone()).filter(|r| !r.is_empty()),
        scopes: p.scopes.clone(),
        remote_ip: p.remote_ip.clone(),
        silent: Some(p.silent),
        is_repair: Some(p.is_repair),
        ts: p.ts,
    }
}

/// A device as clients see it: without the values of its tokens.
fn shown(d: &Paired) -> PairedDevice {
    let summary = |t: &Token| DeviceTokenSummary {
        role: t.role.clone(),
        scopes: t.scopes.clone(),
        created_at_ms: t.created_at_ms,
        rotated_at_ms: t.rotated_at_ms,
        revoked_at_ms: t.revoked_at_ms,
        last_used_at_ms: t.last_used_at_ms,
    };
    let tokens: Vec<_> = d.tokens.values().map(summary).collect();
    PairedDevice {
        device_id: d.device_id.clone(),
        public_key: d.public_key.clone(),
        display_name: d.display_name.clone(),
        platform: d.platform.clone(),
        client_id: d.client_id.clone(),
        client_mode: d.client_mode.clone(),
        role: d.role.clone(),
        roles: Some(d.roles.clone()).filter(|r| !r.is_empty()),
        scopes: Some(d.scopes.clone()).filter(|s| !s.is_empty()),
        remote_ip: d.remote_ip.clone(),
        created_at_ms: d.created_at_ms,
        approved_at_ms: d.approved_at_ms,
        tokens: Some(tokens).filter(|t| !t.is_empty()),
    }
}
