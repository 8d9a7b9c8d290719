import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { spawnApp, type AppName, type SpawnedApp } from '@carillon/testkit/spawn-app';
import { createTestDatabase, type TestDatabase } from '@carillon/testkit/test-database';
import { readMetricsPage, type DescribedMetric } from './metrics-page.js';

/** docs/metrics.md against what the processes serve. */

const APPS: readonly AppName[] = ['api', 'scheduler', 'worker'];
let server: TestDatabase;
const processes = new Map<AppName, SpawnedApp>();
let page: DescribedMetric[];

beforeAll(async () => {
  page = await readMetricsPage();
  server = await createTestDatabase();
  for (const app of APPS) processes.set(app, await spawnApp(app, { DATABASE_URL: server.url }));
});
afterAll(async () => {
  await Promise.all([...processes.values()].map((process) => process.stop()));
  await server.close();
});

const scrape = async (app: AppName) => {
  const url = processes.get(app)?.url ?? '';
  return (await (await fetch(`${url}/metrics`)).text()).split('\n');
};
const isOf = (app: AppName) => (metric: DescribedMetric) =>
  ['Every process', 'Node and the process'].includes(metric.of) || metric.of.split(' and ').includes(app);

test.each(APPS)('the page names what the %s measures, and nothing else', async (app) => {
  const told = page.filter(isOf(app)).map(({ name, type }) => `${name} ${type}`);
  const types = (await scrape(app)).filter((line) => line.startsWith('# TYPE ')).map((line) => line.slice(7));
  expect(told.sort()).toEqual(types.sort());
});

test.each(APPS)('the page names the labels of what the %s measures', async (app) => {
  const labelsOf = new Map(page.flatMap((row) => withEnds(row).map((name) => [name, row.labels] as const)));
  for (const line of await scrape(app)) {
    const [, name, labels] = /^(\w+)\{(.*)\} /.exec(line) ?? [];
    if (name === undefined || labels === undefined) continue;
    const names = [...labels.matchAll(/(\w+)="/g)].map(([, label]) => label).filter((label) => label !== 'le');
    expect([name, names.sort()]).toEqual([name, [...(labelsOf.get(name) ?? []), 'app'].sort()]);
  }
});

test('each has a unit and says what it means', () => {
  expect(page.filter(({ unit, means }) => unit === '' || means === '')).toEqual([]);
});

const withEnds = ({ name }: DescribedMetric) => [name, ...['bucket', 'sum', 'count'].map((end) => `${name}_${end}`)];
