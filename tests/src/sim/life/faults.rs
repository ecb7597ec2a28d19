//! Which kinds of things happen how often. Every seed turns some of them off and others up: what never meets
//! in a moderate mixture meets in an extreme one.

use super::draw::Draw;

macro_rules! kinds {
    ($($(#[doc = $doc:literal])* $variant:ident: $weight:literal $fault:literal,)*) => {
        /// A kind of thing that can happen next.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Happening {
            $($(#[doc = $doc])* $variant,)*
        }

        /// Every kind, how likely it is, and whether it is a fault, which a seed may turn off.
        const KINDS: &[(Happening, u32, bool)] = &[$((Happening::$variant, $weight, $fault)),*];
    };
}

kinds! {
    /// A client comes.
    Join: 60 false,
    /// A client comes that may not.
    BadJoin: 12 true,
    /// A client opens a connection and says nothing yet.
    Open: 6 true,
    /// It says `connect`.
    Greet: 6 false,
    /// A turn is asked for.
    Turn: 90 false,
    /// One is asked about, or stopped.
    Follow: 30 false,
    /// Something is asked for that only reads.
    Look: 60 false,
    /// Something is changed.
    Change: 40 false,
    /// Devices and tokens are dealt with.
    Pairing: 25 false,
    /// Any method is asked for, with params that may be wrong.
    Odd: 15 true,
    /// A request is repeated.
    Repeat: 8 true,
    /// Somebody says nonsense.
    Nonsense: 10 true,
    /// A client goes.
    Leave: 12 false,
    /// A client stops reading.
    Stall: 6 true,
    /// It reads some of it.
    Drain: 12 false,
    /// What a client says is delayed.
    Clog: 5 true,
    /// Some of it arrives.
    Unclog: 12 false,
    /// An HTTP request.
    Http: 12 false,
    /// What becomes of it.
    HttpGoesOn: 12 false,
    /// The model answers.
    Model: 90 false,
    /// The model does something odd.
    OddModel: 25 true,
    /// The model says very much.
    Flood: 4 true,
    /// A process does something.
    Process: 50 false,
    /// The disk fails.
    DiskFails: 6 true,
    /// It works again.
    DiskHeals: 8 false,
    /// It is slow.
    DiskHolds: 8 true,
    /// One operation is done.
    DiskDoes: 50 false,
    /// It is quick again.
    DiskFlows: 10 false,
    /// A little time passes.
    Pass: 60 false,
    /// Much time passes.
    PassLong: 12 false,
    /// Timers are served late.
    Late: 8 true,
    /// The engine is called for nothing.
    Early: 5 true,
    /// The wall clock is set.
    WallStep: 3 true,
    /// The gateway is stopped or restarted by signal.
    Signal: 5 true,
    /// The configuration is edited.
    Configure: 4 true,
    /// The port is taken.
    Port: 1 true,
    /// The process dies.
    Crash: 6 true,
}

/// The weights of one life.
#[derive(Clone, Debug)]
pub(super) struct Swarm {
    weights: Vec<u32>,
}

impl Swarm {
    /// Draws the weights: two faults of five are turned off, one of five is turned up.
    pub(super) fn draw(draw: &mut Draw) -> Self {
        let mut weight = |(_, weight, fault): &(Happening, u32, bool)| match (fault, draw.below(10)) {
            (true, 6..) => 0,
            (true, 4 | 5) => weight * 5,
            (false, 8) => weight * 4,
            (false, 9) => weight / 4,
            _ => *weight,
        };
        Self { weights: KINDS.iter().map(&mut weight).collect() }
    }

    /// Draws what happens next.
    pub(super) fn next(&self, draw: &mut Draw) -> Happening {
        KINDS[draw.weighted(self.weights.iter().copied())].0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seeds_differ_in_what_they_turn_off() {
        let off = |seed| {
            let swarm = Swarm::draw(&mut Draw::seeded(seed));
            swarm.weights.iter().map(|weight| *weight == 0).collect::<Vec<_>>()
        };
        assert_ne!(off(1), off(2));
        for (at, kind) in KINDS.iter().enumerate() {
            assert!((0..100).any(|seed| !off(seed)[at]), "{:?} never happens", kind.0);
        }
    }
}
