import { randomInt } from 'node:crypto';

/**
 * Opens the door at which test files ask for servers. Nothing is started until the first one asks, so tests of pure code need
 * neither servers nor a build.
 */
export default async function globalSetup() {
  process.env.TEST_SEED ??= String(randomInt(1_000_000_000));
  const host = await lazyHost();
  if (host !== null) process.env.CARILLON_TEST_HOST = host.url;
  globalThis.carillonTestHost = host;
}

async function lazyHost() {
  try {
    const { startServerHost } = await import('../dist/servers/host.js');
    return await startServerHost();
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
    // Not built: tests that need servers say so when they ask.
    return null;
  }
}
