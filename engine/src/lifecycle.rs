//! The life of the gateway: starting, serving, draining, stopped; signals land here.

use crate::action::{Action, Exit, Listen};
use crate::broadcast::EventOut;
use crate::conn::Connection;
use crate::engine::Engine;
use crate::fact::Fact;
use crate::ids::ListenerId;
use crate::input::{Obstacle, Signal};
use crate::limits::{DRAIN_RUNS, DRAIN_TIMEOUT, HEALTH_CADENCE, MAINTENANCE_INTERVAL, TICK_INTERVAL};
use crate::refusal::CloseCode;
use crate::time::Now;
use crate::timers::Timer;
use crate::wire::{Event, ShutdownEvent, TickEvent};
use core::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use core::time::Duration;
use std::collections::VecDeque;

/// Time a restart is expected to take, as the event says it.
const RESTART_EXPECTED_MS: u64 = 1_500;

/// Where the gateway is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    /// Made, not started.
    New,
    /// Loading state, or opening the listener.
    Starting,
    /// Open for clients.
    Serving,
    /// Told to go: the runs that are left come to their end.
    Draining { restart: bool },
    /// Nothing runs any more: changes are being written out.
    Closing { restart: bool },
    /// Over.
    Stopped,
}

/// The phase, and what outlives a restart in place.
#[derive(Debug)]
pub(crate) struct Lifecycle {
    pub(crate) phase: Phase,
    pub(crate) born: Now,
    listener: Option<ListenerId>,
    /// Where to listen, best first: what is left to try, the one being tried in front.
    places: VecDeque<SocketAddr>,
}

impl Lifecycle {
    pub(crate) fn new(now: Now) -> Self {
        Self { phase: Phase::New, born: now, listener: None, places: VecDeque::new() }
    }

    /// Whether clients are let in and their requests are done.
    pub(crate) fn is_serving(&self) -> bool {
        self.phase == Phase::Serving
    }
}

impl Engine {
    pub(crate) fn on_start(&mut self) {
        if self.lifecycle.phase != Phase::New {
            return;
        }
        match self.cx.settings.refusal_to_start() {
            Some(text) => self.exit(Exit::Failed(text)),
            None => self.restart(),
        }
    }

    /// Loads state and opens the door, at the first start and at each one in place.
    pub(crate) fn restart(&mut self) {
        self.lifecycle.phase = Phase::Starting;
        self.begin_load();
    }

    /// State is loaded: open the door.
    pub(crate) fn open(&mut self) {
        self.lifecycle.places = self.cx.settings.addresses().into();
        self.listen();
    }

    /// Opens the best place that was not tried yet.
    fn listen(&mut self) {
        let Some(place) = self.lifecycle.places.front().copied() else { return };
        let listener = self.cx.ids.listener();
        self.lifecycle.listener = Some(listener);
        let mut addresses = vec![place];
        if place.ip() == IpAddr::V4(Ipv4Addr::LOCALHOST) {
            // The same by its other name, where the machine has it.
            addresses.push(SocketAddr::new(Ipv6Addr::LOCALHOST.into(), place.port()));
        }
        let listen = Listen { addresses, tls: self.cx.settings.tls() };
        self.cx.act(Action::Listen { listener, listen });
    }

    pub(crate) fn on_listening(&mut self, listener: ListenerId, addresses: &[SocketAddr]) {
        if self.lifecycle.listener != Some(listener) || self.lifecycle.phase != Phase::Starting {
            return;
        }
        self.lifecycle.phase = Phase::Serving;
        let tls = self.cx.settings.tls().is_some();
        for (i, address) in addresses.iter().enumerate() {
            self.cx.observe(Fact::Listening { address: *address, tls, first: i == 0 });
        }
        let now = self.cx.now.mono;
        self.timers.set(Timer::Tick, now + TICK_INTERVAL);
        self.timers.set(Timer::HealthCadence, now + HEALTH_CADENCE);
        self.timers.set(Timer::Maintenance, now + MAINTENANCE_INTERVAL);
        self.start_heartbeats();
        let model = self.cx.settings.default_model();
        let offline_model = model.is_builtin();
        let heartbeat = self.cx.settings.heartbeat_interval();
        self.cx.observe(Fact::Serving { model: model.to_string(), offline_model, heartbeat });
        self.refresh_health();
    }

    pub(crate) fn on_listen_failed(&mut self, listener: ListenerId, obstacle: Obstacle, detail: &str) {
        if self.lifecycle.listener != Some(listener) || self.lifecycle.phase != Phase::Starting {
            return;
        }
        let place = self.lifecycle.places.pop_front();
        if obstacle == Obstacle::Address && !self.lifecycle.places.is_empty() {
            return self.listen();
        }
        let url = self.cx.settings.url(place);
        let text = match obstacle {
            Obstacle::InUse => format!("another gateway instance is already listening on {url}"),
            Obstacle::Address => format!("failed to bind gateway socket on {url}: {detail}"),
            Obstacle::Certificate => format!(
                "{detail}\nPut certificate and key in their places (gateway.tls.certPath, gateway.tls.keyPath), or \
                 remove both and set gateway.tls.autoGenerate to have them made."
            ),
        };
        self.exit(Exit::Failed(text));
    }

