import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { TEST_ENCRYPTION_KEY } from '@carillon/testkit/encryption-key';
import { apiConfig } from '../../apps/api/src/config.js';
import { schedulerEnv } from '../../apps/scheduler/src/config.js';
import { workerEnv } from '../../apps/worker/src/config.js';
import { nodeFlags } from '../../packages/core/src/config/node-flags.js';
import { parseEnv } from '../../packages/core/src/config/parse-env.js';
import {
  readConfigMap,
  readManifests,
  selects,
  wantedBy,
  type Container,
  type Manifest,
  type PodTemplate,
} from './manifests.js';
import { readMetricsPage } from './metrics-page.js';

/** What the manifests of infra/kubernetes take for granted of each other and of the processes. */

const SCHEMAS = { api: apiConfig, scheduler: schedulerEnv, worker: workerEnv };
type App = keyof typeof SCHEMAS;
const APPS = Object.keys(SCHEMAS) as App[];
const SECRETS: Record<string, string> = {
  DATABASE_URL: 'postgres://carillon:e8c1f0a2b4d6@10.20.0.10:5432/carillon',
  REDIS_URL: 'redis://10.20.0.11:6379',
  ENCRYPTION_KEY: TEST_ENCRYPTION_KEY,
};

let manifests: Manifest[];
const ofKind = (kind: string) => manifests.filter((manifest) => manifest.kind === kind);
const named = (kind: string, name: string): Manifest => {
  const found = ofKind(kind).find(({ metadata }) => metadata.name === name);
  if (found === undefined) throw new Error(`There is no ${kind} ${name}`);
  return found;
};
const podOf = ({ spec }: Manifest): PodTemplate => {
  if (spec.template === undefined) throw new Error('It makes no pods');
  return spec.template;
};
const containerOf = (manifest: Manifest): Container => {
  const [container] = podOf(manifest).spec.containers;
  if (container === undefined) throw new Error('A pod without containers');
  return container;
};
const deployment = (app: App) => named('Deployment', app);
const pods = () => [...ofKind('Deployment'), ...ofKind('Job')];
const names = (kind: string) => ofKind(kind).map(({ metadata }) => metadata.name);

beforeAll(async () => {
  manifests = await readManifests();
});

