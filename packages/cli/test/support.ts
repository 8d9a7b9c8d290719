import { createClient, type CarillonClient } from '@carillon/client';
import { startApi, type TestApi } from '../../../apps/api/test/support/start-api.js';
import type { Settings } from '../src/config/settings.js';
import { runCarillon } from '../src/run-carillon.js';
import type { Terminal } from '../src/terminal/terminal.js';

/** What a command wrote and ended with. */
export interface Outcome {
  code: number;
  out: string;
  err: string;
  /** stdout as JSON. */
  json: <T = Record<string, unknown>>() => T;
}

export interface TerminalOptions {
  /** What is typed when asked; null when nobody is there. */
  answer?: string | null;
  input?: string;
  stopping?: AbortSignal;
  /** Told of each piece of the result. */
  onOut?: (text: string) => void;
}

/** A terminal that keeps what is written. */
export function recordingTerminal(options: TerminalOptions = {}): Terminal & { written: string[]; err: string[] } {
  const { answer = null, input = '', stopping = new AbortController().signal, onOut } = options;
  const written: string[] = [];
  const err: string[] = [];
  return {
    written,
    err,
    out(text) {
      written.push(text);
      onOut?.(text);
    },
    say: (line) => void err.push(line),
    isInteractive: answer !== null,
    color: false,
    progress: null,
    ask(question) {
      err.push(question);
      return Promise.resolve(answer ?? '');
    },
    readInput: () => Promise.resolve(input),
    stopping,
  };
}

/** Runs a command in this process, as it would be typed. */
export async function run(
  argv: readonly string[],
  settings: Partial<Settings> = {},
  options: TerminalOptions = {},
): Promise<Outcome> {
  const terminal = recordingTerminal(options);
  const all = { url: undefined, apiKey: undefined, keyFile: undefined, dataDir: '/nonexistent', noColor: undefined };
  const code = await runCarillon({ argv, terminal, settings: { ...all, variables: {}, ...settings } });
  const out = terminal.written.join('\n');
  return { code, out, err: terminal.err.join('\n'), json: <T>() => JSON.parse(out) as T };
}

/** A running API, and the command with a key for it. */
export interface Service {
  api: TestApi;
  userId: string;
  token: string;
  client: CarillonClient;
  run(argv: readonly string[], options?: TerminalOptions, variables?: Record<string, string>): Promise<Outcome>;
  close(): Promise<void>;
}

/** Starts an API with a user of all scopes. */
export async function startService(plan = 'UNLIMITED'): Promise<Service> {
  const api = await startApi();
  const { userId, token } = await api.user(plan);
  return {
    api,
    userId,
    token,
    client: createClient({ baseUrl: api.url, apiKey: token }),
    run: (argv, options, variables = {}) => run(argv, { url: api.url, apiKey: token, variables }, options),
    close: () => api.close(),
  };
}
