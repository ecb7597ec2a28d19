//! The loop: something happens, the engine is told, what it asks for is done, what is to be sent leaves.

use crate::clock::Clock;
use crate::conn::{Conns, Flushed};
use crate::embed::Door;
use crate::fetch::Pool;
use crate::gather::Gathered;
use crate::http1::Answer;
use crate::ops::Running;
use crate::process::Processes;
use crate::record::Recording;
use crate::store::{Queue, Roots};
use crate::tell::Teller;
use core::cell::{RefCell, RefMut};
use core::future::poll_fn;
use core::task::{Poll, Waker};
use engine::{Action, ConnId, Engine, Exit, HttpId, Input, Instant, ListenerId, Now, OpId};
use smol::channel::Sender;
use smol::{LocalExecutor, Task, Timer, future};
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

/// The one thread's world: everything that happens passes through it, one thing at a time.
pub(crate) struct World(RefCell<Inner>);

/// The engine and the tables of what it asked for.
pub(crate) struct Inner {
    pub(crate) engine: Box<dyn Machine>,
    pub(crate) clock: Clock,
    pub(crate) executor: Rc<LocalExecutor<'static>>,
    pub(crate) conns: Conns,
    pub(crate) requests: BTreeMap<HttpId, Sender<Answer>>,
    pub(crate) ops: BTreeMap<OpId, Running>,
    pub(crate) gathered: Gathered,
    pub(crate) listeners: BTreeMap<ListenerId, Vec<Task<()>>>,
    pub(crate) queue: Queue,
    pub(crate) roots: Roots,
    pub(crate) names: Vec<String>,
    pub(crate) pool: Rc<Pool>,
    pub(crate) processes: Rc<Processes>,
    pub(crate) teller: Teller,
    /// What happens is written down, until that cannot be done any more.
    pub(crate) recording: Option<Recording>,
    /// Where the one client of a gateway without a port stands.
    pub(crate) door: Option<Door>,
    /// Bytes are read here, then taken apart: a waiting connection holds no buffer.
    pub(crate) buffer: Vec<u8>,
    /// Accepted sockets, whatever they speak.
    pub(crate) sockets: usize,
    /// How many there may be.
    pub(crate) max_sockets: usize,
    /// When it was last told that there are too many.
    pub(crate) told_crowded: Option<std::time::Instant>,
    pub(crate) numbers: u64,
    pending: VecDeque<Input>,
    /// A connection was written to ahead of its batch: the engine is to hear how that stands.
    pub(crate) overdue: bool,
    /// When the engine wants to be woken, and when it will be.
    due: Option<Instant>,
    armed: Option<Instant>,
    timer: Option<Waker>,
    exit: Option<Exit>,
    exiting: Option<Waker>,
}

/// What the loop drives: the engine, or in a test something simpler behind the same sockets.
pub(crate) trait Machine {
    fn handle_input(&mut self, now: Now, input: Input);
    fn poll_action(&mut self) -> Option<Action>;
    fn poll_timeout(&self) -> Option<Instant>;
}

impl Machine for Engine {
    fn handle_input(&mut self, now: Now, input: Input) {
        Self::handle_input(self, now, input);
    }

    fn poll_action(&mut self) -> Option<Action> {
        Self::poll_action(self)
    }

    fn poll_timeout(&self) -> Option<Instant> {
        Self::poll_timeout(self).map(|(at, _)| at)
    }
}

/// What a world is made of.
pub(crate) struct Parts {
    pub(crate) engine: Box<dyn Machine>,
    pub(crate) clock: Clock,
    pub(crate) executor: Rc<LocalExecutor<'static>>,
    pub(crate) roots: Roots,
    pub(crate) names: Vec<String>,
    pub(crate) pool: Rc<Pool>,
    pub(crate) processes: Rc<Processes>,
    pub(crate) teller: Teller,
    pub(crate) max_sockets: usize,
    pub(crate) recording: Option<Recording>,
}

/// Bytes read from a socket at once.
const READ_BUFFER: usize = 64 * 1024;

impl World {
    pub(crate) fn new(parts: Parts) -> Rc<Self> {
        Rc::new(Self(RefCell::new(Inner {
            engine: parts.engine,
            clock: parts.clock,
            executor: parts.executor,
            conns: Conns::default(),
            requests: BTreeMap::new(),
            ops: BTreeMap::new(),
            gathered: Gathered::default(),
            listeners: BTreeMap::new(),
            queue: Queue::default(),
            roots: parts.roots,
            names: parts.names,
            pool: parts.pool,
            processes: parts.processes,
            teller: parts.teller,
            recording: parts.recording,
            door: None,
            buffer: vec![0; READ_BUFFER],
            sockets: 0,
            max_sockets: parts.max_sockets,
            told_crowded: None,
            numbers: 0,
            pending: VecDeque::new(),
            overdue: false,
            due: None,
            armed: None,
            timer: None,
            exit: None,
            exiting: None,
        })))
    }

