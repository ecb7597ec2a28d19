//! Models: which one a run uses, and what is known of it.

use super::Settings;
use crate::config::sections::models::{Model as ModelEntry, ModelApi, Provider};
use crate::model::BUILTIN;
use crate::run::Cost;
use crate::session::Entry;
use crate::wire::ModelChoice;
use core::fmt;

/// Tokens the model that is built in is said to hold.
const BUILTIN_WINDOW: u64 = 200_000;

/// The provider of a model that names none.
const USUAL_PROVIDER: &str = "anthropic";

/// The model of a run.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Model {
    pub(crate) provider: String,
    pub(crate) id: String,
    /// The dialect it is spoken to in.
    pub(crate) api: String,
    pub(crate) context_window: u64,
    pub(crate) reasoning: bool,
    pub(crate) cost: Cost,
}

impl Model {
    pub(crate) fn is_builtin(&self) -> bool {
        (self.provider.as_str(), self.id.as_str()) == BUILTIN
    }
}

impl fmt::Display for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.provider, self.id)
    }
}

impl Settings {
    /// The model of the default agent's sessions.
    pub(crate) fn default_model(&self) -> Model {
        self.model_for(self.default_agent(), None, None)
    }

    /// The model of a turn: what the caller names, what its session is set to, what the agent uses.
    pub(crate) fn model_for(&self, agent: &str, entry: Option<&Entry>, named: Option<&str>) -> Model {
        if let Some(name) = named.map(str::trim).filter(|n| !n.is_empty()) {
            return self.model_named(name);
        }
        let set = entry.and_then(|e| {
            let model = e.model_override.as_deref().filter(|m| !m.trim().is_empty())?;
            Some((e.provider_override.as_deref().filter(|p| !p.trim().is_empty()), model))
        });
        match set {
            Some((Some(provider), model)) => self.model(provider, model),
            Some((None, model)) => self.model_named(model),
            None => self.usual_model(agent),
        }
    }

    /// The model an agent uses. With nothing configured it is the one that is built in; a configured
    /// provider is never passed over for it.
    fn usual_model(&self, agent: &str) -> Model {
        let configured = self.config.agents.defaults.model.primary.is_some()
            || self.config.agent(agent).and_then(|a| a.model.as_ref()).is_some_and(|m| m.primary.is_some());
        if configured {
            let chain = self.config.model_chain(agent);
            return self.model_named(chain.first().map_or("", String::as_str));
        }
        let first = self.config.models.providers.iter().find_map(|(id, p)| Some((id, p.models.first()?)));
        match first {
            Some((provider, model)) => self.model(provider, &model.id),
            None => self.model(BUILTIN.0, BUILTIN.1),
        }
    }

    fn model_named(&self, name: &str) -> Model {
        let name = self.config.model_for(name);
        match name.split_once('/') {
            Some((provider, id)) => self.model(provider.trim(), id.trim()),
            None => self.model(USUAL_PROVIDER, &name),
        }
    }

    fn model(&self, provider: &str, id: &str) -> Model {
        let entry = self.config.models.providers.get(provider);
        let model = entry.and_then(|p| p.models.iter().find(|m| m.id == id));
        let api = model
            .and_then(|m| m.api)
            .or_else(|| entry.and_then(|p| p.api))
            .unwrap_or(ModelApi::OpenaiCompletions);
        let builtin = (provider, id) == BUILTIN;
        Model {
            provider: provider.to_owned(),
            id: id.to_owned(),
            api: if builtin { "builtin".to_owned() } else { api.as_str().to_owned() },
            context_window: model.map_or(BUILTIN_WINDOW, |m| m.context_window),
            reasoning: model.is_some_and(|m| m.reasoning),
            cost: model.map_or_else(Cost::default, |m| Cost {
                input: m.cost.input,
                output: m.cost.output,
                cache_read: m.cost.cache_read,
                cache_write: m.cost.cache_write,
            }),
        }
    }

    /// The provider of a model, when the model can be used.
    pub(crate) fn provider(&self, model: &Model) -> Result<(&Provider, &ModelEntry), String> {
        let Some(provider) = self.config.models.providers.get(&model.provider) else {
            return Err(format!(
                "No provider \"{0}\" is configured for the model {model}. Add models.providers.{0} to the configuration.",
                model.provider
            ));
        };
        let Some(entry) = provider.models.iter().find(|m| m.id == model.id) else {
            return Err(format!(
                "Unknown model: {model}. Add it to models.providers.{}.models.",
                model.provider
            ));
        };
        if model.api != ModelApi::OpenaiCompletions.as_str() {
            return Err(format!(
                "Model {model} speaks {}, which this build does not; it speaks openai-completions.",
                model.api
            ));
        }
        Ok((provider, entry))
    }

    /// How hard a model thinks unless told otherwise.
    pub(crate) fn thinking_default(&self, model: &Model) -> String {
        match self.config.agents.defaults.thinking_default {
            Some(level) => level.as_str().to_owned(),
            None if model.reasoning => "low".to_owned(),
            None => "off".to_owned(),
        }
    }

    /// Every model that can be chosen. The built-in one is told while it is the one in use.
    pub(crate) fn models(&self) -> Vec<ModelChoice> {
        let choice = |provider: &str, m: &ModelEntry| ModelChoice {
            id: m.id.clone(),
            name: m.name.clone(),
            provider: provider.to_owned(),
            context_window: Some(m.context_window),
            reasoning: Some(m.reasoning),
            input: Some(m.input.iter().map(|i| i.as_str().to_owned()).collect()),
        };
        let providers = self.config.models.providers.iter();
        let mut out: Vec<_> =
            providers.flat_map(|(id, p)| p.models.iter().map(move |m| choice(id, m))).collect();
        if self.default_model().is_builtin() {
            out.push(ModelChoice {
                id: BUILTIN.1.to_owned(),
                name: "Echo (offline stand-in)".to_owned(),
                provider: BUILTIN.0.to_owned(),
                context_window: Some(BUILTIN_WINDOW),
                reasoning: Some(false),
                input: Some(vec!["text".to_owned()]),
            });
        }
        out
    }
}
