import { z } from 'zod';

const PROTOCOLS = ['http/protobuf', 'http/json'] as const;
const protocol = z.enum(PROTOCOLS, { error: `must be ${PROTOCOLS.join(' or ')}: traces leave over HTTP` }).optional();

const SAMPLERS = [
  ...(['always_on', 'always_off', 'traceidratio'] as const),
  ...(['parentbased_always_on', 'parentbased_always_off', 'parentbased_traceidratio'] as const),
] as const;

const collector = z.url({ protocol: /^https?$/, error: 'must be a URL, such as http://collector:4318' }).optional();

/** The standard variables of OpenTelemetry that decide whether this process tells of traces, and how. */
export const tracingFields = {
  OTEL_SDK_DISABLED: z.string().optional(),
  OTEL_TRACES_EXPORTER: z.enum(['otlp', 'none'], { error: 'must be otlp or none' }).optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: collector,
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: collector,
  OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
  OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: protocol,
  OTEL_SERVICE_NAME: z.string().optional(),
  OTEL_TRACES_SAMPLER: z.enum(SAMPLERS, { error: `must be one of ${SAMPLERS.join(', ')}` }).optional(),
  OTEL_TRACES_SAMPLER_ARG: z.coerce.number({ error: 'must be a number from 0 to 1' }).min(0).max(1).optional(),
};

type TracingEnv = z.output<z.ZodObject<typeof tracingFields>>;

export interface TracingConfig {
  serviceName: string;
  protocol: (typeof PROTOCOLS)[number];
}

/** Whether and how to trace: null unless a collector or the exporter is named. */
export function tracingConfig(env: TracingEnv, app: string): TracingConfig | null {
  const { OTEL_TRACES_EXPORTER: exporter, OTEL_SERVICE_NAME: serviceName = `carillon-${app}` } = env;
  const endpoint = env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? env.OTEL_EXPORTER_OTLP_ENDPOINT;
  if (env.OTEL_SDK_DISABLED?.toLowerCase() === 'true' || exporter === 'none') return null;
  if (exporter === undefined && endpoint === undefined) return null;
  const said = env.OTEL_EXPORTER_OTLP_TRACES_PROTOCOL ?? env.OTEL_EXPORTER_OTLP_PROTOCOL;
  return { serviceName, protocol: said ?? 'http/protobuf' };
}
