import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

/** A certificate with its key, both as PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

export interface CertificateOptions {
  /** The name it is for. */
  readonly host: string;
  /** Who signs it; itself unless said. */
  readonly issuer?: Authority;
  /** The last day it is valid; next week unless said. */
  readonly until?: Date;
}

/** A certificate that signs others. */
export interface Authority extends Certificate {
  readonly name: string;
  readonly privateKey: KeyObject;
}

const DAY_MS = 86_400_000;
const inDays = (days: number): Date => new Date(Date.now() + days * DAY_MS);

/** Makes an authority, trusted by whoever is given its `cert`. */
export function createAuthority(name: string): Authority {
  const { publicKey, privateKey } = newKeys();
  const extensions = [extension('2.5.29.19', sequence(der(0x01, Buffer.from([0xff]))))];
  const tbs = { subject: name, issuer: name, publicKey, extensions, until: inDays(7) };
  return { name, privateKey, ...toPem(tbs, { privateKey, signer: privateKey }) };
}

/** Makes a server's certificate. */
export function createCertificate({ host, issuer, until = inDays(7) }: CertificateOptions): Certificate {
  const { publicKey, privateKey } = newKeys();
  const names = sequence(der(0x82, Buffer.from(host)));
  const extensions = [extension('2.5.29.17', names)];
  const tbs = { subject: host, issuer: issuer?.name ?? host, publicKey, extensions, until };
  return toPem(tbs, { privateKey, signer: issuer?.privateKey ?? privateKey });
}

const newKeys = () => generateKeyPairSync('ec', { namedCurve: 'prime256v1' });

interface Content {
  subject: string;
  issuer: string;
  publicKey: KeyObject;
  extensions: Buffer[];
  until: Date;
}

function toPem(content: Content, keys: { privateKey: KeyObject; signer: KeyObject }): Certificate {
  const algorithm = sequence(objectId('1.2.840.10045.4.3.2'));
  const tbs = sequence(
    der(0xa0, integer(2)),
    integer(Math.floor(Math.random() * 2 ** 31)),
    algorithm,
    nameOf(content.issuer),
    sequence(time(new Date(content.until.getTime() - 30 * DAY_MS)), time(content.until)),
    nameOf(content.subject),
    content.publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...content.extensions)),
  );
  const signature = der(0x03, Buffer.concat([Buffer.from([0]), sign('sha256', tbs, keys.signer)]));
  const body = sequence(tbs, algorithm, signature)
    .toString('base64')
    .replace(/(.{64})/g, '$1\n');
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n`,
    key: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/** One value of ASN.1 as DER has it: tag, length, content. */
function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const sequence = (...parts: Buffer[]): Buffer => der(0x30, Buffer.concat(parts));

function integer(value: number): Buffer {
  const bytes = Buffer.alloc(5);
  bytes.writeUInt32BE(value, 1);
  const first = bytes.findIndex((byte, i) => byte !== 0 || ((bytes[i + 1] ?? 0x80) & 0x80) !== 0);
  return der(0x02, bytes.subarray(first));
}

function objectId(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number);
  const base128 = (value: number): number[] =>
    value < 0x80 ? [value] : [...base128(value >> 7).map((byte) => byte | 0x80), value & 0x7f];
  return der(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

const nameOf = (commonName: string): Buffer =>
  sequence(der(0x31, sequence(objectId('2.5.4.3'), der(0x0c, Buffer.from(commonName)))));

const time = (at: Date): Buffer => der(0x17, Buffer.from(`${at.toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`));

const extension = (id: string, value: Buffer): Buffer => sequence(objectId(id), der(0x04, value));
