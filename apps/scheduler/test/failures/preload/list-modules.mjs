import { writeSync } from 'node:fs';
import { Module } from 'node:module';

/**
 * Tells at the end how many modules of OpenTelemetry's SDK the process has loaded; they are CommonJS, so they are in this
 * cache. The API, which does nothing without the SDK, is loaded by prom-client in any case.
 */
process.on('exit', () => {
  const loaded = Object.keys(Module._cache).filter((path) => /@opentelemetry\/(?!api\/)/.test(path));
  writeSync(1, `${JSON.stringify({ event: 'modules', loaded: loaded.length })}\n`);
});
