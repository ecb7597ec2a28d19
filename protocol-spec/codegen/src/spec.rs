//! The spec of one protocol version, read and checked.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;
use toml::{Table, Value};

use crate::notation::Type;

/// Everything stated about one protocol version.
#[derive(Debug)]
pub struct Spec {
    /// The number peers negotiate.
    pub version: u32,
    /// A line for headings.
    pub title: String,
    /// Name and doc of every role.
    pub roles: Vec<(String, String)>,
    /// Every scope with its short name.
    pub scopes: Vec<(String, Scope)>,
    /// Every method with its wire name, listed ones first.
    pub methods: Vec<(String, Method)>,
    /// Every event with its wire name.
    pub events: Vec<(String, Event)>,
    /// Code and doc of every error.
    pub errors: Vec<(String, String)>,
    /// Every limit with its constant's name.
    pub limits: Vec<(String, Limit)>,
    /// The types, by file.
    pub families: Vec<Family>,
}

/// A scope of operators.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scope {
    /// The text on the wire.
    pub wire: String,
    /// Short names of the scopes that satisfy a demand for this one.
    pub granted_by: Vec<String>,
    /// What it is for.
    pub doc: String,
}

/// A method.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Method {
    /// Role it is for.
    #[serde(default = "operator")]
    pub role: String,
    /// Short name of the scope it needs.
    pub scope: Option<String>,
    /// Whether `features.methods` names it.
    #[serde(default = "yes")]
    pub listed: bool,
    /// Prefix of its idempotency keys.
    pub idempotency: Option<String>,
    params: String,
    /// Name of its result type, or `any`.
    pub result: String,
    /// What it does.
    pub doc: String,
}

impl Method {
    /// Whether the schema of the params is not enforced.
    pub fn is_open(&self) -> bool {
        self.params.starts_with("open ")
    }

    /// Name of its params type.
    pub fn params(&self) -> &str {
        self.params.strip_prefix("open ").unwrap_or(&self.params)
    }
}

/// An event.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// Name of its payload type.
    pub payload: String,
    /// Whether broadcasts of it are numbered.
    pub seq: bool,
    /// Whether it carries the presence and health counters.
    #[serde(default)]
    pub state_version: bool,
    /// Short name of the scope needed to see it.
    pub guard: Option<String>,
    /// Whether a slow client misses it rather than being closed.
    pub drop_if_slow: bool,
    /// What it tells.
    pub doc: String,
}

/// A number both ends rely on.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// The number.
    pub value: u64,
    /// bytes, count, ms or port.
    pub unit: String,
    /// Who fixed it.
    pub source: String,
    /// What it bounds.
    pub doc: String,
}

/// The types of one file.
#[derive(Debug)]
pub struct Family {
    /// Name of the file.
    pub name: String,
    /// Its types, in order.
    pub types: Vec<TypeDef>,
}

/// A named type.
#[derive(Debug)]
pub struct TypeDef {
    /// Its name.
    pub name: String,
    /// What it is.
    pub doc: String,
    /// What it consists of.
    pub body: Body,
    /// Path of the Rust type that stands for it, when that is written by hand.
    pub manual: Option<String>,
    /// Whether unknown properties are refused.
    pub strict: bool,
}

/// What a named type consists of.
#[derive(Debug)]
pub enum Body {
    /// Fields, and the type of any further property.
    Object {
        /// The fields, in order.
        fields: Vec<Field>,
        /// Type of any further property.
        rest: Option<Type>,
    },
    /// Another type.
    Alias(Type),
}

/// A field of an object.
#[derive(Debug)]
pub struct Field {
    /// Name on the wire.
    pub name: String,
    /// Whether it may be absent.
    pub optional: bool,
    /// Its type.
    pub ty: Type,
    /// The notation of the type.
    pub notation: String,
    /// What it is.
    pub doc: Option<String>,
}

