/**
 * What telemetry costs: charges per second of one charge-api process without tracing, with trace ids alone (no collector
 * is configured), with its default sampling, and with every trace kept: `npm run bench:telemetry`.
 *
 * A machine's speed wanders by more than what is measured here. So each round gives every mode a short turn, in an order
 * that is drawn anew, and a mode is compared with what the same round gave without tracing. That mode runs twice, as two
 * processes: what the second seems to cost is what this run can't tell from nothing.
 */
import { startStack } from '@once/stack';
import { provisionDatabase } from '@once/supervisor';
import { parseArgs } from 'node:util';
import { makeTenant } from './charges/bench-tenant.ts';
import { startInstantService, type InstantService } from './charges/instant-service.ts';
import { load } from './charges/load.ts';
import { cpuSeconds } from './flow/cpu-time.ts';
import { median, medianBetween, type MedianBetween } from './percentile.ts';
import { shuffled } from './shuffled.ts';
import { startOtlpSink, type OtlpSink } from './telemetry/start-otlp-sink.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '1.5' },
    connections: { type: 'string', default: '64' },
    rounds: { type: 'string', default: '40' },
  },
});
const seconds = Number(values.seconds);
const connections = Number(values.connections);
const say = (line: string): void => void process.stdout.write(`${line}\n`);

interface Mode {
  name: string;
  isTraced: boolean;
  env: (sink: OtlpSink) => Record<string, string>;
}

/** What one mode did in its turn of a round. */
interface Turn {
  perSecond: number;
  cpuUs: number;
}

/** Least share of the rate without telemetry that the default must keep. */
const LEAST_SHARE = 0.9;

const collectedBy = (sink: OtlpSink) => ({ OTEL_EXPORTER_OTLP_ENDPOINT: sink.endpoint });
const KEEP_ALL = { OTEL_TRACES_SAMPLER: 'parentbased_always_on' };

const MODES: readonly Mode[] = [
  { name: 'off', isTraced: false, env: () => ({}) },
  { name: 'off again', isTraced: false, env: () => ({}) },
  { name: 'ids alone', isTraced: true, env: () => ({}) },
  { name: 'default', isTraced: true, env: collectedBy },
  { name: 'every trace', isTraced: true, env: (sink) => ({ ...collectedBy(sink), ...KEEP_ALL }) },
];

const DEFAULT_MODE = MODES.findIndex(({ name }) => name === 'default');

/** Against what the same round gave without telemetry: for the second of those modes the first, else both. */
const shareOf = (turns: readonly Turn[], mode: number, figure: keyof Turn): number => {
  const [first, second] = turns.map((turn) => turn[figure]);
  if (first === undefined || second === undefined) return Number.NaN;
  return (turns[mode]?.[figure] ?? Number.NaN) / (mode === 1 ? first : (first + second) / 2);
};

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
  const rounds: Turn[][] = [];
  for (let round = 0; round < Number(values.rounds); round++) {
    const turns: Turn[] = [];
    for (const mode of shuffled(MODES.map((_, index) => index))) {
      const { url = '', pid = 0 } = services[mode] ?? {};
      const cpuBefore = await cpuSeconds(pid);
      const { charges, perSecond } = await load(url, { apiKey, connections, seconds });
      turns[mode] = { perSecond, cpuUs: (1_000_000 * ((await cpuSeconds(pid)) - cpuBefore)) / charges };
    }
    rounds.push(turns);
    const rates = MODES.map(({ name }, mode) => `${name} ${turns[mode]?.perSecond.toFixed(0)}/s`);
    say(`round ${round + 1}: ${rates.join(', ')}`);
  }
  const share = (mode: number, figure: keyof Turn): MedianBetween =>
    medianBetween(rounds.map((turns) => shareOf(turns, mode, figure)));
  const shown = ({ median, low, high }: MedianBetween): string =>
    `${median.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`;
  MODES.forEach(({ name }, mode) => {
    const rate = median(rounds.map((turns) => turns[mode]?.perSecond ?? Number.NaN)).toFixed(0);
    const shares = `rate ${shown(share(mode, 'perSecond'))}, CPU a charge ${shown(share(mode, 'cpuUs'))}`;
    say(`${name}: ${rate} charges/s; of off: ${shares}`);
  });
  say(`in brackets where the median lies with 95 % confidence, from ${rounds.length} rounds`);
  say(`the collector was sent ${((await sink.receivedBytes()) / 1_048_576).toFixed(1)} MiB`);
  if (!(share(DEFAULT_MODE, 'perSecond').median >= LEAST_SHARE)) {
    say(`default telemetry costs more than ${Math.round((1 - LEAST_SHARE) * 100)} %`);
    process.exitCode = 1;
  }
} finally {
  for (const service of services) service.stop();
  sink?.stop();
  await stack.stop();
}
