import { z } from 'zod';
import type { RouteSpec } from '../../http/define-route.js';
import { job, log } from '../examples.js';
import { incident } from '../incident-examples.js';
import { key } from '../key-examples.js';
import { editedPlan, userPlanOrder } from '../plan-examples.js';
import { delivery } from '../webhook-examples.js';
import { KEY } from '../worker-examples.js';

/** A request as the samples of an operation make it: with its example, and with parameters that it cannot do without. */
export interface SampleRequest {
  operationId: string;
  method: string;
  /** The template: `/api/jobs/{jobId}`. */
  path: string;
  params: Readonly<Record<string, string>>;
  query: Readonly<Record<string, string>>;
  body?: unknown;
  needsKey: boolean;
  /** The answer goes on until one of the two hangs up. */
  isStream: boolean;
}

/** Parameters by name; each is called the same wherever it is. */
const VALUES: Readonly<Record<string, string>> = {
  jobId: job.id,
  jobIds: job.id,
  logId: log.id,
  deliveryId: delivery.id,
  keyId: key.id,
  userId: userPlanOrder.userId,
  /** Of a worker job. */
  key: KEY,
  /** Of an incident. */
  id: incident.id,
  /** Of a plan. */
  name: editedPlan.name,
  plan: userPlanOrder.plan,
  from: '2025-11-04T00:00:00.000Z',
  to: '2025-11-04T06:00:00.000Z',
};

/** The request that an operation's samples make. */
export function sampleRequest(spec: RouteSpec): SampleRequest {
  const { operationId, path } = spec;
  return {
    operationId,
    method: spec.method.toUpperCase(),
    path,
    params: valuesOf(required(spec.params), operationId),
    query: valuesOf(required(spec.query), operationId),
    ...(spec.body && { body: spec.body.example }),
    needsKey: spec.scope !== 'public',
    isStream: spec.mediaType !== undefined,
  };
}

/** The path and the query, as they go into a URL. */
export function targetOf({ path, params, query }: SampleRequest): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const search = new URLSearchParams(query).toString();
  return search === '' ? filled : `${filled}?${search}`;
}

function required(schema: z.ZodType | undefined): string[] {
  if (!(schema instanceof z.ZodObject)) return [];
  const shape = schema.shape as Record<string, z.ZodType>;
  return Object.keys(shape).filter((name) => shape[name]?.safeParse(undefined).success === false);
}

function valuesOf(names: readonly string[], operationId: string): Record<string, string> {
  return Object.fromEntries(
    names.map((name) => {
      const value = VALUES[name];
      if (value === undefined) throw new Error(`${operationId}: sample-request.ts has no value for ${name}`);
      return [name, value];
    }),
  );
}
