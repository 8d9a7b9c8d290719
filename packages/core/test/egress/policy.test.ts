import { describe, expect, test } from '@jest/globals';
import { allowedHosts } from '../../src/config/env-fields.js';
import { createAddressPolicy, isCidr } from '../../src/egress/address-policy.js';
import { createEgressPolicy } from '../../src/egress/egress-policy.js';
import { HOSTILE_URLS } from './hostile-urls.js';

const NONE = { allowCidrs: [], allowHosts: [] };

describe('addresses', () => {
  test.each([
    ['8.8.8.8', true],
    ['172.15.255.255', true],
    ['172.32.0.0', true],
    ['100.63.255.255', true],
    ['2606:4700::1111', true],
    ['172.31.255.255', false],
    ['168.63.129.16', false],
    ['3fff::1', false],
    ['5f00::1', false],
    ['::ffff:8.8.8.8', false],
    ['fd00:ec2::254', false],
    ['fe80::1%eth0', false],
    ['nonsense', false],
    ['', false],
  ])('%s may be called: %s', (address, allowed) => {
    expect(createAddressPolicy([]).allows(address)).toBe(allowed);
  });

  test.each([
    ['10.0.0.0/8', true],
    ['fd00::/8', true],
    ['10.0.0.0', false],
    ['10.0.0.0/33', false],
    ['lan', false],
  ])('%s is a range the operator may allow: %s', (text, valid) => {
    expect(isCidr(text)).toBe(valid);
  });
});

describe('URLs', () => {
  test.each([
    'http://example.com/',
    'https://example.com/',
    'https://example.com:8443/',
    'http://example.com:1024/',
    'http://example.com:65535/',
    'http://8.8.8.8:8080/',
    'https://[2606:4700::1111]/',
    'https://日本語.jp/',
  ])('%s is not refused', (url) => {
    expect(createEgressPolicy(NONE).refuses(url)).toBe(false);
  });

  test('in an allowed range may be called on any port, others not', () => {
    const policy = createEgressPolicy({ allowCidrs: ['10.1.0.0/16'], allowHosts: [] });
    expect(policy.refuses('http://10.1.2.3:6379/')).toBe(false);
    expect(policy.refuses('http://10.2.0.1/')).toBe(true);
    expect(policy.refuses('http://8.8.8.8:6379/')).toBe(true);
    // Where a name leads is decided at the call: it may lead into the range, and then the port is open.
    expect(policy.refuses('http://redis:6379/')).toBe(false);
    const onClosedPort = policy.checkFor('redis', 6_379);
    expect([onClosedPort?.('10.1.2.3'), onClosedPort?.('8.8.8.8'), onClosedPort?.('10.2.0.1')]).toEqual([
      true,
      false,
      false,
    ]);
  });

  test('of an allowed name may lead into private networks, but to no metadata service', () => {
    const policy = createEgressPolicy({ allowCidrs: [], allowHosts: ['NAS.lan', '*.corp.example'] });
    expect(policy.refuses('http://nas.LAN.:22/')).toBe(false);
    expect(policy.refuses('http://a.b.corp.example/')).toBe(false);
    expect(policy.refuses('http://corp.example:22/')).toBe(true);
    expect(policy.refuses('http://other.lan/')).toBe(true);
    expect(policy.refuses('http://10.0.0.1/')).toBe(true);
    const check = policy.checkFor('nas.lan', 22);
    const allowed = ['10.0.0.1', '127.0.0.1', '192.168.1.1', '100.64.0.1', 'fd00::1', '8.8.8.8'];
    const never = [
      '169.254.169.254',
      '100.100.100.200',
      'fd00:ec2::254',
      '168.63.129.16',
      '0.0.0.0',
      '224.0.0.1',
      '::ffff:10.0.0.1',
    ];
    expect(allowed.filter((address) => check?.(address) !== true)).toEqual([]);
    expect(never.filter((address) => check?.(address) !== false)).toEqual([]);
  });

  test.each(['*', '*.', 'a b', '10.0.0.1', '10.0.0.0/8', '[::1]', 'http://nas', 'nas:80', 'a..b', '*.*.lan'])(
    '%s is no name that the operator may allow',
    (text) => {
      expect(allowedHosts.safeParse(text).success).toBe(false);
    },
  );

  test.each([
    'nas',
    'nas.lan',
    '*.lan',
    'my_host.docker',
    'xn--r8jz45g.jp',
    '127.0.0.1.nip.io',
    'nas.lan, *.corp.example',
  ])('%s may be allowed', (text) => {
    expect(allowedHosts.safeParse(text).success).toBe(true);
  });
});

test('deciding about a URL and its address costs less than 0.2 ms', () => {
  const policy = createEgressPolicy({ allowCidrs: ['10.0.0.0/8', 'fd00::/8'], allowHosts: ['*.lan'] });
  const urls = HOSTILE_URLS.map(({ url }) => url.replaceAll('{port}', '8080'));
  const addresses = ['8.8.8.8', '10.1.2.3', '2606:4700::1111'];
  const decideAll = () => {
    for (const url of urls) {
      policy.refuses(url);
      const check = policy.checkFor('a.example.com', 443);
      for (const address of addresses) check?.(address);
    }
  };
  for (let i = 0; i < 5; i += 1) decideAll();
  const startedAt = performance.now();
  for (let i = 0; i < 20; i += 1) decideAll();
  expect((performance.now() - startedAt) / (20 * urls.length)).toBeLessThan(0.2);
});
