// Generated from protocol-spec/spec by `cargo gen`; edit that instead.

//! Schemas of the cron family.

use crate::schema::{BOOLEAN, COUNT, Field, Literal, NON_EMPTY, NULL, Object, STRING, Schema};

/// Schema of `CronJob`: A job.
pub static CRON_JOB: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "id", required: true, schema: &STRING },
        Field { name: "agentId", required: false, schema: &STRING },
        Field { name: "name", required: true, schema: &STRING },
        Field { name: "description", required: false, schema: &STRING },
        Field { name: "enabled", required: false, schema: &BOOLEAN },
        Field { name: "deleteAfterRun", required: false, schema: &BOOLEAN },
        Field { name: "createdAtMs", required: true, schema: &COUNT },
        Field { name: "updatedAtMs", required: true, schema: &COUNT },
        Field { name: "schedule", required: true, schema: &CRON_SCHEDULE },
        Field { name: "sessionTarget", required: true, schema: &CRON_SESSION_TARGET },
        Field { name: "wakeMode", required: true, schema: &CRON_WAKE_MODE },
        Field { name: "payload", required: true, schema: &CRON_PAYLOAD },
        Field { name: "isolation", required: false, schema: &CRON_ISOLATION },
        Field { name: "state", required: true, schema: &CRON_JOB_STATE },
    ],
    required: 9,
    rest: None,
    strict: false,
});

/// Schema of `CronSchedule`: When a job runs.
pub static CRON_SCHEDULE: Schema =
    Schema::AnyOf(&[&CRON_SCHEDULE_AT, &CRON_SCHEDULE_EVERY, &CRON_SCHEDULE_CRON]);

/// Schema of `CronScheduleAt`: Once.
pub static CRON_SCHEDULE_AT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "kind", required: true, schema: &Schema::Literal(Literal::Text("at")) },
        Field { name: "atMs", required: true, schema: &COUNT },
    ],
    required: 2,
    rest: None,
    strict: true,
});

/// Schema of `CronScheduleEvery`: At a fixed distance.
pub static CRON_SCHEDULE_EVERY: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "kind", required: true, schema: &Schema::Literal(Literal::Text("every")) },
        Field { name: "everyMs", required: true, schema: &Schema::Integer { min: Some(1), max: None } },
        Field { name: "anchorMs", required: false, schema: &COUNT },
    ],
    required: 2,
    rest: None,
    strict: true,
});

/// Schema of `CronScheduleCron`: By a cron expression.
pub static CRON_SCHEDULE_CRON: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "kind", required: true, schema: &Schema::Literal(Literal::Text("cron")) },
        Field { name: "expr", required: true, schema: &NON_EMPTY },
        Field { name: "tz", required: false, schema: &STRING },
    ],
    required: 2,
    rest: None,
    strict: true,
});

/// Schema of `CronSessionTarget`: Which session a job runs in.
pub static CRON_SESSION_TARGET: Schema =
    Schema::AnyOf(&[&Schema::Literal(Literal::Text("main")), &Schema::Literal(Literal::Text("isolated"))]);

/// Schema of `CronWakeMode`: When the main session hears of a job.
pub static CRON_WAKE_MODE: Schema = Schema::AnyOf(&[
    &Schema::Literal(Literal::Text("next-heartbeat")),
    &Schema::Literal(Literal::Text("now")),
]);

/// Schema of `CronPayload`: What a job does.
pub static CRON_PAYLOAD: Schema = Schema::AnyOf(&[&CRON_SYSTEM_EVENT, &CRON_AGENT_TURN]);

/// Schema of `CronSystemEvent`: Queues a text for the main session.
pub static CRON_SYSTEM_EVENT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "kind", required: true, schema: &Schema::Literal(Literal::Text("systemEvent")) },
        Field { name: "text", required: true, schema: &NON_EMPTY },
    ],
    required: 2,
    rest: None,
    strict: true,
});

/// Schema of `CronAgentTurn`: Runs a turn of its own.
pub static CRON_AGENT_TURN: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "kind", required: true, schema: &Schema::Literal(Literal::Text("agentTurn")) },
        Field { name: "message", required: true, schema: &NON_EMPTY },
        Field { name: "model", required: false, schema: &STRING },
        Field { name: "thinking", required: false, schema: &STRING },
        Field {
            name: "timeoutSeconds",
            required: false,
            schema: &Schema::Integer { min: Some(1), max: None },
        },
        Field { name: "deliver", required: false, schema: &BOOLEAN },
        Field {
            name: "channel",
            required: false,
            schema: &Schema::AnyOf(&[&Schema::Literal(Literal::Text("last")), &NON_EMPTY]),
        },
        Field { name: "to", required: false, schema: &STRING },
        Field { name: "bestEffortDeliver", required: false, schema: &BOOLEAN },
    ],
    required: 2,
    rest: None,
    strict: true,
});

