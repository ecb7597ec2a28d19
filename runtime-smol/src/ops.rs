//! Outside operations: one task each, every one of them ends with exactly one completion.

use crate::drive::{Inner, World};
use crate::store::perform;
use crate::workers::FILES;
use engine::{Chunk, Fetch, Input, OpError, OpErrorKind, OpId, OpResult, Spawn};
use smol::Task;
use smol::channel::{Sender, bounded};
use std::rc::Rc;

/// An operation that can be given up.
#[derive(Debug)]
pub(crate) enum Running {
    /// Dropping the task closes the exchange.
    Fetch { _task: Task<()> },
    /// The process is asked to end; its end is its completion.
    Process(Sender<()>),
}

impl Inner {
    pub(crate) fn fetch(&mut self, world: &Rc<World>, op: OpId, fetch: Fetch) {
        let (world, pool) = (Rc::clone(world), Rc::clone(&self.pool));
        let task = self.executor.spawn(async move {
            let result = pool.fetch(fetch, |chunk| world.chunk(op, chunk)).await;
            world.done(op, OpResult::Fetch(result));
        });
        self.ops.insert(op, Running::Fetch { _task: task });
    }

    pub(crate) fn spawn(&mut self, world: &Rc<World>, op: OpId, spawn: Spawn) {
        let (world, processes) = (Rc::clone(world), Rc::clone(&self.processes));
        let (cancel, cancelled) = bounded(1);
        self.ops.insert(op, Running::Process(cancel));
        let run = async move {
            let result = processes.run(spawn, cancelled, |chunk| world.chunk(op, chunk)).await;
            world.done(op, OpResult::Process(result));
        };
        self.executor.spawn(run).detach();
    }

    /// Starts every batch of file operations whose files are free.
    pub(crate) fn run_files(&mut self, world: &Rc<World>) {
        while let Some((op, files)) = self.queue.take() {
            let (world, roots) = (Rc::clone(world), self.roots.clone());
            let run = async move {
                let results = FILES.run(move || perform(&roots, files)).await;
                let mut inner = world.inner();
                inner.queue.done(op);
                inner.run_files(&world);
                inner.turn(&world, Input::Done { op, result: OpResult::Files(results) });
                inner.settle(&world);
            };
            self.executor.spawn(run).detach();
        }
    }

    /// Gives an operation up. A write that has begun is completed.
    pub(crate) fn cancel(&mut self, op: OpId) {
        match self.ops.get(&op) {
            Some(Running::Fetch { .. }) => {
                self.ops.remove(&op);
                self.gathered.forget(op);
                let gone = OpError { kind: OpErrorKind::Cancelled, detail: "cancelled".to_owned() };
                self.later(Input::Done { op, result: OpResult::Fetch(Err(gone)) });
            }
            Some(Running::Process(cancel)) => {
                // A second wish changes nothing.
                let _ = cancel.try_send(());
            }
            None => {}
        }
    }
}

impl World {
    fn chunk(self: &Rc<Self>, op: OpId, chunk: Chunk) {
        let mut inner = self.inner();
        if !inner.ops.contains_key(&op) {
            return;
        }
        if let Chunk::Body(bytes) = chunk {
            return inner.gather(self, op, bytes);
        }
        inner.turn(self, Input::Chunk { op, chunk });
        inner.settle(self);
    }

    fn done(self: &Rc<Self>, op: OpId, result: OpResult) {
        // One that was given up has completed already.
        let mut inner = self.inner();
        if inner.ops.remove(&op).is_some() {
            inner.tell_gathered(self, op);
            inner.turn(self, Input::Done { op, result });
            inner.settle(self);
        }
    }
}
