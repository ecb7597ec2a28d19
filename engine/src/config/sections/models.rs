//! `models` and `auth`: providers, their models, and which credentials to use first.

use core::time::Duration;

use serde_json::Value;

use super::trees;
use crate::config::read::{NONEMPTY, Named, Readable, Rule, section, tree, words};
use crate::config::shape::{Range, Shape};
use crate::secret::Secret;

section! {
    /// `models`.
    pub struct Models {
        /// Whether providers add to the built-in catalogue or replace it.
        mode: ModelsMode = ModelsMode::Merge => "mode",
        /// Providers by id.
        providers: Named<Provider> => "providers",
        /// Discovery of models on AWS.
        bedrock_discovery: Option<Value> => "bedrockDiscovery" as tree(trees::BEDROCK_DISCOVERY),
    }
}

words! {
    /// `models.mode`.
    pub enum ModelsMode as Words {
        /// Added.
        Merge = "merge",
        /// Instead.
        Replace = "replace",
    }
}

section! {
    /// One provider.
    pub struct Provider {
        /// Address its API begins at.
        base_url: String => required "baseUrl" as NONEMPTY,
        /// Key to present.
        api_key: Option<Secret<String>> => "apiKey",
        /// Kind of credential.
        auth: Option<ProviderAuth> => "auth",
        /// Dialect it speaks, unless a model says otherwise.
        api: Option<ModelApi> => "api",
        /// Extra request headers.
        headers: Named<Secret<String>> => "headers",
        /// Whether the key goes into an `Authorization` header.
        auth_header: Option<bool> => "authHeader",
        /// Its models.
        models: Vec<Model> => required "models",
    }
}

words! {
    /// Kind of credential.
    pub enum ProviderAuth as Words {
        /// A key.
        ApiKey = "api-key",
        /// The AWS credential chain.
        AwsSdk = "aws-sdk",
        /// OAuth.
        Oauth = "oauth",
        /// A bearer token.
        Token = "token",
    }
}

words! {
    /// API dialects.
    pub enum ModelApi as Words {
        /// OpenAI chat completions and what imitates them.
        OpenaiCompletions = "openai-completions",
        /// OpenAI responses.
        OpenaiResponses = "openai-responses",
        /// Anthropic messages.
        AnthropicMessages = "anthropic-messages",
        /// Google generative AI.
        GoogleGenerativeAi = "google-generative-ai",
        /// GitHub Copilot.
        GithubCopilot = "github-copilot",
        /// AWS Bedrock.
        BedrockConverseStream = "bedrock-converse-stream",
    }
}

section! {
    /// One model of a provider.
    pub struct Model {
        /// Id the provider knows it by.
        id: String => required "id" as NONEMPTY,
        /// Display name.
        name: String => required "name" as NONEMPTY,
        /// Dialect, over the provider's.
        api: Option<ModelApi> => "api",
        /// Whether it can think.
        reasoning: bool => "reasoning",
        /// What it takes.
        input: Vec<ModelInput> = vec![ModelInput::Text] => "input",
        /// Price per million tokens.
        cost: ModelCost => "cost",
        /// Tokens it can hold.
        context_window: u64 = DEFAULT_CONTEXT_WINDOW => "contextWindow" as TOKENS,
        /// Tokens it may answer with; see [`Model::answer_limit`].
        max_tokens: Option<u64> => "maxTokens" as TOKENS,
        /// Extra request headers.
        headers: Named<Secret<String>> => "headers",
        /// What the provider's imitation of the dialect lacks.
        compat: ModelCompat => "compat",
    }
}

/// Context window of a model that states none.
pub const DEFAULT_CONTEXT_WINDOW: u64 = 200_000;

impl Model {
    /// The stated answer limit, else 8192 or what the window holds.
    #[must_use]
    pub fn answer_limit(&self) -> u64 {
        self.max_tokens.unwrap_or_else(|| self.context_window.min(8192))
    }
}

/// Token counts are accepted with a fraction, which means nothing.
const TOKENS: Rule<u64> = Rule {
    shape: Shape::Num(Range::POSITIVE),
    read: |value| {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "floats saturate")]
        value.as_f64().map(|tokens| (tokens as u64).max(1))
    },
};

words! {
    /// What a model takes.
    pub enum ModelInput as Words {
        /// Text.
        Text = "text",
        /// Images.
        Image = "image",
    }
}

section! {
    /// Price per million tokens.
    pub struct ModelCost {
        /// Read.
        input: f64 => "input",
        /// Written.
        output: f64 => "output",
        /// Read from the cache.
        cache_read: f64 => "cacheRead",
        /// Written to the cache.
        cache_write: f64 => "cacheWrite",
    }
}

section! {
    /// Departures from a dialect.
    pub struct ModelCompat {
        /// Whether `store` is understood.
        supports_store: Option<bool> => "supportsStore",
        /// Whether the `developer` role is understood.
        supports_developer_role: Option<bool> => "supportsDeveloperRole",
        /// Whether `reasoning_effort` is understood.
        supports_reasoning_effort: Option<bool> => "supportsReasoningEffort",
        /// What the answer limit is called.
        max_tokens_field: Option<MaxTokensField> => "maxTokensField",
    }
}

words! {
    /// Name of the answer limit.
    pub enum MaxTokensField as Words {
        /// The newer name.
        MaxCompletionTokens = "max_completion_tokens",
        /// The older name.
        MaxTokens = "max_tokens",
    }
}

section! {
    /// `auth`; the secrets themselves live in each agent's profile store.
    pub struct Auth {
        /// Profiles by id.
        profiles: Named<AuthProfile> => "profiles",
        /// Which to try first, by provider.
        order: Named<Vec<String>> => "order",
        /// How long a failing profile rests.
        cooldowns: Cooldowns => "cooldowns",
    }
}

section! {
    /// One credential profile.
    pub struct AuthProfile {
        /// Provider it belongs to.
        provider: String => required "provider",
        /// Kind of credential.
        mode: AuthProfileMode = AuthProfileMode::ApiKey => required "mode",
        /// Account.
        email: Option<String> => "email",
    }
}

words! {
    /// Kind of a profile.
    pub enum AuthProfileMode as Words {
        /// A key.
        ApiKey = "api_key",
        /// OAuth.
        Oauth = "oauth",
        /// A bearer token.
        Token = "token",
    }
}

section! {
    /// `auth.cooldowns`.
    pub struct Cooldowns {
        /// First rest after a billing failure.
        billing_backoff: Duration = hours(5) => "billingBackoffHours" as HOURS,
        /// The same by provider.
        billing_backoff_by_provider: Named<Hours> => "billingBackoffHoursByProvider",
        /// Longest rest after billing failures.
        billing_max: Duration = hours(24) => "billingMaxHours" as HOURS,
        /// Time within which failures add up.
        failure_window: Duration = hours(24) => "failureWindowHours" as HOURS,
    }
}

/// A duration written in hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hours(pub Duration);

impl Readable for Hours {
    const SHAPE: Shape = Shape::Num(Range::POSITIVE);

    fn read(value: &Value) -> Option<Self> {
        Duration::try_from_secs_f64(value.as_f64()? * 3600.0).ok().map(Self)
    }
}

const HOURS: Rule<Duration> =
    Rule { shape: Hours::SHAPE, read: |value| Hours::read(value).map(|hours| hours.0) };

const fn hours(count: u64) -> Duration {
    Duration::from_secs(count * 3600)
}