/// Schema of `CronPayloadPatch`: A change of what a job does.
pub static CRON_PAYLOAD_PATCH: Schema = Schema::AnyOf(&[&CRON_SYSTEM_EVENT_PATCH, &CRON_AGENT_TURN_PATCH]);

/// Schema of `CronSystemEventPatch`: A change of a system event.
pub static CRON_SYSTEM_EVENT_PATCH: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "kind", required: true, schema: &Schema::Literal(Literal::Text("systemEvent")) },
        Field { name: "text", required: false, schema: &NON_EMPTY },
    ],
    required: 1,
    rest: None,
    strict: true,
});

/// Schema of `CronAgentTurnPatch`: A change of an agent turn.
pub static CRON_AGENT_TURN_PATCH: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "kind", required: true, schema: &Schema::Literal(Literal::Text("agentTurn")) },
        Field { name: "message", required: false, schema: &NON_EMPTY },
        Field { name: "model", required: false, schema: &STRING },
        Field { name: "thinking", required: false, schema: &STRING },
        Field {
            name: "timeoutSeconds",
            required: false,
            schema: &Schema::Integer { min: Some(1), max: None },
        },
        Field { name: "deliver", required: false, schema: &BOOLEAN },
        Field {
            name: "channel",
            required: false,
            schema: &Schema::AnyOf(&[&Schema::Literal(Literal::Text("last")), &NON_EMPTY]),
        },
        Field { name: "to", required: false, schema: &STRING },
        Field { name: "bestEffortDeliver", required: false, schema: &BOOLEAN },
    ],
    required: 1,
    rest: None,
    strict: true,
});

/// Schema of `CronIsolation`: What an isolated job reports to the main session.
pub static CRON_ISOLATION: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "postToMainPrefix", required: false, schema: &STRING },
        Field {
            name: "postToMainMode",
            required: false,
            schema: &Schema::AnyOf(&[
                &Schema::Literal(Literal::Text("summary")),
                &Schema::Literal(Literal::Text("full")),
            ]),
        },
        Field { name: "postToMainMaxChars", required: false, schema: &COUNT },
    ],
    required: 0,
    rest: None,
    strict: true,
});

/// Schema of `CronJobState`: Where a job stands.
pub static CRON_JOB_STATE: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "nextRunAtMs", required: false, schema: &COUNT },
        Field { name: "runningAtMs", required: false, schema: &COUNT },
        Field { name: "lastRunAtMs", required: false, schema: &COUNT },
        Field {
            name: "lastStatus",
            required: false,
            schema: &Schema::AnyOf(&[
                &Schema::Literal(Literal::Text("ok")),
                &Schema::Literal(Literal::Text("error")),
                &Schema::Literal(Literal::Text("skipped")),
            ]),
        },
        Field { name: "lastError", required: false, schema: &STRING },
        Field { name: "lastDurationMs", required: false, schema: &COUNT },
    ],
    required: 0,
    rest: None,
    strict: true,
});

/// Schema of `CronListParams`: Params of `cron.list`.
pub static CRON_LIST_PARAMS: Schema = Schema::Object(Object {
    fields: &[Field { name: "includeDisabled", required: false, schema: &BOOLEAN }],
    required: 0,
    rest: None,
    strict: true,
});

/// Schema of `CronListResult`: Result of `cron.list`.
pub static CRON_LIST_RESULT: Schema = Schema::Object(Object {
    fields: &[Field {
        name: "jobs",
        required: true,
        schema: &Schema::Array { items: &CRON_JOB, min: 0, max: usize::MAX },
    }],
    required: 1,
    rest: None,
    strict: false,
});

/// Schema of `CronStatusParams`: Params of `cron.status`.
pub static CRON_STATUS_PARAMS: Schema =
    Schema::Object(Object { fields: &[], required: 0, rest: None, strict: true });

/// Schema of `CronStatusResult`: Result of `cron.status`.
pub static CRON_STATUS_RESULT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "enabled", required: true, schema: &BOOLEAN },
        Field { name: "storePath", required: true, schema: &STRING },
        Field { name: "jobs", required: true, schema: &COUNT },
        Field { name: "nextWakeAtMs", required: true, schema: &Schema::AnyOf(&[&COUNT, &NULL]) },
    ],
    required: 4,
    rest: None,
    strict: false,
});