impl Spec {
    /// Reads the spec of one version.
    pub fn load(directory: &Path) -> Result<Self> {
        let file = |name: &str| read_table(&directory.join(name));
        let protocol = file("protocol.toml")?;
        let mut spec = Self {
            version: protocol.get("version").context("version is missing")?.clone().try_into()?,
            title: protocol.get("title").context("title is missing")?.clone().try_into()?,
            roles: entries(&protocol, "roles")?,
            scopes: entries(&protocol, "scopes")?,
            methods: entries(&file("methods.toml")?, "methods")?,
            events: entries(&file("events.toml")?, "events")?,
            errors: entries(&file("errors.toml")?, "errors")?,
            limits: typed(&file("limits.toml")?)?,
            families: families(&directory.join("schemas"))?,
        };
        spec.check().with_context(|| format!("in {}", directory.display()))?;
        spec.mark_strict();
        Ok(spec)
    }

    /// Every type of every family.
    pub fn types(&self) -> impl Iterator<Item = &TypeDef> {
        self.families.iter().flat_map(|family| &family.types)
    }

    /// The type of this name, which must exist.
    pub fn find(&self, name: &str) -> &TypeDef {
        self.types().find(|def| def.name == name).expect("names are resolved when the spec is loaded")
    }

    /// The family a type belongs to.
    pub fn family_of(&self, name: &str) -> &str {
        let holds = |family: &&Family| family.types.iter().any(|def| def.name == name);
        &self.families.iter().find(holds).expect("names are resolved when the spec is loaded").name
    }

    fn check(&self) -> Result<()> {
        let mut names = BTreeSet::new();
        for def in self.types() {
            ensure!(names.insert(def.name.as_str()), "type {} is defined twice", def.name);
            ensure!(!def.doc.is_empty(), "type {} has no doc", def.name);
        }
        for def in self.types() {
            each_name(def, &mut |name| ensure_known(&names, name, &def.name))?;
        }
        let scopes: BTreeSet<&str> = self.scopes.iter().map(|(name, _)| name.as_str()).collect();
        let known_scope = |scope: &str, user: &str| ensure_known(&scopes, scope, user);
        for (name, method) in &self.methods {
            ensure_known(&names, method.params(), name)?;
            ensure!(
                method.result == "any" || names.contains(method.result.as_str()),
                "{name}: no type {}",
                method.result
            );
            let for_node = method.role == "node";
            ensure!(
                method.scope.is_none() == for_node,
                "{name}: operators' methods have a scope, nodes' have none"
            );
            method.scope.iter().try_for_each(|scope| known_scope(scope, name))?;
        }
        let unlisted_last = self.methods.iter().map(|(_, method)| !method.listed).is_sorted();
        ensure!(unlisted_last, "unlisted methods come last");
        for (name, event) in &self.events {
            ensure_known(&names, &event.payload, name)?;
            event.guard.iter().try_for_each(|scope| known_scope(scope, name))?;
        }
        self.scopes
            .iter()
            .flat_map(|(_, scope)| &scope.granted_by)
            .try_for_each(|s| known_scope(s, "granted_by"))
    }

    /// A client can send what the enforced params reach; the frames are as strict.
    fn mark_strict(&mut self) {
        let mut reached = BTreeSet::new();
        let enforced =
            self.methods.iter().filter(|(_, method)| !method.is_open()).map(|(_, method)| method.params());
        let mut open: Vec<&str> = enforced.chain(FRAMES).collect();
        while let Some(name) = open.pop() {
            if reached.insert(name.to_owned()) {
                let mut found = Vec::new();
                let collected = each_name(self.find(name), &mut |name| {
                    found.push(name);
                    Ok(())
                });
                collected.expect("collecting does not fail");
                open.extend(found);
            }
        }
        for def in self.families.iter_mut().flat_map(|family| &mut family.types) {
            def.strict = reached.contains(&def.name);
        }
    }
}

const FRAMES: [&str; 3] = ["RequestFrame", "ResponseFrame", "EventFrame"];

fn operator() -> String {
    "operator".to_owned()
}

