import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { createClient, type CarillonClient } from '../create-client.js';
import type { Handler } from './job.js';
import { startLane, type Lane, type LaneOptions } from './lane.js';
import { checkName, toSettings, type LaneSettings, type WorkerOptions } from './worker-options.js';

/** Told of everything that goes wrong in the background: polls, leases, handlers, reports. The work goes on. */
export type OnWorkerError = LaneOptions['onError'];

export interface WorkerClientOptions {
  /** Where the API is, e.g. `http://127.0.0.1:27555`. */
  baseUrl: string;
  /** A key with the scope `job`. */
  apiKey: string;
  /** Who does the work, as the API shows it; host and process unless given. */
  name?: string;
  /** How long running handlers have after `stop`, before their jobs are given back; 20,000 ms unless given. */
  drainMs?: number;
  /** The signals that stop the worker; SIGTERM and SIGINT unless given. A second one ends the process at once. */
  stopOn?: readonly NodeJS.Signals[];
  /** A warning of the process unless given. */
  onError?: OnWorkerError;
  /** Makes the requests; Node's own unless given. */
  fetch?: typeof globalThis.fetch;
}

interface Registration {
  type: string;
  handler: Handler;
  settings: LaneSettings;
}

const DEFAULT_DRAIN_MS = 20_000;

/** Pulls jobs and hands them to handlers: `worker(type, handler)` for each type, then `start()`. */
export class WorkerClient {
  readonly name: string;
  readonly #client: CarillonClient;
  readonly #drainMs: number;
  readonly #stopOn: readonly NodeJS.Signals[];
  readonly #onError: OnWorkerError;
  readonly #registrations = new Map<string, Registration>();
  readonly #onSignal = () => void this.stop();
  #lanes: Lane[] | null = null;
  #stopped: Promise<void> | null = null;

  constructor({ baseUrl, apiKey, fetch = globalThis.fetch, ...options }: WorkerClientOptions) {
    // What is worth a repeat is repeated here, where it is known how long.
    this.#client = createClient({ baseUrl, apiKey, fetch, maxRetries: 0 });
    this.name = checkName('name', options.name ?? defaultName());
    this.#drainMs = options.drainMs ?? DEFAULT_DRAIN_MS;
    this.#stopOn = options.stopOn ?? ['SIGTERM', 'SIGINT'];
    this.#onError = guarded(options.onError ?? warn);
  }

  /**
   * Says who works on jobs of a type. Returned objects become the job's result; anything thrown fails the attempt, which is
   * tried again by and by; JobError and RetryLater say otherwise. The type of the variables is the caller's word.
   */
  worker<V = Readonly<Record<string, unknown>>>(type: string, handler: Handler<V>, options: WorkerOptions = {}): this {
    if (this.#lanes !== null) throw new Error('The worker has been started: say who works on what before.');
    if (this.#registrations.has(type)) throw new Error(`There is a handler for "${type}" already.`);
    const settings = toSettings(options);
    this.#registrations.set(checkName('type', type), { type, handler: handler as Handler, settings });
    return this;
  }

  /** Begins to poll. */
  start(): void {
    if (this.#lanes !== null) throw new Error('The worker has been started already.');
    if (this.#stopped !== null) throw new Error('The worker has been stopped: make another one.');
    if (this.#registrations.size === 0) throw new Error('The worker has nothing to do: call worker() before start().');
    const common = { client: this.#client, worker: this.name, onError: this.#onError };
    this.#lanes = [...this.#registrations.values()].map((registration) => startLane({ ...common, ...registration }));
    for (const signal of this.#stopOn) process.on(signal, this.#onSignal);
  }

  /**
   * Polls no more, waits for running handlers as long as `drainMs`, then gives their jobs back. Resolves when nothing is
   * left to do; never rejects.
   */
  stop(): Promise<void> {
    return (this.#stopped ??= this.#drain());
  }

  async #drain(): Promise<void> {
    for (const signal of this.#stopOn) process.off(signal, this.#onSignal);
    const lanes = this.#lanes ?? [];
    const drained = Promise.all(lanes.map((lane) => lane.drain()));
    const patience = new AbortController();
    const impatient = delay(this.#drainMs, undefined, { signal: patience.signal }).then(
      () => lanes.forEach((lane) => lane.giveUp()),
      () => undefined,
    );
    await Promise.race([drained, impatient]);
    await drained;
    patience.abort();
  }
}

function defaultName(): string {
  return `${hostname()
    .replaceAll(/[^\w.:-]/g, '-')
    .slice(0, 80)}-${process.pid}`;
}

/** What the hook throws must not end the work. */
function guarded(onError: OnWorkerError): OnWorkerError {
  return (error, context) => {
    try {
      onError(error, context);
    } catch (fault) {
      warn(fault, context);
    }
  };
}

const warn: OnWorkerError = (error, { type, activity, jobKey }) => {
  const what = error instanceof Error ? error.message : String(error);
  process.emitWarning(`${activity} of ${jobKey ?? type}: ${what}`, 'CarillonWarning');
};