/// Schema of `CronAddParams`: Params of `cron.add`, after looser shapes have been brought into this one.
pub static CRON_ADD_PARAMS: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "name", required: true, schema: &NON_EMPTY },
        Field { name: "agentId", required: false, schema: &Schema::AnyOf(&[&NON_EMPTY, &NULL]) },
        Field { name: "description", required: false, schema: &STRING },
        Field { name: "enabled", required: false, schema: &BOOLEAN },
        Field { name: "deleteAfterRun", required: false, schema: &BOOLEAN },
        Field { name: "schedule", required: true, schema: &CRON_SCHEDULE },
        Field { name: "sessionTarget", required: true, schema: &CRON_SESSION_TARGET },
        Field { name: "wakeMode", required: true, schema: &CRON_WAKE_MODE },
        Field { name: "payload", required: true, schema: &CRON_PAYLOAD },
        Field { name: "isolation", required: false, schema: &CRON_ISOLATION },
    ],
    required: 5,
    rest: None,
    strict: true,
});

/// Schema of `CronUpdateParams`: Params of `cron.update`.
pub static CRON_UPDATE_PARAMS: Schema = Schema::AnyOf(&[&CRON_UPDATE_BY_ID, &CRON_UPDATE_BY_JOB_ID]);

/// Schema of `CronUpdateById`: Changes the job with this `id`.
pub static CRON_UPDATE_BY_ID: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "id", required: true, schema: &NON_EMPTY },
        Field { name: "patch", required: true, schema: &CRON_JOB_PATCH },
    ],
    required: 2,
    rest: None,
    strict: true,
});

/// Schema of `CronUpdateByJobId`: Changes the job with this `jobId`.
pub static CRON_UPDATE_BY_JOB_ID: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "jobId", required: true, schema: &NON_EMPTY },
        Field { name: "patch", required: true, schema: &CRON_JOB_PATCH },
    ],
    required: 2,
    rest: None,
    strict: true,
});

/// Schema of `CronJobPatch`: A change of a job.
pub static CRON_JOB_PATCH: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "name", required: false, schema: &NON_EMPTY },
        Field { name: "agentId", required: false, schema: &Schema::AnyOf(&[&NON_EMPTY, &NULL]) },
        Field { name: "description", required: false, schema: &STRING },
        Field { name: "enabled", required: false, schema: &BOOLEAN },
        Field { name: "deleteAfterRun", required: false, schema: &BOOLEAN },
        Field { name: "schedule", required: false, schema: &CRON_SCHEDULE },
        Field { name: "sessionTarget", required: false, schema: &CRON_SESSION_TARGET },
        Field { name: "wakeMode", required: false, schema: &CRON_WAKE_MODE },
        Field { name: "payload", required: false, schema: &CRON_PAYLOAD_PATCH },
        Field { name: "isolation", required: false, schema: &CRON_ISOLATION },
        Field { name: "state", required: false, schema: &CRON_JOB_STATE },
    ],
    required: 0,
    rest: None,
    strict: true,
});

/// Schema of `CronRemoveParams`: Params of `cron.remove`.
pub static CRON_REMOVE_PARAMS: Schema = Schema::AnyOf(&[&CRON_REMOVE_BY_ID, &CRON_REMOVE_BY_JOB_ID]);

/// Schema of `CronRemoveById`: Removes the job with this `id`.
pub static CRON_REMOVE_BY_ID: Schema = Schema::Object(Object {
    fields: &[Field { name: "id", required: true, schema: &NON_EMPTY }],
    required: 1,
    rest: None,
    strict: true,
});

/// Schema of `CronRemoveByJobId`: Removes the job with this `jobId`.
pub static CRON_REMOVE_BY_JOB_ID: Schema = Schema::Object(Object {
    fields: &[Field { name: "jobId", required: true, schema: &NON_EMPTY }],
    required: 1,
    rest: None,
    strict: true,
});

/// Schema of `CronRemoveResult`: Result of `cron.remove`.
pub static CRON_REMOVE_RESULT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "ok", required: true, schema: &BOOLEAN },
        Field { name: "removed", required: true, schema: &BOOLEAN },
    ],
    required: 2,
    rest: None,
    strict: false,
});

/// Schema of `CronRunParams`: Params of `cron.run`.
pub static CRON_RUN_PARAMS: Schema = Schema::AnyOf(&[&CRON_RUN_BY_ID, &CRON_RUN_BY_JOB_ID]);

/// Schema of `CronRunById`: Runs the job with this `id`.
pub static CRON_RUN_BY_ID: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "id", required: true, schema: &NON_EMPTY },
        Field { name: "mode", required: false, schema: &CRON_RUN_MODE },
    ],
    required: 1,
    rest: None,
    strict: true,
});