/** What a container's process would read. */
async function envOf({ env, envFrom = [] }: Container): Promise<Record<string, string>> {
  const maps = await Promise.all(envFrom.map(({ configMapRef }) => readConfigMap(configMapRef.name)));
  const own = env.map(({ name, value }) => [name, value ?? SECRETS[name]] as const);
  const all = [...maps.flatMap((map) => Object.entries(map)), ...own];
  return Object.fromEntries(all.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

describe.each(APPS)('the %s', (app) => {
  test('has an environment that it starts with, and no variable that it does not know', async () => {
    const env = await envOf(containerOf(deployment(app)));
    parseEnv(SCHEMAS[app], env);
    const references = containerOf(deployment(app)).env.map(({ name }) => name);
    const unknown = [...Object.keys(env), ...references].filter((name) => !(name in SCHEMAS[app].shape));
    expect(unknown).toEqual([]);
  });

  test('is asked on the port on which it listens, for what it serves', () => {
    const { ports = [], startupProbe, livenessProbe, readinessProbe, env } = containerOf(deployment(app));
    expect(ports).toHaveLength(1);
    const given = env.find(({ name }) => name === (app === 'api' ? 'PORT' : 'HEALTH_PORT'));
    expect(given?.value).toBe(String(ports[0]?.containerPort));
    const asked = [startupProbe, livenessProbe, readinessProbe].map((probe) => probe?.httpGet);
    const port = ports[0]?.name;
    expect(asked).toEqual(['/health', '/health', '/ready'].map((path) => ({ path, port })));
  });

  test('may end by itself before it is killed', async () => {
    const grace = Number((await envOf(containerOf(deployment(app))))['SHUTDOWN_GRACE_SECONDS']);
    expect(podOf(deployment(app)).spec.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(grace + 5);
  });

  test('runs what is built, as everywhere else', () => {
    const main = `apps/${app}/dist/main.js`;
    expect(containerOf(deployment(app)).command).toEqual(['node', ...nodeFlags(app), main]);
    expect(existsSync(new URL(`../../apps/${app}/src/main.ts`, import.meta.url))).toBe(true);
  });

  test('is two at least, on different nodes where there are several, and one stays when a node is drained', () => {
    expect(deployment(app).spec.replicas).toBeGreaterThanOrEqual(2);
    const { metadata, spec } = podOf(deployment(app));
    expect(spec.topologySpreadConstraints?.map(({ topologyKey }) => topologyKey)).toContain('kubernetes.io/hostname');
    for (const { labelSelector } of spec.topologySpreadConstraints ?? []) {
      expect(selects(labelSelector.matchLabels, metadata.labels)).toBe(true);
    }
    expect(selects(wantedBy(named('PodDisruptionBudget', app)) ?? {}, metadata.labels)).toBe(true);
    expect(named('PodMonitor', app).spec.podMetricsEndpoints?.map(({ port }) => port)).toEqual(
      containerOf(deployment(app)).ports?.map(({ name }) => name),
    );
  });
});

test('an api that is to end serves until nobody sends it requests any more', async () => {
  const container = containerOf(deployment('api'));
  const { SHUTDOWN_DELAY_SECONDS: delay } = await envOf(container);
  const { periodSeconds = 0, failureThreshold = 0 } = container.readinessProbe ?? {};
  expect(Number(delay)).toBeGreaterThan(periodSeconds * failureThreshold);
});

test('only what opens secrets has the keys', () => {
  const withKeys = pods().filter((pod) => containerOf(pod).env.some(({ name }) => name.startsWith('ENCRYPTION')));
  expect(withKeys.map(({ metadata }) => metadata.name).sort()).toEqual(['api', 'worker']);
});

test('every pod is locked up, and none is throttled', () => {
  for (const pod of pods()) {
    const { spec } = podOf(pod);
    expect(spec.automountServiceAccountToken).toBe(false);
    expect(spec.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
    expect(containerOf(pod).securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(Object.keys(containerOf(pod).resources.limits)).toEqual(['memory']);
    expect(containerOf(pod).image).toBe('carillon');
  }
});

test('selectors find pods, and references find what they name', async () => {
  const found = pods().map((pod) => podOf(pod).metadata.labels);
  const selecting = ['Service', 'PodDisruptionBudget', 'PodMonitor', 'NetworkPolicy'].flatMap(ofKind);
  const lost = selecting.filter((manifest) => {
    const wanted = wantedBy(manifest);
    return wanted !== null && !found.some((labels) => selects(wanted, labels));
  });
  expect(lost).toEqual([]);
  const readme = await readFile(new URL('../kubernetes/README.md', import.meta.url), 'utf8');
  for (const { env } of pods().map(containerOf)) {
    const secrets = env.flatMap(({ valueFrom }) => (valueFrom === undefined ? [] : [valueFrom.secretKeyRef]));
    for (const { name, key } of secrets) {
      expect(readme).toContain(`create secret generic ${name}`);
      expect(readme).toContain(key);
    }
  }
  const backends = ofKind('Ingress')
    .flatMap(({ spec }) => spec.rules ?? [])
    .flatMap(({ http }) => http.paths);
  expect(backends.filter(({ backend }) => !names('Service').includes(backend.service.name))).toEqual([]);
  expect(ofKind('ScaledObject').map(({ spec }) => spec.scaleTargetRef?.name)).toEqual(['worker']);
});

test('who calls targets reaches the internet, but neither the cluster nor a metadata service', () => {
  const callers = pods().filter((pod) => podOf(pod).metadata.labels['carillon/calls-out'] === 'true');
  expect(callers.map(({ metadata }) => metadata.name).sort()).toEqual(['api', 'worker']);
  const blocks = named('NetworkPolicy', 'calls-go-out').spec.egress?.flatMap(({ to = [] }) => to) ?? [];
  const [all] = blocks.filter(({ ipBlock }) => ipBlock?.cidr === '0.0.0.0/0');
  expect(all?.ipBlock?.except).toEqual(expect.arrayContaining(['169.254.0.0/16', '10.0.0.0/8', '172.16.0.0/12']));
});

test('strangers reach neither metrics nor the dashboard', () => {
  const paths = ofKind('Ingress')
    .flatMap(({ spec }) => spec.rules ?? [])
    .flatMap(({ http }) => http.paths);
  const kept = paths.filter(({ backend }) => backend.service.name === 'nobody').map(({ path }) => path);
  expect(kept).toEqual(['/metrics', '/admin']);
  expect(named('Service', 'nobody').spec.selector).toBeUndefined();
});

test('workers are scaled by metrics that there are', async () => {
  const known = (await readMetricsPage()).map(({ name }) => name);
  const queries = ofKind('ScaledObject')
    .flatMap(({ spec }) => spec.triggers ?? [])
    .map(({ metadata }) => metadata.query);
  const asked = queries.flatMap((query) => query.match(/carillon_\w+/g) ?? []);
  expect(asked).toHaveLength(2);
  expect(asked.filter((name) => !known.includes(name))).toEqual([]);
});
