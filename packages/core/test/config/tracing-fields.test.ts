import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { parseEnv } from '../../src/config/parse-env.js';
import { tracingConfig, tracingFields } from '../../src/config/tracing-fields.js';

const read = (env: Record<string, string>) => tracingConfig(parseEnv(z.object(tracingFields), env), 'worker');
const COLLECTOR = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' };

test.each([
  {},
  { OTEL_SERVICE_NAME: 'calls' },
  { OTEL_EXPORTER_OTLP_ENDPOINT: '' },
  { ...COLLECTOR, OTEL_TRACES_EXPORTER: 'none' },
  { ...COLLECTOR, OTEL_SDK_DISABLED: 'true' },
])('off: %o', (env) => {
  expect(read(env)).toBeNull();
});

test.each([
  [COLLECTOR, { serviceName: 'carillon-worker', protocol: 'http/protobuf' }],
  [
    { OTEL_TRACES_EXPORTER: 'otlp', OTEL_SERVICE_NAME: 'calls' },
    { serviceName: 'calls', protocol: 'http/protobuf' },
  ],
  [
    { ...COLLECTOR, OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' },
    { serviceName: 'carillon-worker', protocol: 'http/json' },
  ],
])('on: %o', (env, expected) => {
  expect(read(env)).toEqual(expected);
});

test.each([
  [{ OTEL_TRACES_EXPORTER: 'jaeger' }, 'OTEL_TRACES_EXPORTER: must be otlp or none'],
  [
    { ...COLLECTOR, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' },
    'OTEL_EXPORTER_OTLP_PROTOCOL: must be http/protobuf or http/json',
  ],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' }, 'OTEL_EXPORTER_OTLP_ENDPOINT: must be a URL'],
  [{ ...COLLECTOR, OTEL_TRACES_SAMPLER: 'some' }, 'OTEL_TRACES_SAMPLER: must be one of always_on'],
  [{ ...COLLECTOR, OTEL_TRACES_SAMPLER_ARG: '2' }, 'OTEL_TRACES_SAMPLER_ARG'],
])('%o keeps a process from starting, and is named', (env, message) => {
  expect(() => read(env)).toThrow(message);
});
