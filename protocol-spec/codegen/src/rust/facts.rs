//! Tables of methods, events, errors, limits, roles and scopes.

use std::fmt::Write as _;

use crate::names::{pascal, screaming};
use crate::rust::doc_comment;
use crate::spec::{Limit, Spec};

pub(super) fn access(spec: &Spec) -> String {
    let mut text = String::from("//! Roles and scopes.\n\nuse crate::wire_enum::wire_enum;\n\n");
    text += &format!(
        "/// The number of this protocol version.\npub const PROTOCOL_VERSION: u64 = {};\n\n",
        spec.version
    );
    text += "wire_enum! {\n    /// What a connection is.\n    pub enum Role {\n";
    for (name, doc) in &spec.roles {
        text += &format!("        /// {doc}\n        {} = \"{name}\",\n", pascal(name));
    }
    text +=
        "    }\n}\n\nwire_enum! {\n    /// What a connection of an operator may do.\n    pub enum Scope {\n";
    for (name, scope) in &spec.scopes {
        text += &format!("        /// {}\n        {} = \"{}\",\n", scope.doc, pascal(name), scope.wire);
    }
    text += "    }\n}\n\nimpl Scope {\n";
    text += "    /// Returns the scopes that satisfy a demand for this one.\n";
    text += "    pub const fn granted_by(self) -> &'static [Self] {\n        match self {\n";
    for (name, scope) in &spec.scopes {
        let granting: Vec<String> =
            scope.granted_by.iter().map(|name| format!("Self::{}", pascal(name))).collect();
        text += &format!("            Self::{} => &[{}],\n", pascal(name), granting.join(", "));
    }
    text + "        }\n    }\n}\n"
}

pub(super) fn methods(spec: &Spec) -> String {
    let mut variants = String::new();
    let mut facts = String::new();
    for (name, method) in &spec.methods {
        let variant = pascal(name);
        variants += &format!("    /// `{name}`: {}\n    {variant},\n", method.doc);
        let scope =
            method.scope.as_ref().map_or_else(none, |scope| format!("Some(Scope::{})", pascal(scope)));
        let schema = format!("&schemas::{}", screaming(method.params()));
        let params =
            if method.is_open() { "Params::Open".to_owned() } else { format!("Params::Schema({schema})") };
        let result = match method.result.as_str() {
            "any" => "&crate::schema::ANY".to_owned(),
            result => format!("&schemas::{}", screaming(result)),
        };
        let _ = writeln!(
            facts,
            "    MethodFacts {{ name: {name:?}, role: Role::{}, scope: {scope}, listed: {}, idempotency: {:?}, \
             params: {params}, params_type: {:?}, result: {result}, result_type: {:?} }},",
            pascal(&method.role),
            method.listed,
            method.idempotency,
            method.params(),
            method.result,
        );
    }
    let all = variant_list(spec.methods.iter().map(|(name, _)| name));
    let listed = variant_list(spec.methods.iter().filter(|(_, method)| method.listed).map(|(name, _)| name));
    let mut sorted: Vec<&str> = spec.methods.iter().map(|(name, _)| name.as_str()).collect();
    sorted.sort_unstable();
    let by_name: String =
        sorted.iter().map(|name| format!("    ({name:?}, Method::{}),\n", pascal(name))).collect();
    let count = spec.methods.len();
    format!(
        "//! Every method.

use crate::generated::v{version}::access::{{Role, Scope}};
use crate::generated::v{version}::schemas;
use crate::method::{{MethodFacts, Params}};

/// A method of the protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Method {{
{variants}}}

impl Method {{
    /// Every method, listed ones first.
    pub const ALL: &'static [Self] = &[{all}];

    /// The methods of `features.methods`, in its order.
    pub const LISTED: &'static [Self] = &[{listed}];
}}

/// What is known of each method, in the order of [`Method::ALL`].
pub(crate) static FACTS: [MethodFacts; {count}] = [
{facts}];

/// Wire names in order, for a binary search.
pub(crate) static BY_NAME: [(&str, Method); {count}] = [
{by_name}];
",
        version = spec.version,
    )
}

pub(super) fn events(spec: &Spec) -> String {
    let mut variants = String::new();
    let mut facts = String::new();
    for (name, event) in &spec.events {
        variants += &format!("    /// `{name}`: {}\n    {},\n", event.doc, pascal(name));
        let guard = event.guard.as_ref().map_or_else(none, |scope| format!("Some(Scope::{})", pascal(scope)));
        let _ = writeln!(
            facts,
            "    EventFacts {{ name: {name:?}, guard: {guard}, drop_if_slow: {}, sequenced: {}, state_version: {}, \
             payload: &schemas::{}, payload_type: {:?} }},",
            event.drop_if_slow,
            event.seq,
            event.state_version,
            screaming(&event.payload),
            event.payload,
        );
    }
    let all = variant_list(spec.events.iter().map(|(name, _)| name));
    format!(
        "//! Every event.

use crate::event::EventFacts;
use crate::generated::v{version}::access::Scope;
use crate::generated::v{version}::schemas;

/// An event of the protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Event {{
{variants}}}

impl Event {{
    /// Every event, in the order of `features.events`.
    pub const ALL: &'static [Self] = &[{all}];
}}

/// What is known of each event, in the order of [`Event::ALL`].
pub(crate) static FACTS: [EventFacts; {count}] = [
{facts}];
",
        version = spec.version,
        count = spec.events.len(),
    )
}

pub(super) fn errors(spec: &Spec) -> String {
    let mut text = String::from("//! Error codes.\n\nuse crate::wire_enum::wire_enum;\n\nwire_enum! {\n");
    text += "    /// `error.code` of a failed request.\n    pub enum ErrorCode {\n";
    for (code, doc) in &spec.errors {
        text += &format!("        /// {doc}\n        {} = \"{code}\",\n", pascal(code));
    }
    text + "    }\n}\n"
}

pub(super) fn limits(spec: &Spec) -> String {
    let mut text = String::from("//! Numbers both ends rely on.\n\n");
    for (name, limit) in &spec.limits {
        text += &doc_comment(&format!("{} ({}, {})", limit.doc, limit.unit, source(limit)));
        text += &format!("pub const {name}: {} = {};\n\n", rust_type(limit), grouped(limit.value));
    }
    text
}

fn source(limit: &Limit) -> &str {
    if limit.source == "ours" { "chosen here" } else { "as the reference has it" }
}

fn rust_type(limit: &Limit) -> &'static str {
    match limit.unit.as_str() {
        "ms" => "u64",
        "port" => "u16",
        _ => "usize",
    }
}

fn none() -> String {
    "None".to_owned()
}

/// Digits in groups of three.
fn grouped(value: u64) -> String {
    let digits = value.to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push('_');
        }
        text.push(digit);
    }
    text
}

fn variant_list<'a>(names: impl Iterator<Item = &'a String>) -> String {
    names.map(|name| format!("Self::{}, ", pascal(name))).collect()
}
