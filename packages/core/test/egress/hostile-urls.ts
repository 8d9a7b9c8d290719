/** A URL that leads, or seems to lead, where no call may go. `{port}` stands for the canaries' port. */
export interface HostileUrl {
  readonly url: string;
  /** Only the name server tells; creating a job with it is allowed. */
  readonly needsDns?: true;
}

/** What the hostile names below resolve to; aliases name another name first. */
export const HOSTILE_NAMES: Readonly<Record<string, { addresses: readonly string[]; alias?: string }>> = {
  '127.0.0.1.nip.io': { addresses: ['127.0.0.1'] },
  '127-0-0-1.sslip.io': { addresses: ['127.0.0.1'] },
  'localtest.me': { addresses: ['127.0.0.1', '::1'] },
  'app.localtest.me': { addresses: ['127.0.0.1'] },
  'one-of-each.example.com': { addresses: ['93.184.216.34', '127.0.0.1'] },
  'public-a-private-aaaa.example.com': { addresses: ['93.184.216.34', '::1'] },
  'alias.example.com': { addresses: ['127.0.0.1'], alias: 'inside.example.net' },
  'alias-to-lan.example.com': { addresses: ['10.0.0.7'], alias: 'inside.example.net' },
  'ten.example.com': { addresses: ['10.0.0.1'] },
  'mapped.example.com': { addresses: ['::ffff:7f00:1'] },
  'nat64.example.com': { addresses: ['64:ff9b::7f00:1'] },
  'link-local.example.com': { addresses: ['169.254.169.254'] },
  'wireserver.example.com': { addresses: ['168.63.129.16'] },
  'unspecified.example.com': { addresses: ['0.0.0.0'] },
  'unique-local.example.com': { addresses: ['fd00:ec2::254'] },
  'nothing.example.com': { addresses: [] },
};

const IPV4_FORMS = [
  '127.0.0.1',
  '127.1',
  '127.0.1',
  '2130706433',
  '0x7f000001',
  '0177.0.0.1',
  '017700000001',
  '0x7f.1',
  '127.0.0.0x1',
  '0',
  '0.0.0.0',
  '127.255.255.254',
  '127.0.0.1.',
  '4294967295',
  '%31%32%37.0.0.1',
  '0x7F.0x0.0x0.0x1',
  '①②⑦.⓪.⓪.①',
  '127。0。0。1',
  '１２７.０.０.１',
  '127．0．0．1',
];

const IPV4_RANGES = [
  '10.0.0.1',
  '10.255.255.255',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.0.1',
  '192.168.255.255',
  '100.64.0.1',
  '100.127.255.255',
  '169.254.0.1',
  '192.0.0.1',
  '192.0.2.1',
  '198.18.0.1',
  '198.19.255.255',
  '198.51.100.1',
  '203.0.113.1',
  '192.88.99.1',
  '224.0.0.1',
  '239.255.255.255',
  '240.0.0.1',
  '255.255.255.255',
];

const METADATA = [
  '169.254.169.254',
  '169.254.170.2',
  '169.254.170.23',
  '100.100.100.200',
  '192.0.0.192',
  '168.63.129.16',
  '[fd00:ec2::254]',
  '[fd00:ec2::23]',
];

const IPV6 = [
  '::1',
  '0:0:0:0:0:0:0:1',
  '0000:0000:0000:0000:0000:0000:0000:0001',
  '::',
  'fe80::1',
  'fc00::1',
  'fdff::1',
  'fec0::1',
  'ff02::1',
  '2001:db8::1',
  '3fff::1',
  '100::1',
  '5f00::1',
  '4000::1',
  '1::1',
  'e000::1',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '::ffff:10.0.0.1',
  '::ffff:8.8.8.8',
  '::127.0.0.1',
  '::ffff:0:127.0.0.1',
  '64:ff9b::7f00:1',
  '64:ff9b::808:808',
  '64:ff9b:1::7f00:1',
  '2002:7f00:1::',
  '2002:808:808::1',
  '2001::1',
  '2001:0:7f00:1::',
];

