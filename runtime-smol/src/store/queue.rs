//! The order of file operations: those on one file are done in the order in which they were asked for,
//! others do not wait for each other.

use super::touched;
use engine::{FileName, FileOp, OpId};
use std::collections::{BTreeSet, VecDeque};

/// A batch that waits or runs, and the files it touches.
#[derive(Debug)]
struct Job {
    op: OpId,
    files: Vec<FileOp>,
    names: BTreeSet<FileName>,
}

/// Batches that wait for their files. The engine bounds how many there are: each belongs to one of its
/// operations.
#[derive(Debug, Default)]
pub(crate) struct Queue {
    waiting: VecDeque<Job>,
    running: Vec<(OpId, BTreeSet<FileName>)>,
}

impl Queue {
    pub(crate) fn push(&mut self, op: OpId, files: Vec<FileOp>) {
        let names = files.iter().flat_map(touched).cloned().collect();
        self.waiting.push_back(Job { op, files, names });
    }

    /// Notes that a batch is done.
    pub(crate) fn done(&mut self, op: OpId) {
        self.running.retain(|(running, _)| *running != op);
    }

    /// Takes the next batch that may start.
    pub(crate) fn take(&mut self) -> Option<(OpId, Vec<FileOp>)> {
        let mut claimed: BTreeSet<&FileName> = self.running.iter().flat_map(|(_, names)| names).collect();
        let mut free = None;
        for (i, job) in self.waiting.iter().enumerate() {
            if job.names.iter().all(|name| !claimed.contains(name)) {
                free = Some(i);
                break;
            }
            claimed.extend(&job.names);
        }
        let job = self.waiting.remove(free?)?;
        self.running.push((job.op, job.names));
        Some((job.op, job.files))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sync(names: &[&str]) -> Vec<FileOp> {
        names.iter().map(|n| FileOp::Sync { file: FileName::state(*n) }).collect()
    }

    fn next(queue: &mut Queue) -> Option<u64> {
        queue.take().map(|(op, _)| op.0)
    }

    #[test]
    fn batches_on_one_file_keep_their_order_and_others_pass() {
        let mut q = Queue::default();
        q.push(OpId(1), sync(&["a"]));
        q.push(OpId(2), sync(&["a", "b"]));
        q.push(OpId(3), sync(&["b"]));
        q.push(OpId(4), sync(&["c"]));
        assert_eq!((next(&mut q), next(&mut q), next(&mut q)), (Some(1), Some(4), None));
        q.done(OpId(1));
        assert_eq!((next(&mut q), next(&mut q)), (Some(2), None));
        q.done(OpId(2));
        assert_eq!(next(&mut q), Some(3));
    }
}
