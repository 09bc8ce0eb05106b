/**
 * What telemetry costs: charges per second of one charge-api process without tracing, with its default sampling, and with
 * every trace kept, in turns on one server, so that a busy machine is busy for all three: `npm run bench:telemetry`.
 */
import { startStack } from '@once/stack';
import { provisionDatabase } from '@once/supervisor';
import { parseArgs } from 'node:util';
import { makeTenant } from './charges/bench-tenant.ts';
import { startInstantService, type InstantService } from './charges/instant-service.ts';
import { load } from './charges/load.ts';
import { cpuSeconds } from './flow/cpu-time.ts';
import { median } from './percentile.ts';
import { startOtlpSink, type OtlpSink } from './telemetry/start-otlp-sink.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '5' },
    connections: { type: 'string', default: '64' },
    rounds: { type: 'string', default: '7' },
  },
});
const seconds = Number(values.seconds);
const connections = Number(values.connections);
const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Least share of the rate without telemetry that the default must keep. */
const LEAST_SHARE = 0.9;

const MODES = [
  { name: 'off', isTraced: false, env: () => ({}) },
  { name: 'default', isTraced: true, env: (sink: OtlpSink) => ({ OTEL_EXPORTER_OTLP_ENDPOINT: sink.endpoint }) },
  {
    name: 'every trace',
    isTraced: true,
    env: (sink: OtlpSink) => ({
      OTEL_EXPORTER_OTLP_ENDPOINT: sink.endpoint,
      OTEL_TRACES_SAMPLER: 'parentbased_always_on',
    }),
  },
] as const;

/** Against the first mode, which has no telemetry. */
const shareOf = (list: readonly number[], mode: number): number => (list[mode] ?? Number.NaN) / (list[0] ?? Number.NaN);

const stack = await startStack({ kafka: false, onProgress: say });
const services: InstantService[] = [];
let sink: OtlpSink | undefined;
try {
  const database = await provisionDatabase(stack.postgresUrl, 'charge', 'bench');
  const apiKey = await makeTenant(database.ownerUrl);
  sink = await startOtlpSink();
  for (const { env, isTraced } of MODES) {
    const url = database.serviceUrls.charge_service ?? '';
    services.push(await startInstantService(url, { isTraced, env: env(sink) }));
  }
  for (const { url } of services) await load(url, { apiKey, connections, seconds: 3 });
  const rates = MODES.map((): number[] => []);
  const cpuUs = MODES.map((): number[] => []);
  for (let round = 0; round < Number(values.rounds); round++) {
    // Each mode is first, second and last in turn: what one leaves to the next falls on all alike.
    for (let turn = 0; turn < MODES.length; turn++) {
      const mode = (round + turn) % MODES.length;
      const { url = '', pid = 0 } = services[mode] ?? {};
      const cpuBefore = await cpuSeconds(pid);
      const { charges, perSecond } = await load(url, { apiKey, connections, seconds });
      rates[mode]?.push(perSecond);
      cpuUs[mode]?.push((1_000_000 * ((await cpuSeconds(pid)) - cpuBefore)) / charges);
    }
    const shown = MODES.map(
      ({ name }, mode) =>
        `${name} ${rates[mode]?.[round]?.toFixed(0)}/s at ${cpuUs[mode]?.[round]?.toFixed(0)} µs of CPU`,
    );
    say(`round ${round + 1}: ${shown.join(', ')}`);
  }
  const medians = rates.map(median);
  const cpuMedians = cpuUs.map(median);
  MODES.forEach(({ name }, mode) => {
    const cpu = `${cpuMedians[mode]?.toFixed(0)} µs of CPU a charge (${shareOf(cpuMedians, mode).toFixed(2)} of off)`;
    say(`median ${name}: ${medians[mode]?.toFixed(0)} charges/s (${shareOf(medians, mode).toFixed(2)} of off), ${cpu}`);
  });
  say(`the collector was sent ${((await sink.receivedBytes()) / 1_048_576).toFixed(1)} MiB`);
  if (shareOf(medians, 1) < LEAST_SHARE) {
    say(`default telemetry costs more than ${Math.round((1 - LEAST_SHARE) * 100)} %`);
    process.exitCode = 1;
  }
} finally {
  for (const service of services) service.stop();
  sink?.stop();
  await stack.stop();
}
