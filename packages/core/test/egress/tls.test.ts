import { createServer, request, type Server, type ServerOptions } from 'node:https';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createAuthority, createCertificate } from '@carillon/testkit/certificates';
import { startDnsServer, type DnsServer } from '@carillon/testkit/dns-server';
import { tlsVerification } from '../../src/config/env-fields.js';
import type { Egress } from '../../src/egress/egress.js';
import { callVia, closeServer, connectionIsFree, listen, portOf, testEgress } from './support.js';

const authority = createAuthority('Test authority');
const signed = (host: string, until?: Date) => createCertificate({ host, issuer: authority, ...(until && { until }) });
const OLD_CIPHERS = 'DEFAULT@SECLEVEL=0';

/** What is wrong with each server, and the code it gets. All answer as `<name>.test`. */
const SERVERS: Record<string, { options: ServerOptions; code: string | null }> = {
  good: { options: signed('good.test'), code: null },
  expired: { options: signed('expired.test', new Date(Date.now() - 86_400_000)), code: 'tls_expired' },
  selfsigned: { options: createCertificate({ host: 'selfsigned.test' }), code: 'tls_untrusted' },
  wronghost: { options: signed('other.test'), code: 'tls_wrong_host' },
  wronghost12: { options: { ...signed('other.test'), maxVersion: 'TLSv1.2' }, code: 'tls_wrong_host' },
  tls10: {
    options: { ...signed('tls10.test'), minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: OLD_CIPHERS },
    code: 'tls_too_old',
  },
  tls11: {
    options: { ...signed('tls11.test'), minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: OLD_CIPHERS },
    code: 'tls_too_old',
  },
};

let dns: DnsServer;
let egress: Egress;
const servers = new Map<string, Server>();
const delivered: string[] = [];

beforeAll(async () => {
  dns = await startDnsServer(() => ({ addresses: ['127.0.0.1'] }));
  egress = testEgress({ dns: dns.address, allowCidrs: ['127.0.0.0/8'], ca: [authority.cert] });
  for (const [name, { options }] of Object.entries(SERVERS)) {
    const server = createServer({ key: options.key, cert: options.cert, ...options }, (_, response) => {
      delivered.push(name);
      response.end('delivered');
    });
    servers.set(
      name,
      server.on('tlsClientError', () => undefined),
    );
    await listen(server);
  }
});
afterAll(async () => {
  await egress.close();
  for (const server of servers.values()) {
    server.closeAllConnections();
    await closeServer(server);
  }
  await dns.close();
});

const urlOf = (name: string, host = `${name}.test`): string => {
  const server = servers.get(name);
  if (server === undefined) throw new Error(`there is no server ${name}`);
  return `https://${host}:${portOf(server)}/`;
};
const BAD = Object.entries(SERVERS).flatMap(([name, { code }]) => (code === null ? [] : [[name, code] as const]));

describe('TLS', () => {
  test('of a good server carries the call, and its share of the time is told', async () => {
    const result = await callVia(egress, urlOf('good'));
    expect(result).toMatchObject({ status: 200, body: 'delivered', error: null });
    expect(result.connection?.dnsMs).toBeGreaterThanOrEqual(0);
    expect(result.connection?.tlsMs).toBeGreaterThanOrEqual(0);
    await connectionIsFree();
    expect((await callVia(egress, urlOf('good'))).connection).toBeNull();
  });

  test.each(BAD)('%s: %s, the second time too, and nothing is delivered', async (name, code) => {
    delivered.splice(0);
    // A session that was set up once must not let a certificate pass unseen the next time.
    for (let i = 0; i < 3; i += 1)
      expect(await callVia(egress, urlOf(name))).toMatchObject({ status: 0, error: { code } });
    expect(delivered).toEqual([]);
  });

  test('has one code for each fault', () => {
    expect(new Set(BAD.map(([, code]) => code)).size).toBe(4);
  });

  test.each(BAD)('%s is refused to HTTP clients that use the agents', async (name) => {
    delivered.splice(0);
    const error = await new Promise<Error | null>((resolve) => {
      request(urlOf(name), { agent: egress.agents.https })
        .on('response', () => resolve(null))
        .on('error', resolve)
        .end();
    });
    expect(error).not.toBeNull();
    expect(delivered).toEqual([]);
  });

  test('works through the agents as well, name and all', async () => {
    const status = await new Promise((resolve, reject) => {
      request(urlOf('good'), { agent: egress.agents.https })
        .on('response', (response) => resolve(response.resume().statusCode))
        .on('error', reject)
        .end();
    });
    expect(status).toBe(200);
  });

  test('of an address takes a certificate for that address only', async () => {
    expect(await callVia(egress, urlOf('good', '127.0.0.1'))).toMatchObject({ error: { code: 'tls_wrong_host' } });
  });
});

describe('the switch that turns certificates off', () => {
  test('does not reach the guard', async () => {
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    try {
      expect(await callVia(egress, urlOf('selfsigned'))).toMatchObject({ error: { code: 'tls_untrusted' } });
    } finally {
      delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    }
  });

  test('keeps a process from starting', () => {
    expect(tlsVerification.safeParse('0').error?.issues[0]?.message).toBe(
      'must not be 0: certificates of targets would not be checked',
    );
    expect(tlsVerification.safeParse('1').success).toBe(true);
    expect(tlsVerification.safeParse(undefined).success).toBe(true);
  });
});
