//! The one road to a gateway: every command that asks something goes along here.
//!
//! Where to connect and what to present is the engine's to resolve; here is what it needs to know of this
//! machine, and the words for people when the gateway cannot be had.

use core::fmt;
use core::net::{IpAddr, Ipv4Addr};
use core::time::Duration;

use engine::client::{
    Cause, ClientEvent, ClientMode, RequestError, RequestOptions, Role, Setup, Target, TokenChange,
};
use engine::config::bind::is_tailnet;
use engine::config::target::{ClientFlags, ClientTarget, UrlSource, client_target, describe_target};
use engine::config::{Config, path};
use runtime_smol::{dial, host};
use serde_json::Value;

use crate::banner::VERSION;
use crate::device::Device;
use crate::environment::Environment;
use crate::exit::Failure;
use crate::output::Style;

/// A gateway to ask.
#[derive(Clone, Debug)]
pub(crate) struct Gateway<'a> {
    environment: &'a Environment,
    pub(crate) target: ClientTarget,
    mode: ClientMode,
}

/// How a question is asked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asking {
    pub(crate) timeout: Duration,
    pub(crate) expect_final: bool,
}

/// How long a command waits unless it is told otherwise.
pub(crate) const DEFAULT_TIMEOUT: Duration = Duration::from_secs(10);

impl Default for Asking {
    fn default() -> Self {
        Self { timeout: DEFAULT_TIMEOUT, expect_final: false }
    }
}

/// Why there is no answer.
#[derive(Debug)]
pub(crate) enum CallError {
    /// There is nowhere to connect.
    Target(String),
    /// The gateway was not reached, refused, or did not answer.
    Request {
        error: RequestError,
        /// Where it was looked for.
        details: Vec<String>,
    },
}

impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Target(text) => f.write_str(text),
            Self::Request { error, details } => {
                f.write_str(&words(error))?;
                if matches!(error, RequestError::Timeout(_) | RequestError::Disconnected(_)) {
                    write!(f, "\n{}", details.join("\n"))?;
                }
                match odd(error) {
                    Some(detail) => write!(f, "\nReason: {detail}"),
                    None => Ok(()),
                }
            }
        }
    }
}

/// What went wrong, without where. A refused `connect` says why, which the close frame may not.
pub(crate) fn words(error: &RequestError) -> String {
    match error {
        RequestError::Disconnected(disconnect) => match &disconnect.cause {
            Cause::Refused(refusal) => format!("gateway closed ({}): {}", disconnect.code, refusal.message),
            Cause::BadHello { detail } => format!("gateway closed ({}): {detail}", disconnect.code),
            Cause::Unreachable { .. }
            | Cause::HandshakeTimeout
            | Cause::TickTimeout
            | Cause::Peer
            | Cause::Own => disconnect.to_string(),
        },
        RequestError::Refused { .. }
        | RequestError::Timeout(_)
        | RequestError::TooMany
        | RequestError::TooLarge { .. } => error.to_string(),
    }
}

/// Why there is no connection, unless it is the usual: nobody listens.
fn odd(error: &RequestError) -> Option<&str> {
    match error {
        RequestError::Disconnected(disconnect) => match &disconnect.cause {
            Cause::Unreachable { detail } if !detail.contains("ECONNREFUSED") => Some(detail),
            Cause::Unreachable { .. }
            | Cause::Refused(_)
            | Cause::BadHello { .. }
            | Cause::HandshakeTimeout
            | Cause::TickTimeout
            | Cause::Peer
            | Cause::Own => None,
        },
        RequestError::Refused { .. }
        | RequestError::Timeout(_)
        | RequestError::TooMany
        | RequestError::TooLarge { .. } => None,
    }
}

impl<'a> Gateway<'a> {
    /// The gateway that flags, environment and configuration name.
    pub(crate) fn find(environment: &'a Environment, flags: &ClientFlags) -> Result<Self, CallError> {
        let config = environment.config();
        let path = &environment.roots.config_path;
        let target = client_target(&config, &environment.env, flags, tailnet(), path);
        let target = target.map_err(|error| CallError::Target(error.to_string()))?;
        Ok(Self::at(environment, target))
    }

    /// The same, for commands that go on when remote mode names no address.
    pub(crate) fn describe(environment: &'a Environment, flags: &ClientFlags) -> Self {
        let config = environment.config();
        Self::at(environment, describe_target(&config, &environment.env, flags, tailnet()))
    }

    /// A gateway that is known by its address.
    pub(crate) fn at(environment: &'a Environment, mut target: ClientTarget) -> Self {
        if matches!(target.source, UrlSource::LocalLoopback | UrlSource::LocalTailnet(_))
            && target.url.starts_with("wss:")
        {
            let config = environment.config();
            target.fingerprint =
                own_certificate(&config, &environment.roots.state_dir, environment.env.home());
        }
        Self { environment, target, mode: ClientMode::Cli }
    }

    /// The same, by a client that only looks whether the gateway is there.
    pub(crate) fn probing(mut self) -> Self {
        self.mode = ClientMode::Probe;
        self
    }

    /// Lines that tell where the gateway is looked for, and why there.
    pub(crate) fn details(&self) -> Vec<String> {
        self.target.details(&self.environment.roots.config_path)
    }

    /// Asks one thing.
    pub(crate) fn call(&self, method: &str, params: Value, asking: Asking) -> Result<Value, CallError> {
        self.call_observed(method, params, asking, |_| {})
    }