    pub(crate) fn on_tick(&mut self) {
        self.timers.set(Timer::Tick, self.cx.now.mono + TICK_INTERVAL);
        let event = EventOut::new(Event::Tick, &TickEvent { ts: self.cx.now.wall.0 });
        self.broadcast(&event);
    }

    pub(crate) fn on_signal(&mut self, signal: Signal) {
        self.cx.observe(Fact::Signal(signal));
        match (self.lifecycle.phase, signal) {
            (Phase::Serving, Signal::Restart) if self.cx.settings.restart_allowed() => self.drain(true),
            (Phase::Serving, Signal::Restart) => self.cx.observe(Fact::RestartRefused),
            // It is about to start anyway, or told to stop.
            (_, Signal::Restart) => {}
            (Phase::Serving, Signal::Terminate | Signal::Interrupt | Signal::HangUp) => self.drain(false),
            (Phase::New | Phase::Starting, Signal::Terminate | Signal::Interrupt | Signal::HangUp) => {
                self.exit(Exit::Stopped);
            }
            // Who wants it to stop must not find it running again.
            (Phase::Draining { .. }, Signal::Terminate | Signal::Interrupt | Signal::HangUp) => {
                self.lifecycle.phase = Phase::Draining { restart: false };
            }
            // Everything is written out: only the configuration was still waited for.
            (Phase::Closing { .. }, Signal::Terminate | Signal::Interrupt | Signal::HangUp)
                if self.loader.is_some() =>
            {
                self.exit(Exit::Stopped);
            }
            (Phase::Closing { .. }, Signal::Terminate | Signal::Interrupt | Signal::HangUp) => {
                self.lifecycle.phase = Phase::Closing { restart: false };
            }
            (Phase::Stopped, Signal::Terminate | Signal::Interrupt | Signal::HangUp) => {}
        }
    }

    /// Begins to stop: everyone is told before anything stops.
    fn drain(&mut self, restart: bool) {
        self.lifecycle.phase = Phase::Draining { restart };
        let runs = self.runs.active();
        self.cx.observe(Fact::Draining { restart, runs });
        let reason = if restart { "gateway restarting" } else { "gateway stopping" };
        let payload = ShutdownEvent {
            reason: reason.to_owned(),
            restart_expected_ms: restart.then_some(RESTART_EXPECTED_MS),
        };
        self.broadcast(&EventOut::new(Event::Shutdown, &payload));
        if let Some(listener) = self.lifecycle.listener.take() {
            self.cx.act(Action::Unlisten { listener });
        }
        for timer in [Timer::Tick, Timer::HealthCadence, Timer::HealthRefresh, Timer::Heartbeat, Timer::Wake]
        {
            self.timers.cancel(&timer);
        }
        self.timers.set(Timer::DrainDeadline, self.cx.now.mono + DRAIN_RUNS);
        self.check_drained();
    }

    /// The last run has ended, or another step of stopping is done: go on with the next.
    pub(crate) fn check_drained(&mut self) {
        if let Phase::Draining { restart } = self.lifecycle.phase
            && self.runs.active() == 0
        {
            self.lifecycle.phase = Phase::Closing { restart };
            self.timers.set(Timer::DrainDeadline, self.cx.now.mono + (DRAIN_TIMEOUT - DRAIN_RUNS));
            self.close_everyone();
            self.checkpoint();
        }
        if let Phase::Closing { restart } = self.lifecycle.phase
            && self.store.is_clean()
        {
            self.timers.cancel(&Timer::DrainDeadline);
            if restart { self.begin_config_read() } else { self.exit(Exit::Stopped) }
        }
    }

    pub(crate) fn on_drain_deadline(&mut self) {
        let runs = self.runs.active();
        match self.lifecycle.phase {
            Phase::Draining { .. } if !self.runs.all_ending() => {
                self.cx.observe(Fact::DrainCut { runs });
                self.timers.set(Timer::DrainDeadline, self.cx.now.mono + (DRAIN_TIMEOUT - DRAIN_RUNS));
                self.interrupt_all_runs();
                self.check_drained();
            }
            // What could not be written out is in the journal, or was never promised.
            Phase::Draining { restart } | Phase::Closing { restart } => {
                self.cx.observe(Fact::DrainCut { runs });
                self.close_everyone();
                if restart { self.begin_config_read() } else { self.exit(Exit::Stopped) }
            }
            Phase::New | Phase::Starting | Phase::Serving | Phase::Stopped => {}
        }
    }

    fn close_everyone(&mut self) {
        for conn in self.conns.ids() {
            match self.conns.get(conn) {
                Some(Connection::Ready(_)) => self.close(conn, CloseCode::Restart, "service restart"),
                Some(Connection::Handshake(_)) => {
                    self.conns.remove(conn);
                    self.timers.cancel(&Timer::Handshake(conn));
                    self.cx.act(Action::Drop { conn });
                }
                Some(Connection::Closing) | None => {}
            }
        }
        self.close_door();
    }

    pub(crate) fn exit(&mut self, exit: Exit) {
        self.lifecycle.phase = Phase::Stopped;
        self.timers.retain(|_| false);
        self.cx.act(Action::Exit(exit));
    }

    /// Time since the process started.
    pub(crate) fn uptime(&self) -> Duration {
        self.cx.now.mono - self.lifecycle.born.mono
    }
}