    pub(crate) fn inner(&self) -> RefMut<'_, Inner> {
        self.0.borrow_mut()
    }

    /// Tells the engine of one thing, and does everything that follows.
    pub(crate) fn input(self: &Rc<Self>, input: Input) {
        let mut inner = self.inner();
        inner.turn(self, input);
        inner.settle(self);
    }

    /// Ends the recording, if there is one, and waits until it is written.
    pub(crate) fn end_recording(&self) {
        let recording = self.0.try_borrow_mut().ok().and_then(|mut inner| inner.recording.take());
        drop(recording);
    }

    /// Starts what every engine needs beside it.
    pub(crate) fn keep_going(self: &Rc<Self>) {
        let executor = Rc::clone(&self.inner().executor);
        executor.spawn(Rc::clone(self).keep_gathering()).detach();
        executor.spawn(Rc::clone(self).keep_time()).detach();
    }

    /// Wakes the engine when it wants to be woken, for ever. A timer that is put off is let ring, and then
    /// set anew: that is cheaper than to set it each time.
    async fn keep_time(self: Rc<Self>) {
        loop {
            let (armed, clock) = {
                let mut inner = self.inner();
                inner.armed = inner.due;
                (inner.armed, inner.clock)
            };
            let sooner = poll_fn(|cx| {
                let mut inner = self.inner();
                inner.timer = Some(cx.waker().clone());
                if is_sooner(inner.due, armed) { Poll::Ready(()) } else { Poll::Pending }
            });
            let rings = async {
                match armed {
                    Some(at) => drop(Timer::at(clock.at(at)).await),
                    None => core::future::pending().await,
                }
            };
            future::or(rings, sooner).await;
            let due = self.inner().due;
            if due.is_some_and(|due| due <= clock.now().mono) {
                self.input(Input::Timeout);
            }
        }
    }

    /// Waits until the engine is done.
    pub(crate) async fn exit(&self) -> Exit {
        poll_fn(|cx| {
            let mut inner = self.inner();
            inner.exiting = Some(cx.waker().clone());
            inner.exit.take().map_or(Poll::Pending, Poll::Ready)
        })
        .await
    }
}

impl Inner {
    /// Tells the engine of one thing and does what it asks for. What is to be sent waits for `settle`.
    pub(crate) fn turn(&mut self, world: &Rc<World>, input: Input) {
        self.pending.push_back(input);
        while let Some(input) = self.pending.pop_front() {
            let now = self.clock.now();
            if let Some(recording) = &mut self.recording {
                recording.begin(now, &input);
            }
            self.engine.handle_input(now, input);
            while let Some(action) = self.engine.poll_action() {
                if let Some(recording) = &mut self.recording {
                    recording.action(&action);
                }
                self.perform(world, action);
            }
            if let Some(recording) = &mut self.recording
                && !recording.end(self.engine.poll_timeout())
            {
                self.recording = None;
            }
        }
    }

    /// Notes something that happened while an action was done.
    pub(crate) fn later(&mut self, input: Input) {
        self.pending.push_back(input);
    }

    /// Sends what is to be sent, tells the engine what could not be, and sets the timer.
    pub(crate) fn settle(&mut self, world: &Rc<World>) {
        self.overdue = false;
        // The answer to `Flushed` may be to send more, but never for ever.
        for _ in 0..8 {
            let dirty = self.conns.take_dirty();
            if dirty.is_empty() {
                break;
            }
            let mut unsent = Vec::new();
            for id in &dirty {
                let left = self.flush(world, *id);
                if left > 0 {
                    unsent.push((*id, left));
                }
            }
            self.conns.reuse(dirty);
            self.turn(world, Input::Flushed { unsent });
        }
        self.due = self.engine.poll_timeout();
        if is_sooner(self.due, self.armed)
            && let Some(timer) = self.timer.take()
        {
            timer.wake();
        }
    }

    /// Hands a connection's bytes to the system; what it does not take waits in a task. Gives how many
    /// those are.
    pub(crate) fn flush(&mut self, world: &Rc<World>, id: ConnId) -> usize {
        match self.conns.flush(id) {
            Flushed::All => 0,
            Flushed::StillStalled(left) => left,
            Flushed::Stalled(left) => {
                let drain = crate::connection::drain(Rc::clone(world), id);
                self.executor.spawn(drain).detach();
                left
            }
        }
    }

    pub(crate) fn end(&mut self, exit: Exit) {
        self.exit = Some(exit);
        if let Some(waker) = self.exiting.take() {
            waker.wake();
        }
    }

    /// A number that no connection and no request had before.
    pub(crate) fn number(&mut self) -> u64 {
        self.numbers += 1;
        self.numbers
    }
}

/// Whether one time comes before another; none never comes.
fn is_sooner(one: Option<Instant>, other: Option<Instant>) -> bool {
    one.is_some_and(|one| other.is_none_or(|other| one < other))
}
