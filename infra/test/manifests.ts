import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';

export type Labels = Record<string, string>;

export interface EnvVariable {
  name: string;
  value?: string;
  valueFrom?: { secretKeyRef: { name: string; key: string; optional?: boolean } };
}
interface Probe {
  httpGet: { path: string; port: string };
  periodSeconds: number;
  failureThreshold: number;
}
export interface Container {
  image: string;
  command: string[];
  envFrom?: { configMapRef: { name: string } }[];
  env: EnvVariable[];
  ports?: { name: string; containerPort: number }[];
  startupProbe?: Probe;
  livenessProbe?: Probe;
  readinessProbe?: Probe;
  resources: { requests: Record<string, string>; limits: Record<string, string> };
  securityContext: object;
}
export interface PodTemplate {
  metadata: { labels: Labels };
  spec: {
    terminationGracePeriodSeconds?: number;
    automountServiceAccountToken: boolean;
    securityContext: object;
    topologySpreadConstraints?: { topologyKey: string; labelSelector: { matchLabels: Labels } }[];
    containers: Container[];
  };
}
/** As much of a manifest as tests look at. */
export interface Manifest {
  kind: string;
  metadata: { name: string };
  spec: {
    replicas?: number;
    template?: PodTemplate;
    selector?: { matchLabels: Labels } | Labels;
    podSelector?: { matchLabels?: Labels };
    podMetricsEndpoints?: { port: string; path: string }[];
    ingress?: { ports?: { port: string | number }[] }[];
    egress?: { to?: { ipBlock?: { cidr: string; except?: string[] } }[] }[];
    rules?: { http: { paths: { path: string; backend: { service: { name: string } } }[] } }[];
    scaleTargetRef?: { name: string };
    triggers?: { metadata: { query: string } }[];
  };
}
interface Kustomization {
  resources?: string[];
  configMapGenerator?: { name: string; literals: string[] }[];
}

const ROOT = fileURLToPath(new URL('../kubernetes', import.meta.url));

/** Every manifest of infra/kubernetes, the kustomizations apart. */
export async function readManifests(): Promise<Manifest[]> {
  const files = (await readdir(ROOT, { recursive: true })).filter((path) => path.endsWith('.yaml'));
  const texts = await Promise.all(
    files.filter((path) => !path.endsWith('kustomization.yaml')).map((path) => readFile(join(ROOT, path), 'utf8')),
  );
  return texts.flatMap((text) =>
    parseAllDocuments(text, { merge: true }).map((document) => document.toJS() as Manifest),
  );
}

/** The variables of a ConfigMap that base/kustomization.yaml makes, with what the example changes. */
export async function readConfigMap(name: string): Promise<Record<string, string>> {
  const literals: string[] = [];
  for (const path of ['base', 'overlays/example']) {
    const text = await readFile(join(ROOT, path, 'kustomization.yaml'), 'utf8');
    const { configMapGenerator = [] } = parse(text) as Kustomization;
    literals.push(...configMapGenerator.filter((map) => map.name === name).flatMap((map) => map.literals));
  }
  const entries = literals.map((literal): [string, string] => {
    const end = literal.indexOf('=');
    return [literal.slice(0, end), literal.slice(end + 1)];
  });
  return Object.fromEntries(entries);
}

/** The labels that a Service, a disruption budget, a monitor or a policy looks for; null where it selects nothing. */
export function wantedBy({ spec }: Manifest): Labels | null {
  const { podSelector, selector } = spec;
  if (podSelector !== undefined) return podSelector.matchLabels ?? {};
  if (selector === undefined) return null;
  return typeof selector.matchLabels === 'object' ? selector.matchLabels : (selector as Labels);
}

/** True when these are among the labels. */
export const selects = (wanted: Labels, labels: Labels) =>
  Object.entries(wanted).every(([name, value]) => labels[name] === value);
