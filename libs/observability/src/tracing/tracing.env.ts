import { formOfWords, settingFacts } from '@once/config';
import { z } from 'zod';

const SAMPLERS = [
  'parentbased_traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'traceidratio',
  'always_on',
  'always_off',
] as const;
const PROTOCOLS = ['http/protobuf', 'http/json', 'grpc'] as const;

// OpenTelemetry's specification has a bad value ignored, where ours stop the start: hence `catch`.
const word = <const Words extends readonly string[]>(words: Words, fallback: Words[number]) =>
  z
    .enum(words)
    .catch(fallback)
    .register(settingFacts, { form: formOfWords(words) });

const numberAbove0 = (fallback: number) =>
  z.coerce.number().positive().catch(fallback).register(settingFacts, { form: 'number above 0' });

const url = () => z.string().optional().register(settingFacts, { form: 'URL' });

/** OpenTelemetry's variables that we read ourselves, or give a default of ours. */
export const tracingEnv = z.object({
  OTEL_EXPORTER_OTLP_ENDPOINT: url().describe('Where spans are sent. Without it they are neither recorded nor sent.'),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: url().describe('The same, with the path that spans are sent to.'),
  OTEL_EXPORTER_OTLP_PROTOCOL: word(PROTOCOLS, 'http/protobuf').describe('How spans are sent.'),
  OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: z
    .enum(PROTOCOLS)
    .optional()
    .catch(undefined)
    .register(settingFacts, { form: formOfWords(PROTOCOLS) })
    .describe('The same; goes before it.'),
  OTEL_TRACES_EXPORTER: z
    .string()
    .optional()
    .register(settingFacts, { form: '`none`, `otlp`' })
    .describe('`none`: spans are not sent, whatever endpoint is set.'),
  OTEL_TRACES_SAMPLER: word(SAMPLERS, 'parentbased_traceidratio').describe(
    'Which traces that begin here are kept, and whether the decision of a caller goes before that.',
  ),
  // One trace in twenty is enough to see what is usual; what is not usual is exported anyway.
  OTEL_TRACES_SAMPLER_ARG: z.coerce
    .number()
    .min(0)
    .max(1)
    .catch(0.05)
    .register(settingFacts, { form: 'number, 0 to 1' })
    .describe('Share of traces that are kept, where the sampler goes by a ratio.'),
  // A burst of some seconds at full rate.
  OTEL_BSP_MAX_QUEUE_SIZE: numberAbove0(8_192).describe(
    'Spans that wait to be sent. Beyond it spans are dropped, never requests.',
  ),
  OTEL_BSP_MAX_EXPORT_BATCH_SIZE: numberAbove0(512).describe('Most spans in one send.'),
  OTEL_BSP_SCHEDULE_DELAY: numberAbove0(5_000).describe('Time between two sends, ms.'),
  OTEL_BSP_EXPORT_TIMEOUT: numberAbove0(30_000).describe('How long one send may take, ms.'),
  OTEL_METRICS_EXPORTER: z
    .string()
    .default('none')
    .register(settingFacts, { form: "OpenTelemetry's" })
    .describe('Metrics are read at `/metrics`; the SDK sends none.'),
  OTEL_LOGS_EXPORTER: z
    .string()
    .default('none')
    .register(settingFacts, { form: "OpenTelemetry's" })
    .describe('Logs go to standard output; the SDK sends none.'),
  OTEL_LOG_LEVEL: z
    .string()
    .default('error')
    .register(settingFacts, { form: "OpenTelemetry's" })
    .describe("The least severe of the SDK's own messages."),
});

export type TracingEnv = Readonly<z.infer<typeof tracingEnv>>;