    /// The same, with everything told that happens until the answer is there.
    pub(crate) fn call_observed(
        &self,
        method: &str,
        params: Value,
        asking: Asking,
        mut observe: impl FnMut(&ClientEvent),
    ) -> Result<Value, CallError> {
        let options = RequestOptions { timeout: Some(asking.timeout), expect_final: asking.expect_final };
        let called = self.connected(
            |setup, target, seed| {
                dial::call_observed(setup, target, seed, method, params.clone(), options, &mut observe)
            },
            |called: &dial::Called| &called.tokens,
        )?;
        called.result.map_err(|error| CallError::Request { error, details: self.details() })
    }

    /// Connects and asks several things at once.
    pub(crate) fn visit(
        &self,
        questions: &[(&str, Value)],
        budget: Duration,
    ) -> Result<dial::Visited, CallError> {
        self.connected(
            |setup, target, seed| dial::visit(setup, target, seed, questions, budget),
            |visited: &dial::Visited| &visited.tokens,
        )
    }

    /// Connects as this device. A gateway that no longer takes the token it once gave is asked once more with
    /// the shared one: nothing was carried out before.
    fn connected<T>(
        &self,
        mut connect: impl FnMut(Setup, Target, [u8; 32]) -> T,
        changes: impl Fn(&T) -> &[TokenChange],
    ) -> Result<T, CallError> {
        let target = self.parsed()?;
        let mut device = self.device();
        let mut came = connect(self.setup(device.as_ref()), target.clone(), seed()?);
        self.save(device.as_mut(), changes(&came));
        if changes(&came).iter().any(|change| matches!(change, TokenChange::Refused { .. })) {
            came = connect(self.setup(device.as_ref()), target, seed()?);
            self.save(device.as_mut(), changes(&came));
        }
        Ok(came)
    }

    fn parsed(&self) -> Result<Target, CallError> {
        Target::try_from(&self.target).map_err(|error| CallError::Target(error.to_string()))
    }

    /// This machine as a client. One that cannot keep a key connects without one.
    fn device(&self) -> Option<Device> {
        let output = &self.environment.output;
        match Device::load(&self.environment.roots.state_dir) {
            Ok((device, note)) => {
                if let Some(note) = note {
                    output.error(&output.paint_error(Style::Warn, &note));
                }
                Some(device)
            }
            Err(error) => {
                let dir = self.environment.short(&self.environment.roots.state_dir);
                let text = format!("cannot keep this machine's identity in {dir}/identity: {error}");
                output.error(&output.paint_error(Style::Warn, &text));
                None
            }
        }
    }

    /// Keeps what the gateway said of the device's token.
    fn save(&self, device: Option<&mut Device>, changes: &[TokenChange]) {
        let Some(device) = device else { return };
        if let Err(error) = device.save(changes) {
            let dir = self.environment.short(&self.environment.roots.state_dir);
            let text = format!("cannot keep the device token in {dir}/identity: {error}");
            let output = &self.environment.output;
            output.error(&output.paint_error(Style::Warn, &text));
        }
    }

    fn setup(&self, device: Option<&Device>) -> Setup {
        let mut setup = Setup::command(VERSION, host::system());
        setup.client.mode = self.mode;
        setup.token.clone_from(&self.target.token);
        setup.password.clone_from(&self.target.password);
        if let Some(device) = device {
            setup.device_token = device.tokens.get(Role::Operator);
            setup.identity = Some(device.identity.clone());
        }
        setup
    }
}

fn seed() -> Result<[u8; 32], CallError> {
    runtime_smol::seed().map_err(|error| CallError::Target(format!("no source of randomness: {error}")))
}

/// The machine's address in its Tailscale network.
pub(crate) fn tailnet() -> Option<Ipv4Addr> {
    host::Interfaces::look().addresses().find_map(|address| match address {
        IpAddr::V4(address) if is_tailnet(address) => Some(address),
        IpAddr::V4(_) | IpAddr::V6(_) => None,
    })
}

/// The fingerprint of a gateway's certificate on this machine, which nobody else vouches for.
pub(crate) fn own_certificate(config: &Config, state_dir: &str, home: &str) -> Option<String> {
    let written = config.gateway.tls.cert_path.as_deref().filter(|path| !path.trim().is_empty());
    let path = written.map_or_else(
        || format!("{state_dir}/gateway/tls/gateway-cert.pem"),
        |path| path::expand_home(path, home),
    );
    runtime_smol::certificate_fingerprint(&path)
}

/// Milliseconds a command may wait, as typed.
pub(crate) fn timeout(typed: Option<&str>, default: Duration) -> Result<Duration, Failure> {
    let Some(typed) = typed else { return Ok(default) };
    let millis = typed.trim().parse().ok().filter(|millis| *millis > 0);
    millis
        .map(Duration::from_millis)
        .ok_or_else(|| Failure::error("--timeout must be a positive integer (milliseconds)"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_a_positive_number_of_milliseconds() {
        assert_eq!(timeout(Some(" 250 "), DEFAULT_TIMEOUT), Ok(Duration::from_millis(250)));
        assert_eq!(timeout(None, DEFAULT_TIMEOUT), Ok(DEFAULT_TIMEOUT));
        for typed in ["0", "-1", "1.5", "abc", ""] {
            assert!(timeout(Some(typed), DEFAULT_TIMEOUT).is_err(), "{typed:?}");
        }
    }
}
