import { Buffer } from 'node:buffer';
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import { env, exit } from 'node:process';
import { buffer } from 'node:stream/consumers';

const TOLERANCE_SECONDS = 300;

const { WEBHOOK_SECRET: secret = '', PORT: port = '9001' } = env;
if (!secret.startsWith('whsec_')) {
  console.error('Set WEBHOOK_SECRET to the secret that creating the webhook answered: whsec_…');
  exit(1);
}

const server = createServer((request, response) => {
  receive(request, response).catch((error) => {
    console.error(error);
    response.writeHead(500).end();
  });
});

server.listen(Number(port), '127.0.0.1', () => {
  console.log(`Listening on http://127.0.0.1:${server.address().port}/`);
});

async function receive(request, response) {
  // The bytes as they came: what parsing and writing JSON makes of them has another signature.
  const body = await buffer(request);
  if (!isFromCarillon(secret, request.headers, body)) {
    console.log('refused');
    return response.writeHead(401).end();
  }
  const { event, job, result } = JSON.parse(body);
  console.log(`${request.headers['webhook-id']}: ${event} of ${job.name}, code ${result.code ?? 'none'}`);
  response.writeHead(204).end();
}

function isFromCarillon(secret, headers, body, now = Date.now() / 1000) {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures } = headers;
  // An old one may have been recorded by somebody, and sent again.
  if (!id || !signatures || !(Math.abs(now - Number(timestamp)) <= TOLERANCE_SECONDS)) return false;
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest();
  // While two secrets are good there are two signatures.
  return signatures.split(' ').some((signature) => {
    const given = Buffer.from(signature.replace(/^v1,/, ''), 'base64');
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}
