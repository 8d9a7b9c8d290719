import { describe, expect, it } from '@jest/globals';
import { importCrontab } from '../../src/crontab/import-crontab.js';

const options = { system: false, timezone: 'UTC', workerJobs: false };

function work(command: string, variables = '') {
  const { jobs, remarks } = importCrontab(`${variables}\n0 * * * * ${command}`, options);
  return { work: jobs[0]?.work, reason: remarks.find(({ level }) => level === 'unmapped')?.text ?? null, remarks };
}

const call = (command: string, variables?: string) => {
  const { work: found, reason } = work(command, variables);
  expect(reason).toBeNull();
  return found;
};

describe('a call of curl', () => {
  it.each([
    ['curl https://a.example/x', { method: 'GET', url: 'https://a.example/x', body: null }],
    [
      '/usr/bin/curl -fsS -o /dev/null https://a.example/ > /dev/null 2>&1',
      { method: 'GET', url: 'https://a.example/' },
    ],
    ['curl -XPOST -m10 a.example/x', { method: 'POST', url: 'http://a.example/x', timeoutMs: 10_000 }],
    [
      'curl --max-time 2.5 --retry 3 --retry-delay 2 https://a.example',
      { timeoutMs: 2_500, attempts: 4, delayMs: 2_000 },
    ],
    [
      'curl -d a=1 -d "b=2" https://a.example',
      { method: 'POST', body: 'a=1&b=2', headers: [['Content-Type', 'application/x-www-form-urlencoded']] },
    ],
    [
      `curl -X PUT --data-raw '{"a": "\\%"}' -H 'content-type: application/json' https://a.example`,
      { method: 'PUT', body: '{"a": "%"}', headers: [['content-type', 'application/json']] },
    ],
    [
      'curl -G -d a=1 --data-urlencode "q=x y" https://a.example/?z=0',
      { method: 'GET', url: 'https://a.example/?z=0&a=1&q=x%20y', body: null },
    ],
    ['curl -u me:pw -L https://a.example', { headers: [['Authorization', 'Basic bWU6cHc=']], followRedirects: 5 }],
    ['curl https://me:pw@a.example/x', { url: 'https://a.example/x', headers: [['Authorization', 'Basic bWU6cHc=']] }],
    ['curl -d @- https://a.example%one%two', { body: 'onetwo' }],
    ['curl --data-binary @- https://a.example%one%two', { body: 'one\ntwo' }],
    ['timeout 30 nice -n 10 curl https://a.example', { timeoutMs: 30_000 }],
    ["bash -lc 'curl -s https://a.example || true'", { url: 'https://a.example' }],
    ['cd /tmp && curl https://a.example', { url: 'https://a.example' }],
    ['curl "https://a.example/?a=1&b=2" &', { url: 'https://a.example/?a=1&b=2' }],
  ])('%s', (command, expected) => {
    expect(call(command)).toMatchObject({ kind: 'http', call: expected });
  });

  it('has variables of the crontab in their places', () => {
    expect(call('curl "$API/ping/${WHO}"', 'API=https://a.example\nWHO="me"')).toMatchObject({
      call: { url: 'https://a.example/ping/me' },
    });
  });

  it('under flock does not overlap', () => {
    expect(call('flock -n /tmp/x curl https://a.example')).toMatchObject({ overlap: 'skip' });
    expect(call("flock /tmp/x -c 'curl https://a.example'")).toMatchObject({ overlap: 'queue' });
  });
});

describe('a call of wget', () => {
  it.each([
    ['wget -q -O /dev/null https://a.example/x', { method: 'GET', url: 'https://a.example/x', followRedirects: 5 }],
    ['wget -qO- --tries=3 -T 20 https://a.example', { attempts: 3, timeoutMs: 20_000 }],
    ["wget -q --post-data='a=1' --header 'X-A: b' https://a.example", { method: 'POST', body: 'a=1' }],
    ['wget --user=me --password=pw -O - https://a.example', { headers: [['Authorization', 'Basic bWU6cHc=']] }],
  ])('%s', (command, expected) => {
    expect(call(command)).toMatchObject({ kind: 'http', call: expected });
  });
});

describe('what no call can do is told', () => {
  it.each([
    ['/opt/backup.sh', 'it is a command of the machine (backup.sh)'],
    ['curl -k https://a.example', 'it does not check the certificate'],
    ['curl -I https://a.example', 'it asks with HEAD'],
    ['wget --spider https://a.example', 'it asks with HEAD'],
    ['curl -d @/etc/x https://a.example', 'it sends a file of the machine'],
    ['curl -F a=@x https://a.example', 'it sends a form of parts'],
    ['curl https://a.example | jq .', 'its output goes to another command (jq)'],
    ['curl https://a.example && curl https://b.example', 'it is more than one command'],
    ['curl https://a.example/?a=1&b=2', 'it is more than one command'],
    ['sleep 30; curl https://a.example', 'it sleeps first'],
    ['curl https://a.example/$(date +\\%F)', 'it runs another command for a part of itself'],
    ['curl https://a.example/$NOWHERE', 'it uses the variable NOWHERE'],
    ['curl https://a.example/[1-9]', 'its address stands for several'],
    ['curl "https://a.example', 'a quotation mark is not closed'],
    ['curl --frobnicate https://a.example', 'the option --frobnicate of curl is not understood'],
    ['curl -X PURGE https://a.example', 'it calls with PURGE'],
    ['curl', 'there is no address'],
    ['curl ftp://a.example', 'is not an http address'],
    ['curl https://a.example < /tmp/x', 'it reads what it sends from a file'],
  ])('%s', (command, reason) => {
    expect(work(command).reason).toContain(reason);
  });

  it('and what gets lost of a call is noted', () => {
    const { remarks } = work('curl -A me https://a.example >> /var/log/x.log');
    expect(remarks.map(({ text }) => text)).toEqual([
      'its output went to /var/log/x.log; now it is in the log of the job',
      "the header User-Agent is Carillon's own and left out",
    ]);
  });
});

it('commands become worker jobs when they may', () => {
  const text = 'DB=main\n# Nightly backup\n5 3 * * * root pg_dump $DB%in put\n';
  const { jobs, remarks } = importCrontab(text, { system: true, timezone: 'UTC', workerJobs: true });
  expect(jobs).toMatchObject([
    {
      name: 'Nightly backup',
      work: {
        kind: 'workerJob',
        variables: { command: 'pg_dump $DB', user: 'root', stdin: 'in put', env: { DB: 'main' } },
      },
    },
  ]);
  expect(remarks.filter(({ level }) => level === 'unmapped')).toEqual([]);
});