/// Schema of `CronRunByJobId`: Runs the job with this `jobId`.
pub static CRON_RUN_BY_JOB_ID: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "jobId", required: true, schema: &NON_EMPTY },
        Field { name: "mode", required: false, schema: &CRON_RUN_MODE },
    ],
    required: 1,
    rest: None,
    strict: true,
});

/// Schema of `CronRunMode`: Whether a job that is not due runs as well.
pub static CRON_RUN_MODE: Schema =
    Schema::AnyOf(&[&Schema::Literal(Literal::Text("due")), &Schema::Literal(Literal::Text("force"))]);

/// Schema of `CronRunResult`: Result of `cron.run`.
pub static CRON_RUN_RESULT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "ok", required: true, schema: &BOOLEAN },
        Field { name: "ran", required: true, schema: &BOOLEAN },
        Field { name: "reason", required: false, schema: &STRING },
    ],
    required: 2,
    rest: None,
    strict: false,
});

/// Schema of `CronRunsParams`: Params of `cron.runs`.
pub static CRON_RUNS_PARAMS: Schema = Schema::AnyOf(&[&CRON_RUNS_BY_ID, &CRON_RUNS_BY_JOB_ID]);

/// Schema of `CronRunsById`: History of the job with this `id`.
pub static CRON_RUNS_BY_ID: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "id", required: true, schema: &NON_EMPTY },
        Field { name: "limit", required: false, schema: &Schema::Integer { min: Some(1), max: Some(5000) } },
    ],
    required: 1,
    rest: None,
    strict: true,
});

/// Schema of `CronRunsByJobId`: History of the job with this `jobId`.
pub static CRON_RUNS_BY_JOB_ID: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "jobId", required: true, schema: &NON_EMPTY },
        Field { name: "limit", required: false, schema: &Schema::Integer { min: Some(1), max: Some(5000) } },
    ],
    required: 1,
    rest: None,
    strict: true,
});

/// Schema of `CronRunsResult`: Result of `cron.runs`, oldest first.
pub static CRON_RUNS_RESULT: Schema = Schema::Object(Object {
    fields: &[Field {
        name: "entries",
        required: true,
        schema: &Schema::Array { items: &CRON_RUN_ENTRY, min: 0, max: usize::MAX },
    }],
    required: 1,
    rest: None,
    strict: false,
});

/// Schema of `CronRunEntry`: One run of a job.
pub static CRON_RUN_ENTRY: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "ts", required: true, schema: &COUNT },
        Field { name: "jobId", required: true, schema: &STRING },
        Field { name: "action", required: true, schema: &Schema::Literal(Literal::Text("finished")) },
        Field {
            name: "status",
            required: false,
            schema: &Schema::AnyOf(&[
                &Schema::Literal(Literal::Text("ok")),
                &Schema::Literal(Literal::Text("error")),
                &Schema::Literal(Literal::Text("skipped")),
            ]),
        },
        Field { name: "error", required: false, schema: &STRING },
        Field { name: "summary", required: false, schema: &STRING },
        Field { name: "runAtMs", required: false, schema: &COUNT },
        Field { name: "durationMs", required: false, schema: &COUNT },
        Field { name: "nextRunAtMs", required: false, schema: &COUNT },
    ],
    required: 3,
    rest: None,
    strict: false,
});

/// Schema of `CronEvent`: A job changed, started or finished.
pub static CRON_EVENT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "jobId", required: true, schema: &STRING },
        Field {
            name: "action",
            required: true,
            schema: &Schema::AnyOf(&[
                &Schema::Literal(Literal::Text("added")),
                &Schema::Literal(Literal::Text("updated")),
                &Schema::Literal(Literal::Text("removed")),
                &Schema::Literal(Literal::Text("started")),
                &Schema::Literal(Literal::Text("finished")),
            ]),
        },
        Field {
            name: "status",
            required: false,
            schema: &Schema::AnyOf(&[
                &Schema::Literal(Literal::Text("ok")),
                &Schema::Literal(Literal::Text("error")),
                &Schema::Literal(Literal::Text("skipped")),
            ]),
        },
        Field { name: "error", required: false, schema: &STRING },
        Field { name: "summary", required: false, schema: &STRING },
        Field { name: "runAtMs", required: false, schema: &COUNT },
        Field { name: "durationMs", required: false, schema: &COUNT },
        Field { name: "nextRunAtMs", required: false, schema: &COUNT },
    ],
    required: 2,
    rest: None,
    strict: false,
});
