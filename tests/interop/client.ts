// A client of the gateway written against the generated types alone. It connects, starts a turn with
// `chat.send`, watches it stream, runs `agent` with its two answers, and prints what it saw as JSON.
//
//   node client.js ws://127.0.0.1:18789 TOKEN

import { WebSocket } from "ws";
import { EVENTS, PROTOCOL_VERSION } from "../../protocol-spec/generated/v3/protocol";
import type {
  AgentAccepted,
  ChatEvent,
  ErrorShape,
  EventFrame,
  EventName,
  Events,
  Frame,
  HelloOk,
  MethodName,
  Methods,
} from "../../protocol-spec/generated/v3/protocol";

type Result<M extends MethodName> = Methods[M]["result"];

interface Pending {
  /** A first answer is not the last one when this takes it. */
  accepted?: (payload: unknown) => boolean;
  resolve: (payload: unknown) => void;
  reject: (error: Error) => void;
}

class Gateway {
  private readonly socket: WebSocket;
  private readonly pending = new Map<string, Pending>();
  private readonly listeners: Array<(frame: EventFrame) => void> = [];
  private lastSeq = 0;
  private count = 0;
  /** Numbers that were left out between two events. */
  gaps = 0;

  constructor(url: string) {
    this.socket = new WebSocket(url);
    this.socket.on("message", (data) => this.receive(JSON.parse(String(data)) as Frame));
    this.socket.on("close", (code, reason) => this.fail(`closed ${code} ${String(reason)}`));
    this.socket.on("error", (error) => this.fail(String(error)));
  }

  call<M extends MethodName>(
    method: M,
    params: Methods[M]["params"],
    accepted?: (payload: unknown) => boolean,
  ): Promise<Result<M>> {
    this.count += 1;
    const id = String(this.count);
    return new Promise<Result<M>>((resolve, reject) => {
      this.pending.set(id, { accepted, resolve: (payload) => resolve(payload as Result<M>), reject });
      this.socket.send(JSON.stringify({ type: "req", id, method, params }));
    });
  }

  on<E extends EventName>(name: E, listener: (payload: Events[E]) => void): void {
    this.listeners.push((frame) => {
      if (frame.event === name) listener(frame.payload as Events[E]);
    });
  }

  once<E extends EventName>(name: E, wanted: (payload: Events[E]) => boolean): Promise<Events[E]> {
    return new Promise((resolve) => this.on(name, (payload) => wanted(payload) && resolve(payload)));
  }

  close(): void {
    this.socket.removeAllListeners("close");
    this.socket.close(1000);
  }

  private receive(frame: Frame): void {
    if (frame.type === "event") {
      if (!(EVENTS as readonly string[]).includes(frame.event)) throw new Error(`unknown event ${frame.event}`);
      if (frame.seq !== undefined) {
        if (this.lastSeq > 0 && frame.seq !== this.lastSeq + 1) this.gaps += 1;
        this.lastSeq = frame.seq;
      }
      for (const listener of this.listeners) listener(frame);
    } else if (frame.type === "res") {
      const id = String(frame.id);
      const pending = this.pending.get(id);
      if (!pending) throw new Error(`an answer to nothing: ${id}`);
      if (frame.ok && pending.accepted?.(frame.payload)) return;
      this.pending.delete(id);
      if (frame.ok) pending.resolve(frame.payload);
      else pending.reject(new Error(words(frame.error)));
    }
  }

  private fail(text: string): void {
    for (const pending of this.pending.values()) pending.reject(new Error(text));
    this.pending.clear();
  }
}

function words(error: ErrorShape | undefined): string {
  return error ? `${error.code}: ${error.message}` : "refused without a reason";
}

async function hello(gateway: Gateway, token: string): Promise<HelloOk> {
  await gateway.once("connect.challenge", (payload) => payload.nonce.length > 0);
  return gateway.call("connect", {
    minProtocol: PROTOCOL_VERSION,
    maxProtocol: PROTOCOL_VERSION,
    client: { id: "webchat", version: "1.0.0", platform: "node", mode: "webchat" },
    role: "operator",
    scopes: ["operator.admin"],
    caps: [],
    auth: { token },
  });
}

async function turn(gateway: Gateway): Promise<{ final: ChatEvent; deltas: number; streamed: number }> {
  const key = `client-${Date.now()}`;
  let deltas = 0;
  let streamed = 0;
  gateway.on("chat", (chat) => {
    if (chat.runId === key && chat.state === "delta") deltas += 1;
  });
  gateway.on("agent", (event) => {
    if (event.runId === key && event.stream === "assistant") streamed += 1;
  });
  const end = gateway.once("chat", (chat) => chat.runId === key && chat.state !== "delta");
  const ack = await gateway.call("chat.send", { sessionKey: "main", message: "hello there", idempotencyKey: key });
  if (!("runId" in ack) || ack.runId !== key) throw new Error("another run was acknowledged");
  return { final: await end, deltas, streamed };
}

async function main(): Promise<void> {
  const [url, token] = process.argv.slice(2);
  if (url === undefined || token === undefined) throw new Error("usage: client URL TOKEN");
  const gateway = new Gateway(url);
  const opened = await hello(gateway, token);
  const chat = await turn(gateway);
  let accepted: AgentAccepted | undefined;
  const done = await gateway.call(
    "agent",
    { message: "and again", sessionKey: "agent:main:second", idempotencyKey: `agent-${Date.now()}` },
    (payload) => {
      if (accepted) return false;
      accepted = payload as AgentAccepted;
      return true;
    },
  );
  const history = await gateway.call("chat.history", { sessionKey: "main", limit: 10 });
  const report = {
    protocol: opened.protocol,
    methods: opened.features.methods.length,
    state: chat.final.state,
    deltas: chat.deltas,
    streamed: chat.streamed,
    accepted: accepted?.status,
    done: done.status,
    history: history.messages.length,
    gaps: gateway.gaps,
  };
  process.stdout.write(`${JSON.stringify(report)}\n`);
  gateway.close();
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
