import type { TestApi } from '../support/start-api.js';

/** An answer in the envelope of `/api/v1`. */
export interface WorkerAnswer {
  status: number;
  headers: Headers;
  text: string;
  success: boolean;
  data: Record<string, unknown>;
  error: { code: string; message: string; details: Record<string, unknown> };
  requestId: string;
}

/** Somebody with a key, who speaks to one API. */
export interface Client {
  token: string;
  userId: string;
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<WorkerAnswer>;
  /** Creates a job of a type; its key. */
  create(type: string, fields?: object): Promise<string>;
  /** Activates jobs of a type without waiting. */
  activate(type: string, fields?: object): Promise<Activated[]>;
}

export interface Activated {
  key: string;
  type: string;
  activation_id: string;
  retries: number;
  deadline: string;
  tenant_id: string;
  variables: Record<string, unknown>;
}

/** A user with a key of all scopes. */
export async function newClient(api: TestApi): Promise<Client> {
  const { userId, token } = await api.user('UNLIMITED');
  return clientOf(api, userId, token);
}

/** A client with a token that exists already. */
export function clientOf(api: TestApi, userId: string, token: string): Client {
  const call: Client['call'] = async (method, path, body, headers) => {
    const answer = await api.call(token, method, `/api/v1${path}`, body, headers);
    const { success, data, error, request_id } = answer.body as unknown as WorkerAnswer & { request_id: string };
    return {
      status: answer.status,
      headers: answer.headers,
      text: answer.text,
      success,
      data,
      error,
      requestId: request_id,
    };
  };
  return {
    token,
    userId,
    call,
    async create(type, fields = {}) {
      const { data } = await call('POST', '/jobs', { type, variables: {}, ...fields });
      return String(data['job_key']);
    },
    async activate(type, fields = {}) {
      const wish = { type, worker: 'worker-1', request_timeout: 0, ...fields };
      return ((await call('POST', '/jobs/activate', wish)).data['jobs'] ?? []) as Activated[];
    },
  };
}

let types = 0;

/** A type of job that nothing else in the file has. */
export const newType = (): string => `type-${++types}`;

/** A job in the hands of worker-1, of a type of its own. */
export async function activeJob(client: Client, fields: object = {}): Promise<Activated> {
  const type = newType();
  await client.create(type, fields);
  const [job] = await client.activate(type);
  if (job === undefined) throw new Error('The job was not activated');
  return job;
}

/** A job that has failed for good, and the id of its incident. */
export async function failedJob(client: Client, fields: object = {}): Promise<Activated & { incidentId: string }> {
  const job = await activeJob(client, fields);
  const { data } = await client.call('PUT', `/jobs/${job.key}/fail`, { retries: 0, error_message: 'Broken' });
  const raised = data['incident_created'] as { incident_id: string };
  return { ...job, incidentId: raised.incident_id };
}

export const JOB_KEY = /^srv1-job-[0-9a-f]{32}$/;
export const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