const NAMES = [
  'localhost',
  'LOCALHOST',
  'localhost.',
  'foo.localhost',
  'ⓛⓞⓒⓐⓛⓗⓞⓢⓣ',
  'ⅼocalhost',
  'redis',
  'postgres',
  'kubernetes.default.svc.cluster.local',
  'api.internal',
  'metadata.google.internal',
  'metadata',
  'host.docker.internal',
  'printer.local',
  'router.lan',
  'nas.home.arpa',
  'intranet.corp',
];

/** Each is closed on a public address too. */
const PORTS = [
  0, 1, 22, 25, 53, 81, 111, 135, 139, 389, 445, 465, 587, 873, 1023, 1433, 2049, 2375, 2376, 2379, 3306, 5432, 5672,
  6379, 6443, 8500, 9000, 9092, 9200, 10250, 11211, 27017, 65536,
];

const MALFORMED = [
  'http://user@127.0.0.1:{port}/',
  'http://user:pass@example.com/',
  'http://@127.0.0.1:{port}/',
  'http://user@evil@127.0.0.1:{port}/',
  'http://127.0.0.1:{port}\\@evil.example/',
  'http:127.0.0.1:{port}/',
  'http:/127.0.0.1:{port}/',
  'http:///127.0.0.1:{port}/',
  'http:\\\\127.0.0.1:{port}/',
  '//127.0.0.1:{port}/',
  'http://[example.com]:{port}/',
  'http://[::1%25eth0]:{port}/',
  'http://127.0.0.1 .example.com:{port}/',
  'http://127.0.0.1\t:{port}/',
  'http://127.0.\n0.1:{port}/',
  'ht\ntp://127.0.0.1:{port}/',
  ' http://127.0.0.1:{port}/',
  'http://local\u00adhost:{port}/',
  'http://127.0.0.\u200b1:{port}/',
  'http://256.0.0.1:{port}/',
  'http://09.0.0.1:{port}/',
  'http://1.2.3.4.5:{port}/',
];

/** To a reader these lead to the canary; they mean a host that does not exist. */
const MISREAD = ['http://evil.example#@127.0.0.1:{port}/', 'http://evil.example\\@127.0.0.1:{port}/'];

const SCHEMES = [
  'file:///etc/passwd',
  'file://127.0.0.1/etc/passwd',
  'ftp://127.0.0.1:{port}/',
  'gopher://127.0.0.1:{port}/_x',
  'dict://127.0.0.1:{port}/d',
  'data:text/plain,x',
  'blob:http://127.0.0.1:{port}/x',
  'javascript:fetch("http://127.0.0.1:{port}/")',
  'ws://127.0.0.1:{port}/',
  'wss://127.0.0.1:{port}/',
  'unix:/var/run/docker.sock',
  'http+unix://%2Fvar%2Frun%2Fdocker.sock/info',
  'jar:http://127.0.0.1:{port}/!/',
];

const at = (host: string, scheme = 'http'): HostileUrl => ({ url: `${scheme}://${host}:{port}/` });

/** The whole table. */
export const HOSTILE_URLS: readonly HostileUrl[] = [
  ...IPV4_FORMS.map((host) => at(host)),
  ...IPV4_RANGES.map((host) => at(host)),
  ...METADATA.map((host) => at(host)),
  ...IPV6.map((host) => at(`[${host}]`)),
  ...['127.0.0.1', '[::1]', 'localhost', '10.0.0.1', '169.254.169.254'].map((host) => at(host, 'https')),
  ...NAMES.map((host) => at(host)),
  ...Object.keys(HOSTILE_NAMES).map((host) => ({ ...at(host), needsDns: true as const })),
  ...Object.keys(HOSTILE_NAMES).map((host) => ({ ...at(host, 'https'), needsDns: true as const })),
  ...PORTS.map((port) => ({ url: `http://93.184.216.34:${port}/` })),
  ...MISREAD.map((url) => ({ url, needsDns: true as const })),
  ...MALFORMED.map((url) => ({ url })),
  ...SCHEMES.map((url) => ({ url })),
];
