import { createServer } from 'node:http';
import { env } from 'node:process';
import { text } from 'node:stream/consumers';

/**
 * First answers by Idempotency-Key, so that a repeated call has no second effect. They live as long as this process: a
 * real service writes the key to its database, in the transaction that has the effect.
 */
const answers = new Map();
const MOST_REMEMBERED = 10_000;
let processed = 0;

const server = createServer((request, response) => {
  answer(request, response).catch((error) => {
    console.error(error);
    // Not a 2xx, and nothing remembered: the caller may try again.
    response.writeHead(500).end();
  });
});

server.listen(Number(env.PORT ?? 9000), '127.0.0.1', () => {
  console.log(`Listening on http://127.0.0.1:${server.address().port}/`);
});

async function answer(request, response) {
  const key = request.headers['idempotency-key'];
  const body = await text(request);
  const repeated = key !== undefined && answers.has(key);
  const first = repeated ? answers.get(key) : remember(key, work(body));
  const answered = await first;
  console.log(`${key ?? 'no key'}: ${repeated ? 'seen before' : 'processed'}`);
  response.writeHead(200, { 'content-type': 'application/json', ...(repeated && { 'idempotent-replayed': 'true' }) });
  response.end(answered);
}

/** The promise is kept, not its result: a repeat that comes while the first call is at work waits for it. */
function remember(key, working) {
  if (key === undefined) return working;
  answers.set(key, working);
  working.catch(() => answers.delete(key));
  if (answers.size > MOST_REMEMBERED) answers.delete(answers.keys().next().value);
  return working;
}

/** Stands for what must happen once: a charge, a mail, a row. */
async function work(body) {
  processed += 1;
  return JSON.stringify({ number: processed, received: body });
}
