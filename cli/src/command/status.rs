//! `status`: everything at a glance, with or without a gateway.

mod all;
mod json;
mod print;
mod safety;

use core::time::Duration;
use std::path::Path;

use engine::config::sections::gateway::GatewayMode;
use engine::config::target::UrlSource;
use serde_json::{Value, json};

use super::health;
use crate::args::StatusArgs;
use crate::embedded;
use crate::environment::Environment;
use crate::exit::Failure;
use crate::files;
use crate::output::Style;
use crate::probe::{Probed, probe};
use crate::rpc::Gateway;
use crate::service::Service;
use crate::words::{items, number};
use crate::workspace::BOOTSTRAP;
use safety::Safety;

/// Longest look at the gateway; a report on everything may take longer.
const PROBE: Duration = Duration::from_millis(2500);
const PROBE_ALL: Duration = Duration::from_secs(5);

pub(super) fn run(args: &StatusArgs, environment: &Environment) -> Result<(), Failure> {
    let report = Report::gather(args, environment);
    if args.verbose && !args.json {
        environment.output.line("Gateway connection:")?;
        report.details.iter().try_for_each(|line| environment.output.line(&format!("  {line}")))?;
        environment.output.line("")?;
    }
    match (args.json, args.all) {
        (true, _) => environment.output.json(&report.json()),
        (false, true) => report.print_all(),
        (false, false) => report.print(),
    }
}

/// Everything there is to tell.
struct Report<'a> {
    environment: &'a Environment,
    args: &'a StatusArgs,
    url: String,
    source: UrlSource,
    /// What commands present: `token`, `password`, both or none.
    credentials: &'static str,
    details: Vec<String>,
    remote: bool,
    probed: Option<Probed>,
    /// What the gateway, or else the state it left, says of heartbeats and sessions.
    summary: Value,
    agents: Vec<AgentFacts>,
    services: [ServiceFacts; 2],
    safety: Safety,
    now: u64,
}

/// An agent as the configuration and its directories show it.
struct AgentFacts {
    id: String,
    name: Option<String>,
    workspace: String,
    bootstrap_pending: bool,
    store: String,
    /// Nothing when nobody could tell.
    sessions: Option<u64>,
    last_updated: Option<u64>,
}

/// A service in few words.
struct ServiceFacts {
    installed: bool,
    loaded: &'static str,
    runtime: String,
}

impl<'a> Report<'a> {
    fn gather(args: &'a StatusArgs, environment: &'a Environment) -> Self {
        let gateway = Gateway::describe(environment, &Default::default()).probing();
        let remote = environment.config().gateway.mode == Some(GatewayMode::Remote);
        let longest = if args.all { PROBE_ALL } else { PROBE };
        let budget = health::timeout(args.timeout.as_deref()).min(longest);
        let questions = if args.deep { json!({"probe": true}) } else { json!({}) };
        let is_missing = gateway.target.source == UrlSource::MissingRemote;
        let probed = (!is_missing).then(|| probe(&gateway, budget, questions));
        let summary = match &probed {
            Some(probed) if probed.ok => probed.status.clone(),
            Some(_) | None => summary_of_state(environment),
        };
        let (token, password) = (gateway.target.token.is_some(), gateway.target.password.is_some());
        Self {
            environment,
            args,
            url: gateway.target.url.clone(),
            source: gateway.target.source.clone(),
            credentials: match (token, password) {
                (true, true) => "token+password",
                (true, false) => "token",
                (false, true) => "password",
                (false, false) => "none",
            },
            details: gateway.details(),
            remote,
            probed,
            agents: agents(environment, &summary),
            summary,
            services: [Service::gateway(&environment.env), Service::node()]
                .map(|service| ServiceFacts::of(&service, environment)),
            safety: Safety::look(environment),
            now: files::now().0,
        }
    }

    fn is_misconfigured(&self) -> bool {
        self.source == UrlSource::MissingRemote
    }

    fn is_reachable(&self) -> bool {
        self.probed.as_ref().is_some_and(|probed| probed.ok)
    }

    fn bootstraps(&self) -> usize {
        self.agents.iter().filter(|agent| agent.bootstrap_pending).count()
    }

    fn total_sessions(&self) -> Option<u64> {
        self.agents.iter().map(|agent| agent.sessions).sum()
    }
}

/// What a gateway that is down would say of its state.
fn summary_of_state(environment: &Environment) -> Value {
    embedded::look(environment, "status", json!({})).unwrap_or_else(|error| {
        let output = &environment.output;
        output.error(&output.paint_error(Style::Warn, &format!("Sessions cannot be read: {error}")));
        Value::Null
    })
}

fn agents(environment: &Environment, summary: &Value) -> Vec<AgentFacts> {
    let (config, env) = (environment.config(), &environment.env);
    let stores = items(&summary["sessions"], "byAgent");
    let facts = |id: String| {
        let workspace = config.workspace_dir(&id, env);
        let store = stores.iter().find(|store| store["agentId"] == id.as_str());
        let newest = store.and_then(|store| items(store, "recent").first());
        AgentFacts {
            name: config.agent(&id).and_then(|agent| agent.name.clone()),
            bootstrap_pending: Path::new(&workspace).join(BOOTSTRAP).exists(),
            workspace,
            store: config.session_store(&id, env, &environment.roots.state_dir),
            sessions: store.and_then(|store| number(store, "count")),
            last_updated: newest.and_then(|session| number(session, "updatedAt")),
            id,
        }
    };
    config.agent_ids().into_iter().map(facts).collect()
}

impl ServiceFacts {
    fn of(service: &Service, environment: &Environment) -> Self {
        let loaded = service.is_loaded() == Ok(true);
        Self {
            installed: service.command(&environment.env).is_some(),
            loaded: if loaded { crate::service::LOADED } else { crate::service::NOT_LOADED },
            runtime: service.runtime().short(),
        }
    }
}
