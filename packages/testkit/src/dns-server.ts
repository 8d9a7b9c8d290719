import { createSocket, type RemoteInfo } from 'node:dgram';
import { isIPv4 } from 'node:net';

/** What a name has: addresses of either kind, and where it is an alias of another name, that name. */
export interface DnsAnswer {
  readonly addresses?: readonly string[];
  readonly alias?: string;
  /** Seconds; 0 unless said: every look-up asks again. */
  readonly ttl?: number;
}

export interface DnsQuestion {
  readonly name: string;
  readonly type: 'A' | 'AAAA';
}

/** Decides each question: null knows no such name, `silent` never answers. */
export type DnsZone = (question: DnsQuestion) => DnsAnswer | null | 'silent';

export interface DnsServer {
  /** `127.0.0.1:<port>`, as resolvers take it. */
  readonly address: string;
  readonly questions: readonly DnsQuestion[];
  close(): Promise<void>;
}

const A = 1;
const CNAME = 5;
const AAAA = 28;
const NO_SUCH_NAME = 3;

/** Starts a name server on 127.0.0.1 that answers A and AAAA questions as told. */
export async function startDnsServer(zone: DnsZone): Promise<DnsServer> {
  const questions: DnsQuestion[] = [];
  const socket = createSocket('udp4', (packet, from) => {
    const question = readQuestion(packet);
    if (question === null) return;
    questions.push(question);
    const answer = zone(question);
    if (answer !== 'silent') send(packet, question, answer, from);
  });
  const send = (packet: Buffer, question: DnsQuestion, answer: DnsAnswer | null, { port, address }: RemoteInfo) =>
    socket.send(reply(packet, question, answer), port, address);
  await new Promise<void>((resolve, reject) => socket.once('error', reject).bind(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${socket.address().port}`,
    questions,
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

const HEADER_BYTES = 12;

function readQuestion(packet: Buffer): DnsQuestion | null {
  const labels: string[] = [];
  let at = HEADER_BYTES;
  for (let length = packet[at] ?? 0; length > 0; length = packet[at] ?? 0) {
    labels.push(packet.toString('latin1', at + 1, at + 1 + length));
    at += length + 1;
  }
  const type = packet.readUInt16BE(at + 1);
  if (type !== A && type !== AAAA) return null;
  return { name: labels.join('.').toLowerCase(), type: type === A ? 'A' : 'AAAA' };
}

/** The question's header and question again, then the records. */
function reply(packet: Buffer, { name, type }: DnsQuestion, answer: DnsAnswer | null): Buffer {
  const records = answer === null ? [] : recordsOf(name, type, answer);
  const question = packet.subarray(HEADER_BYTES, HEADER_BYTES + encodeName(name).length + 4);
  const header = Buffer.from(packet.subarray(0, HEADER_BYTES));
  // Response, recursion desired and available, and whether the name exists.
  header.writeUInt16BE(0x8180 | (answer === null ? NO_SUCH_NAME : 0), 2);
  [1, records.length, 0, 0].forEach((count, i) => header.writeUInt16BE(count, 4 + i * 2));
  return Buffer.concat([header, question, ...records]);
}

function recordsOf(name: string, type: 'A' | 'AAAA', { addresses = [], alias, ttl = 0 }: DnsAnswer): Buffer[] {
  const owner = alias ?? name;
  const wanted = addresses.filter((address) => isIPv4(address) === (type === 'A'));
  return [
    ...(alias === undefined ? [] : [record(name, CNAME, ttl, encodeName(alias))]),
    ...wanted.map((address) => record(owner, type === 'A' ? A : AAAA, ttl, encodeAddress(address))),
  ];
}

function record(owner: string, type: number, ttl: number, data: Buffer): Buffer {
  const fixed = Buffer.alloc(10);
  fixed.writeUInt16BE(type, 0);
  fixed.writeUInt16BE(1, 2);
  fixed.writeUInt32BE(ttl, 4);
  fixed.writeUInt16BE(data.length, 8);
  return Buffer.concat([encodeName(owner), fixed, data]);
}

function encodeName(name: string): Buffer {
  const labels = name.split('.').map((label) => Buffer.from([label.length, ...Buffer.from(label)]));
  return Buffer.concat([...labels, Buffer.from([0])]);
}

function encodeAddress(address: string): Buffer {
  if (isIPv4(address)) return Buffer.from(address.split('.').map(Number));
  const [head = '', tail] = address.split('::').map((part) => part.split(':').filter((group) => group !== ''));
  const missing = 8 - head.length - (tail?.length ?? 0);
  const groups = [...head, ...Array.from({ length: missing }, () => '0'), ...(tail ?? [])];
  return Buffer.from(groups.map((group) => group.padStart(4, '0')).join(''), 'hex');
}
