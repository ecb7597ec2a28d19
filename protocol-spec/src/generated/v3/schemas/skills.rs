// Generated from protocol-spec/spec by `cargo gen`; edit that instead.

//! Schemas of the skills family.

use crate::schema::{ANY, BOOLEAN, Field, Literal, NON_EMPTY, NULL, Object, STRING, Schema};

/// Schema of `SkillsStatusParams`: Params of `skills.status`.
pub static SKILLS_STATUS_PARAMS: Schema =
    Schema::Object(Object { fields: &[], required: 0, rest: None, strict: true });

/// Schema of `SkillsStatusResult`: Result of `skills.status`.
pub static SKILLS_STATUS_RESULT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "workspaceDir", required: true, schema: &STRING },
        Field { name: "managedSkillsDir", required: true, schema: &STRING },
        Field {
            name: "skills",
            required: true,
            schema: &Schema::Array { items: &SKILL_STATUS, min: 0, max: usize::MAX },
        },
    ],
    required: 3,
    rest: None,
    strict: false,
});

/// Schema of `SkillStatus`: One skill.
pub static SKILL_STATUS: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "name", required: true, schema: &STRING },
        Field { name: "description", required: true, schema: &STRING },
        Field { name: "source", required: true, schema: &STRING },
        Field { name: "filePath", required: true, schema: &STRING },
        Field { name: "baseDir", required: true, schema: &STRING },
        Field { name: "skillKey", required: true, schema: &STRING },
        Field { name: "primaryEnv", required: false, schema: &STRING },
        Field { name: "emoji", required: false, schema: &STRING },
        Field { name: "homepage", required: false, schema: &STRING },
        Field { name: "always", required: true, schema: &BOOLEAN },
        Field { name: "disabled", required: true, schema: &BOOLEAN },
        Field { name: "blockedByAllowlist", required: true, schema: &BOOLEAN },
        Field { name: "eligible", required: true, schema: &BOOLEAN },
        Field { name: "requirements", required: true, schema: &SKILL_REQUIREMENTS },
        Field { name: "missing", required: true, schema: &SKILL_REQUIREMENTS },
        Field {
            name: "configChecks",
            required: true,
            schema: &Schema::Array { items: &SKILL_CONFIG_CHECK, min: 0, max: usize::MAX },
        },
        Field {
            name: "install",
            required: true,
            schema: &Schema::Array { items: &SKILL_INSTALLER, min: 0, max: usize::MAX },
        },
    ],
    required: 14,
    rest: None,
    strict: false,
});

/// Schema of `SkillRequirements`: What a skill needs, or lacks.
pub static SKILL_REQUIREMENTS: Schema = Schema::Object(Object {
    fields: &[
        Field {
            name: "bins",
            required: true,
            schema: &Schema::Array { items: &STRING, min: 0, max: usize::MAX },
        },
        Field {
            name: "anyBins",
            required: true,
            schema: &Schema::Array { items: &STRING, min: 0, max: usize::MAX },
        },
        Field {
            name: "env",
            required: true,
            schema: &Schema::Array { items: &STRING, min: 0, max: usize::MAX },
        },
        Field {
            name: "config",
            required: true,
            schema: &Schema::Array { items: &STRING, min: 0, max: usize::MAX },
        },
        Field {
            name: "os",
            required: true,
            schema: &Schema::Array { items: &STRING, min: 0, max: usize::MAX },
        },
    ],
    required: 5,
    rest: None,
    strict: false,
});

/// Schema of `SkillConfigCheck`: A setting a skill depends on.
pub static SKILL_CONFIG_CHECK: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "path", required: true, schema: &STRING },
        Field { name: "value", required: false, schema: &ANY },
        Field { name: "satisfied", required: true, schema: &BOOLEAN },
    ],
    required: 2,
    rest: None,
    strict: false,
});

/// Schema of `SkillInstaller`: A way to install what a skill lacks.
pub static SKILL_INSTALLER: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "id", required: true, schema: &STRING },
        Field { name: "kind", required: true, schema: &STRING },
        Field { name: "label", required: true, schema: &STRING },
        Field {
            name: "bins",
            required: true,
            schema: &Schema::Array { items: &STRING, min: 0, max: usize::MAX },
        },
    ],
    required: 4,
    rest: None,
    strict: false,
});

/// Schema of `SkillsBinsParams`: Params of `skills.bins`.
pub static SKILLS_BINS_PARAMS: Schema =
    Schema::Object(Object { fields: &[], required: 0, rest: None, strict: true });

/// Schema of `SkillsBinsResult`: Result of `skills.bins`.
pub static SKILLS_BINS_RESULT: Schema = Schema::Object(Object {
    fields: &[Field {
        name: "bins",
        required: true,
        schema: &Schema::Array { items: &STRING, min: 0, max: usize::MAX },
    }],
    required: 1,
    rest: None,
    strict: false,
});

/// Schema of `SkillsInstallParams`: Params of `skills.install`.
pub static SKILLS_INSTALL_PARAMS: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "name", required: true, schema: &NON_EMPTY },
        Field { name: "installId", required: true, schema: &NON_EMPTY },
        Field { name: "timeoutMs", required: false, schema: &Schema::Integer { min: Some(1000), max: None } },
    ],
    required: 2,
    rest: None,
    strict: true,
});

/// Schema of `SkillsInstallResult`: Result of `skills.install`; sent with the error too when the installer failed.
pub static SKILLS_INSTALL_RESULT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "ok", required: true, schema: &BOOLEAN },
        Field { name: "message", required: true, schema: &STRING },
        Field { name: "stdout", required: true, schema: &STRING },
        Field { name: "stderr", required: true, schema: &STRING },
        Field {
            name: "code",
            required: true,
            schema: &Schema::AnyOf(&[&Schema::Integer { min: None, max: None }, &NULL]),
        },
    ],
    required: 5,
    rest: None,
    strict: false,
});

/// Schema of `SkillsUpdateParams`: Params of `skills.update`.
pub static SKILLS_UPDATE_PARAMS: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "skillKey", required: true, schema: &NON_EMPTY },
        Field { name: "enabled", required: false, schema: &BOOLEAN },
        Field { name: "apiKey", required: false, schema: &STRING },
        Field { name: "env", required: false, schema: &Schema::Map(&STRING) },
    ],
    required: 1,
    rest: None,
    strict: true,
});

/// Schema of `SkillsUpdateResult`: Result of `skills.update`.
pub static SKILLS_UPDATE_RESULT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "ok", required: true, schema: &Schema::Literal(Literal::Bool(true)) },
        Field { name: "skillKey", required: true, schema: &STRING },
        Field { name: "config", required: true, schema: &SKILL_CONFIG },
    ],
    required: 3,
    rest: None,
    strict: false,
});

/// Schema of `SkillConfig`: Settings of a skill.
pub static SKILL_CONFIG: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "enabled", required: false, schema: &BOOLEAN },
        Field { name: "apiKey", required: false, schema: &STRING },
        Field { name: "env", required: false, schema: &Schema::Map(&STRING) },
    ],
    required: 0,
    rest: Some(&ANY),
    strict: false,
});
