//! Parts of streamed bodies that came together are told together.
//!
//! A server that is fast sends many small parts, each a step for the engine and its clients. What is at
//! hand of one body at one time is one part here, however it was cut on the way.

use crate::drive::{Inner, World};
use core::future::poll_fn;
use core::task::{Poll, Waker};
use engine::{Chunk, Input, OpId};
use smol::future;
use std::collections::BTreeMap;
use std::rc::Rc;

/// What was read of bodies, and not told yet.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    parts: BTreeMap<OpId, Vec<u8>>,
    /// How many parts there were.
    count: u64,
    teller: Option<Waker>,
}

/// Bytes of one body that wait, at most.
const MAX_GATHERED: usize = 64 * 1024;

/// How often what was gathered waits for whoever is ready to go on.
const MAX_WAITS: usize = 512;

impl Gathered {
    fn add(&mut self, op: OpId, mut bytes: Vec<u8>) -> usize {
        self.count += 1;
        if let Some(waker) = self.teller.take() {
            waker.wake();
        }
        let part = self.parts.entry(op).or_default();
        if part.is_empty() {
            *part = bytes;
        } else {
            part.append(&mut bytes);
        }
        part.len()
    }

    /// Forgets what was read for an operation that was given up.
    pub(crate) fn forget(&mut self, op: OpId) {
        self.parts.remove(&op);
    }
}

impl Inner {
    /// Takes a part of a body.
    pub(crate) fn gather(&mut self, world: &Rc<World>, op: OpId, bytes: Vec<u8>) {
        if self.gathered.add(op, bytes) >= MAX_GATHERED {
            self.tell_gathered(world, op);
            self.settle(world);
        }
    }

    /// Tells the engine what was gathered of a body.
    pub(crate) fn tell_gathered(&mut self, world: &Rc<World>, op: OpId) {
        if let Some(bytes) = self.gathered.parts.remove(&op) {
            self.turn(world, Input::Chunk { op, chunk: Chunk::Body(bytes) });
        }
    }

    fn tell_all_gathered(&mut self, world: &Rc<World>) {
        while let Some((op, bytes)) = self.gathered.parts.pop_first() {
            self.turn(world, Input::Chunk { op, chunk: Chunk::Body(bytes) });
            // The engine counts bytes as unsent until it hears that they are not.
            if self.overdue {
                self.settle(world);
            }
        }
        self.settle(world);
    }
}

impl World {
    /// Tells what was gathered once whoever is ready to go on has done so, for ever.
    pub(crate) async fn keep_gathering(self: Rc<Self>) {
        loop {
            poll_fn(|cx| {
                let gathered = &mut self.inner().gathered;
                gathered.teller = Some(cx.waker().clone());
                if gathered.parts.is_empty() { Poll::Pending } else { Poll::Ready(()) }
            })
            .await;
            for _ in 0..MAX_WAITS {
                let before = self.inner().gathered.count;
                // A part passes through two tasks: that of its connection and that of its operation.
                future::yield_now().await;
                future::yield_now().await;
                if self.inner().gathered.count == before {
                    break;
                }
            }
            self.inner().tell_all_gathered(&self);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_one_body_are_joined_in_order_and_bodies_kept_apart() {
        let mut gathered = Gathered::default();
        let (one, two) = (OpId(1), OpId(2));
        assert_eq!(gathered.add(one, b"ab".to_vec()), 2);
        assert_eq!(gathered.add(two, b"x".to_vec()), 1);
        assert_eq!(gathered.add(one, b"cd".to_vec()), 4);
        assert_eq!(gathered.parts[&one], b"abcd");
        gathered.forget(one);
        assert_eq!(gathered.parts.len(), 1);
    }
}
