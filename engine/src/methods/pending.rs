//! Requests that wait for something to be read.

use crate::action::{FileDone, FileOp};
use crate::conn::Reply;
use crate::engine::Engine;
use crate::ids::ConnId;
use crate::input::{OpError, OpErrorKind};
use crate::limits::MAX_PENDING_REQUESTS;
use crate::ops::Owner;
use crate::refusal::Refusal;
use core::time::Duration;
use std::collections::BTreeMap;

/// A request that waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct PendingId(u64);

/// What a request does with what was read.
#[derive(Debug)]
pub(crate) enum Wants {
    Logs(super::logs::LogsWait),
    History(super::history::HistoryWait),
    Inject(super::history::InjectWait),
    List(super::sessions_list::ListWait),
    Preview(super::sessions_preview::PreviewWait),
    Identity(super::agents::IdentityWait),
    Agents(super::agents::AgentsWait),
}

/// The requests that wait.
#[derive(Debug, Default)]
pub(crate) struct Requests {
    waiting: BTreeMap<PendingId, (Reply, Wants)>,
    last: u64,
}

/// The files read for a request, one for each that was asked for.
pub(crate) type Read = Vec<Result<FileDone, OpError>>;

impl Requests {
    pub(crate) fn len(&self) -> usize {
        self.waiting.len()
    }
}

impl Engine {
    /// Lets a request wait until files are read.
    pub(crate) fn read_for(&mut self, reply: Reply, wants: Wants, files: Vec<FileOp>) {
        if self.requests.waiting.len() >= MAX_PENDING_REQUESTS {
            let refusal = Refusal::unavailable("too many requests wait for the disk");
            return self.refuse(reply, refusal.retry_after(Duration::from_secs(1)));
        }
        self.requests.last += 1;
        let id = PendingId(self.requests.last);
        self.requests.waiting.insert(id, (reply, wants));
        self.files(Owner::Request(id), files);
    }

    pub(crate) fn on_request_read(&mut self, id: PendingId, files: Read) {
        let Some((reply, wants)) = self.requests.waiting.remove(&id) else { return };
        match wants {
            Wants::Logs(wait) => self.on_logs_read(reply, wait, files),
            Wants::History(wait) => self.on_history_read(reply, wait, files),
            Wants::Inject(wait) => self.on_inject_read(reply, wait, files),
            Wants::List(wait) => self.on_list_read(reply, wait, files),
            Wants::Preview(wait) => self.on_preview_read(reply, wait, files),
            Wants::Identity(wait) => self.on_identity_read(reply, wait, files),
            Wants::Agents(wait) => self.on_agents_read(reply, wait, files),
        }
    }

    /// Forgets the requests of a connection that is gone.
    pub(crate) fn forget_requests(&mut self, conn: ConnId) {
        self.requests.waiting.retain(|_, (reply, _)| reply.conn() != conn);
    }
}

/// The bytes of a file that was read, where they began and its size; a missing file has none.
pub(crate) fn data(read: Option<Result<FileDone, OpError>>) -> Result<Option<(Vec<u8>, u64, u64)>, OpError> {
    match read {
        Some(Ok(FileDone::Data { bytes, start, size })) => Ok(Some((bytes, start, size))),
        Some(Err(e)) if e.kind != OpErrorKind::NotFound => Err(e),
        Some(Ok(_) | Err(_)) | None => Ok(None),
    }
}
