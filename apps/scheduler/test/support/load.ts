import { randomUUID } from 'node:crypto';

/** One request of a load, and what came of it. */
export interface Answered {
  /** 0: there was no answer. */
  status: number;
  tookMs: number;
  /** Name of the cron job that it was to create; null when it only read. */
  created: string | null;
}

export interface Load {
  readonly answers: readonly Answered[];
  /** Sends no more and resolves when all are answered. */
  stop(): Promise<readonly Answered[]>;
}

export interface LoadOptions {
  url: string;
  token: string;
  perSecond: number;
}

const NEVER_DUE = { schedule: '0 0 29 2 *', timezone: 'UTC', url: 'https://example.com/', method: 'GET' };

/** Sends requests at a rate that does not depend on the answers, creating a cron job and reading in turn. */
export function startLoad({ url, token, perSecond }: LoadOptions): Load {
  const answers: Answered[] = [];
  const under = new Set<Promise<void>>();
  let sent = 0;
  const timer = setInterval(() => {
    const request = sent++ % 2 === 0 ? create(url, token) : read(url, token);
    const answered = request.then((answer) => void answers.push(answer));
    under.add(answered);
    void answered.then(() => under.delete(answered));
  }, 1_000 / perSecond);
  return {
    answers,
    async stop() {
      clearInterval(timer);
      await Promise.all(under);
      return answers;
    },
  };
}

async function create(url: string, token: string): Promise<Answered> {
  const name = `job ${randomUUID()}`;
  const body = JSON.stringify({ name, ...NEVER_DUE });
  const headers = { 'content-type': 'application/json', 'idempotency-key': name };
  return { ...(await send(`${url}/api/jobs`, token, { method: 'POST', headers, body })), created: name };
}

async function read(url: string, token: string): Promise<Answered> {
  return { ...(await send(`${url}/api/jobs?limit=1`, token, { headers: {} })), created: null };
}

async function send(url: string, token: string, init: RequestInit): Promise<Pick<Answered, 'status' | 'tookMs'>> {
  const startedMs = performance.now();
  const headers = { ...(init.headers as Record<string, string>), authorization: `Bearer ${token}` };
  const status = await fetch(url, { ...init, headers }).then(
    async (response) => {
      await response.arrayBuffer();
      return response.status;
    },
    () => 0,
  );
  return { status, tookMs: performance.now() - startedMs };
}

/** The value that a share of them does not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