const fn yes() -> bool {
    true
}

fn ensure_known(names: &BTreeSet<&str>, name: &str, user: &str) -> Result<()> {
    ensure!(names.contains(name), "{user} names {name}, which is not defined");
    Ok(())
}

fn each_name<'a>(def: &'a TypeDef, found: &mut dyn FnMut(&'a str) -> Result<()>) -> Result<()> {
    let mut names = Vec::new();
    match &def.body {
        Body::Object { fields, rest } => {
            fields
                .iter()
                .map(|field| &field.ty)
                .chain(rest)
                .for_each(|ty| ty.each_name(&mut |name| names.push(name)));
        }
        Body::Alias(ty) => ty.each_name(&mut |name| names.push(name)),
    }
    names.into_iter().try_for_each(found)
}

fn read_table(path: &Path) -> Result<Table> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    text.parse().with_context(|| format!("in {}", path.display()))
}

fn entries<T: for<'de> Deserialize<'de>>(table: &Table, key: &str) -> Result<Vec<(String, T)>> {
    typed(table.get(key).and_then(Value::as_table).with_context(|| format!("table {key} is missing"))?)
}

fn typed<T: for<'de> Deserialize<'de>>(table: &Table) -> Result<Vec<(String, T)>> {
    let entry = |(name, value): (&String, &Value)| {
        Ok((name.clone(), value.clone().try_into().with_context(|| format!("in {name}"))?))
    };
    table.iter().map(entry).collect()
}

fn families(directory: &Path) -> Result<Vec<Family>> {
    let mut files = BTreeMap::new();
    for entry in
        std::fs::read_dir(directory).with_context(|| format!("cannot read {}", directory.display()))?
    {
        let path = entry?.path();
        let name = path.file_stem().and_then(|stem| stem.to_str()).context("a schema file without a name")?;
        files.insert(name.to_owned(), read_table(&path)?);
    }
    let family = |(name, table): (String, Table)| {
        let types = table.iter().map(|(type_name, body)| type_def(type_name, body)).collect::<Result<_>>();
        Ok(Family { types: types.with_context(|| format!("in schemas/{name}.toml"))?, name })
    };
    files.into_iter().map(family).collect()
}

fn type_def(name: &str, value: &Value) -> Result<TypeDef> {
    let table = value.as_table().with_context(|| format!("{name} is no table"))?;
    let text = |key: &str| table.get(key).and_then(Value::as_str).map(str::to_owned);
    let parsed = |key: &str| text(key).map(|notation| Type::parse(&notation)).transpose();
    let mut fields = Vec::new();
    for (key, value) in table {
        match key.as_str() {
            "@" | "=" | "*" | "!" => ensure!(value.is_str(), "{name}: `{key}` is no text"),
            key => fields.push(field(key, value).with_context(|| format!("in {name}.{key}"))?),
        }
    }
    let body = match parsed("=").with_context(|| format!("in {name}"))? {
        Some(_) if !fields.is_empty() => bail!("{name} has both fields and `=`"),
        Some(alias) => Body::Alias(alias),
        None => Body::Object { fields, rest: parsed("*")? },
    };
    Ok(TypeDef {
        name: name.to_owned(),
        doc: text("@").unwrap_or_default(),
        body,
        manual: text("!"),
        strict: false,
    })
}

fn field(key: &str, value: &Value) -> Result<Field> {
    let pair = value.as_array().and_then(|pair| Some((pair.first()?.as_str()?, pair.get(1)?.as_str()?)));
    let (notation, doc) = match (value.as_str(), pair) {
        (Some(notation), _) => (notation, None),
        (None, Some((notation, doc))) => (notation, Some(doc.to_owned())),
        (None, None) => bail!("a field is a type or [type, doc]"),
    };
    let optional = key.ends_with('?');
    let name = key.trim_end_matches('?').to_owned();
    Ok(Field { name, optional, ty: Type::parse(notation)?, notation: notation.to_owned(), doc })
}
