//! The commands, one file each.

mod agent;
mod dev;
mod gateway_call;
mod gateway_probe;
mod gateway_run;
mod gateway_status;
mod health;
mod replay;
mod setup;
mod status;
mod system;

use engine::config::Env;

use crate::args::{self, Command, Credentials as _, GatewayArgs, GatewayCommand, Request};
use crate::banner;
use crate::environment::Environment;
use crate::exit::Failure;
use crate::output::Output;

/// Reads the command line and does what it says.
pub(crate) fn run(words: Vec<String>, env: Env) -> Result<(), Failure> {
    let args = match args::parse(words)? {
        Request::Run(args) => args,
        Request::Version => return Output::new(&env).line(banner::VERSION),
        Request::Help(text) => {
            let output = Output::new(&env);
            let banner = if hides_banner(&env) { String::new() } else { banner::text(&output) };
            return output.text(&format!("{banner}{text}"));
        }
    };
    if let Command::Replay(replay) = &args.command {
        // A recording has everything in it: no configuration and no state of this machine counts.
        let mut env = env;
        if args.no_color {
            env.set("NO_COLOR", "1");
            env.set("FORCE_COLOR", "0");
        }
        return replay::run(replay, &Output::new(&env));
    }
    let environment = Environment::enter(&args, env);
    if environment.output.is_terminal() && !args.command.is_json() && !hides_banner(&environment.env) {
        environment.output.text(&banner::text(&environment.output))?;
    }
    environment.guard(args.command.needs_valid_config())?;
    dispatch(args.command, environment)
}

fn hides_banner(env: &Env) -> bool {
    env.is_on("OPENCLAW_HIDE_BANNER")
}

fn dispatch(command: Command, environment: Environment) -> Result<(), Failure> {
    match command {
        Command::Setup(args) => setup::run(&args, environment),
        Command::Gateway(args) => gateway(*args, environment),
        Command::Health(args) => health::run(&args, &environment),
        Command::Status(args) => status::run(&args, &environment),
        Command::Agent(args) => agent::run(&args, &environment),
        Command::System(args) => system::run(&args, &environment),
        Command::Replay(args) => replay::run(&args, &environment.output),
    }
}

fn gateway(args: GatewayArgs, environment: Environment) -> Result<(), Failure> {
    let (token, password) = (args.run.token.clone(), args.run.password.clone());
    match args.command {
        None => gateway_run::run(args.run, environment),
        Some(GatewayCommand::Run(flags)) => gateway_run::run(flags.or(args.run), environment),
        Some(GatewayCommand::Status(mut args)) => {
            args.take(token, password);
            gateway_status::run(&args, &environment)
        }
        Some(GatewayCommand::Probe(mut args)) => {
            args.take(token, password);
            gateway_probe::run(&args, &environment)
        }
        Some(GatewayCommand::Health(mut flags)) => {
            flags.take(token, password);
            gateway_call::health(&flags, &environment)
        }
        Some(GatewayCommand::Call(mut args)) => {
            args.flags.take(token, password);
            gateway_call::call(&args, &environment)
        }
    }
}
