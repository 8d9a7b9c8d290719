import type { Metrics } from '@carillon/core/telemetry/metrics';
import type { RequestHandler } from 'express';
import { contextOf } from '../http/context.js';

/** Serves the process's metrics for Prometheus. They hold counts and durations, nothing of any user. */
export function serveMetrics({ registry }: Metrics): RequestHandler {
  return async (_req, res) => {
    contextOf(res).route = '/metrics';
    res.type(registry.contentType).send(await registry.metrics());
  };
}
