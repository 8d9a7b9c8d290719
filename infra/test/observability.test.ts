import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, jest, test } from '@jest/globals';
import { parse, stringify } from 'yaml';
import { readMetricsPage, seriesOf, type DescribedMetric } from './metrics-page.js';
import { promtool } from './promtool.js';

/** Alerts, their pages and the dashboard. Installing promtool, where it is absent, takes its time. */
jest.setTimeout(300_000);

interface Alert {
  alert: string;
  expr: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
}
interface Panel {
  type: string;
  title: string;
  description?: string;
  fieldConfig?: { defaults: { unit?: string } };
  targets?: { expr: string }[];
}

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const RULES = at('infra/observability/rules/carillon.yml');
const RULES_TEST = at('infra/observability/rules/carillon.test.yml');
const RUNBOOKS = at('docs/runbooks');
/** What Prometheus itself makes. */
const ITS_OWN = { up: ['job', 'instance'], ALERTS: ['alertname', 'alertstate', 'severity'] };

let alerts: Alert[];
let panels: Panel[];
let labelsOf: Map<string, readonly string[]>;

beforeAll(async () => {
  const { groups } = parse(await readFile(RULES, 'utf8')) as { groups: { rules: Alert[] }[] };
  alerts = groups.flatMap(({ rules }) => rules);
  ({ panels } = JSON.parse(await readFile(at('infra/observability/grafana/carillon.json'), 'utf8')) as {
    panels: Panel[];
  });
  panels = panels.filter(({ type }) => type !== 'row');
  const labels = ({ labels: own }: DescribedMetric) => [...own, 'app', 'instance', 'job', 'le'];
  const described = (await readMetricsPage()).flatMap((row) =>
    seriesOf(row).map((name) => [name, labels(row)] as const),
  );
  labelsOf = new Map([...described, ...Object.entries(ITS_OWN)]);
});

test('the rules are valid, and each alert fires and stays silent as it should', async () => {
  await promtool('check', 'config', at('infra/observability/prometheus.yml'));
  await promtool('check', 'rules', RULES);
  await promtool('test', 'rules', RULES_TEST);
});

test('every alert is tested', async () => {
  const tests = await readFile(RULES_TEST, 'utf8');
  expect(alerts.filter(({ alert }) => !tests.includes(`alertname="${alert}", alertstate="firing"`))).toEqual([]);
});

test('every alert has a severity, says what it is and names its page, and every page has its alert', async () => {
  for (const { alert, labels, annotations } of alerts) {
    expect([alert, ['critical', 'warning'].includes(labels['severity'] ?? '')]).toEqual([alert, true]);
    expect(annotations).toMatchObject({ summary: expect.stringMatching(/./), description: expect.stringMatching(/./) });
    expect(annotations['runbook_url']).toBe(`docs/runbooks/${alert}.md`);
  }
  const pages = (await readdir(RUNBOOKS)).filter((name) => name !== 'README.md').map((name) => basename(name, '.md'));
  expect(pages.sort()).toEqual(alerts.map(({ alert }) => alert).sort());
});

test('every page says what it means, where to look, what to do and when it is over', async () => {
  for (const { alert } of alerts) {
    const page = await readFile(join(RUNBOOKS, `${alert}.md`), 'utf8');
    const headings = [...page.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
    expect([alert, headings]).toEqual([
      alert,
      ['Means', 'Users see', 'First look', 'Causes', 'What to do', 'Over when'],
    ]);
    // A page may speak of a histogram as a whole.
    const named = page.match(/carillon_[a-z_]+(\{[^}]*\})?/g) ?? [];
    expect(unknownIn(named.join(' + ')).filter((name) => !labelsOf.has(`${name}_sum`))).toEqual([]);
  }
});

test('alerts and panels ask for metrics and labels that there are', () => {
  const asked = [...alerts.map(({ expr }) => expr), ...panels.flatMap(expressionsOf)];
  expect(asked.length).toBeGreaterThan(60);
  expect(asked.flatMap(unknownIn)).toEqual([]);
});

test('every panel has a title, a unit and a description, and its expressions can be read', async () => {
  for (const { title, description = '', fieldConfig } of panels) {
    expect([title, description === '', fieldConfig?.defaults.unit ?? '']).toEqual([
      title,
      false,
      expect.stringMatching(/./),
    ]);
  }
  expect(new Set(panels.map(({ title }) => title)).size).toBe(panels.length);
  const rules = panels.flatMap(expressionsOf).map((expr, i) => ({ record: `panel_${i}`, expr }));
  const directory = await mkdtemp(join(tmpdir(), 'carillon-panels-'));
  const file = join(directory, 'panels.yml');
  await writeFile(file, stringify({ groups: [{ name: 'panels', rules }] }));
  await promtool('check', 'rules', '--lint=none', file).finally(() => rm(directory, { recursive: true }));
});

/** As Prometheus would get it. */
const expressionsOf = ({ targets = [] }: Panel) => targets.map(({ expr }) => expr.replaceAll('$__rate_interval', '1m'));

/** Names of metrics and labels in an expression that no process has. */
function unknownIn(expression: string): string[] {
  const selectors = [...expression.matchAll(/\b((?:carillon|process|nodejs)_\w+|up|ALERTS)\b(?!\()(?:\{([^}]*)\})?/g)];
  return selectors.flatMap(([, name = '', matchers = '']) => {
    const labels = [...matchers.matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g)].map(([, label = '']) => label);
    const known = labelsOf.get(name);
    if (known === undefined) return [name];
    return labels.filter((label) => !known.includes(label)).map((label) => `${name}{${label}}`);
  });
}
