//! A gateway, from its start to its end.

use crate::clock::Clock;
use crate::drive::{Parts, World};
use crate::fetch::{self, Pool};
use crate::lock::Lock;
use crate::log_sink::{Log, Writer};
use crate::process::Processes;
use crate::record::{self, Record, Recording};
use crate::store::{self, Roots};
use crate::tell::Teller;
use crate::{entropy, signals};
use core::time::Duration;
use engine::limits::MAX_SOCKETS;
use engine::record::Recorder;
use engine::{Engine, Exit, Input, Now, Setup};
use smol::{LocalExecutor, Timer, future};
use std::rc::Rc;

/// Time given to peers to take the last words before the process ends.
const FAREWELL: Duration = Duration::from_millis(300);

/// Descriptors that are kept back from clients.
const OWN_DESCRIPTORS: usize = 512;

/// What a gateway is started with.
#[derive(Debug)]
pub struct Serve {
    /// The engine's setup.
    pub setup: Setup,
    /// What is logged where.
    pub log: Log,
    /// The right to run it, given back at the end.
    pub lock: Option<Lock>,
    /// Where what happens is written down, if anywhere.
    pub record: Option<Record>,
}

/// Runs a gateway until it is told to stop, or cannot go on.
#[must_use]
pub fn serve(serve: Serve) -> Exit {
    match run(serve) {
        Ok(exit) => exit,
        Err(error) => Exit::Failed(format!("the system refused what every gateway needs: {error}")),
    }
}

fn run(serve: Serve) -> std::io::Result<Exit> {
    let max_sockets = raise_descriptors();
    let Serve { setup, log, lock, record } = serve;
    let clock = Clock::start();
    let ws_log = log.ws_log;
    let writer = Writer::start(log, &setup.host)?;
    let signals = signals::take()?;
    let host = setup.host.clone();
    let date = crate::log_sink::today(&host.timezone);
    let teller = Teller::new(writer.sink(), ws_log, host.pid, host.log_file.replace("{date}", &date));
    let executor = Rc::new(LocalExecutor::new());
    let variables = host.env.iter().map(|(name, value)| (name.to_owned(), value.to_owned()));
    let pool = Pool::new(fetch::Setup::from_env(variables), Rc::clone(&executor));
    let roots = Roots::new(&host.state_dir);
    let claim = match store::claim(&roots) {
        Ok(claim) => claim,
        Err(text) => return Ok(Exit::Failed(text)),
    };
    let (seed, now) = (entropy::seed()?, clock.now());
    let recording = match record.map(|record| begin_recording(&record, &setup, seed, now)).transpose() {
        Ok(recording) => recording,
        Err(text) => return Ok(Exit::Failed(text)),
    };
    let world = World::new(Parts {
        engine: Box::new(Engine::new(setup, seed, now)),
        clock,
        executor: Rc::clone(&executor),
        roots,
        names: names(&host),
        pool: Rc::new(pool),
        processes: Rc::new(Processes::new(&executor)),
        teller,
        max_sockets,
        recording,
    });
    let recorded = Recorded(Rc::clone(&world));
    let exit = smol::block_on(executor.run(async {
        executor.spawn(signals::pass_on(Rc::clone(&world), signals, |_| {})).detach();
        world.keep_going();
        world.input(Input::Start);
        let exit = world.exit().await;
        world.inner().processes.kill_all();
        farewell(&world).await;
        exit
    }));
    // What was recorded is written while there is still a log to say so.
    drop(recorded);
    drop(writer);
    drop(claim);
    drop(lock);
    Ok(exit)
}

/// Ends the recording however the gateway ends: the world itself outlives a panic, since its tasks hold it.
struct Recorded(Rc<World>);

impl Drop for Recorded {
    fn drop(&mut self) {
        self.0.end_recording();
    }
}

/// Opens the recording's file and says what goes into it.
fn begin_recording(record: &Record, setup: &Setup, seed: [u8; 32], now: Now) -> Result<Recording, String> {
    let files = record::Files::open(record)?;
    let (recorder, header) = Recorder::begin(setup, seed, now, &record.build);
    let name = record.path.display();
    let recording = record::start(files, recorder, &header);
    let recording = recording.map_err(|error| format!("cannot record to {name}: {error}"))?;
    let mb = record.max_bytes / (1024 * 1024);
    log::warn!(
        "recording everything that happens to {name}, up to {mb} MB: what people and agents write is in it, secrets \
         are not"
    );
    Ok(recording)
}

/// Lets what was sent reach the peers: the close frames, and everything before them.
async fn farewell(world: &Rc<World>) {
    {
        let mut inner = world.inner();
        inner.settle(world);
        for conn in inner.conns.iter_mut().filter(|c| c.out.unsent() == 0) {
            conn.socket.end();
        }
    }
    let left = async {
        while world.inner().sockets > 0 {
            Timer::after(Duration::from_millis(5)).await;
        }
    };
    let enough = async {
        Timer::after(FAREWELL).await;
    };
    future::or(left, enough).await;
}

/// Every client needs a descriptor; the usual soft limit is 1024. Gives how many sockets there may be:
/// strangers must not take the descriptors that files, tools and providers need.
fn raise_descriptors() -> usize {
    use rustix::process::{Resource, getrlimit, setrlimit};
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    if let Err(error) = setrlimit(Resource::Nofile, limit) {
        log::warn!("the limit of open files stays as it is: {error}");
    }
    let own = getrlimit(Resource::Nofile).current.and_then(|n| usize::try_from(n).ok());
    own.map_or(MAX_SOCKETS, |own| MAX_SOCKETS.min(own.saturating_sub(OWN_DESCRIPTORS.min(own / 2))))
}

/// The names a certificate of ours is for.
fn names(host: &engine::Host) -> Vec<String> {
    let mut names = vec!["localhost".to_owned(), "127.0.0.1".to_owned(), "::1".to_owned()];
    if !host.hostname.is_empty() {
        names.push(host.hostname.clone());
        names.push(format!("{}.local", host.hostname));
    }
    names.extend(host.addresses.iter().map(ToString::to_string));
    names.dedup();
    names
}
