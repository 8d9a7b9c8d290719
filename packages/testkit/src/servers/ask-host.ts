export interface TestServers {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  /** A number that no other asker of this run was given. */
  readonly redisDatabase: number;
  readonly runId: string;
}

let asked: Promise<TestServers> | null = null;

/** The servers of this test run, started when the first test file asks. Throws the sentence that says what is missing. */
export function testServers(): Promise<TestServers> {
  asked ??= askHost();
  return asked;
}

/** The same servers, with a number that nobody was given yet. */
export async function askHost(): Promise<TestServers> {
  const host = process.env['CARILLON_TEST_HOST'];
  if (host === undefined)
    throw new Error('Tests that need servers run through Jest with the global set-up of packages/testkit.');
  const response = await fetch(host);
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  const runId = new URL(host).pathname.slice(1);
  return { ...(JSON.parse(text) as Omit<TestServers, 'runId'>), runId };
}
