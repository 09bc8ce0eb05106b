import { BURN_RATES, FEWEST_BAD_EVENTS, type BurnRate } from '../../slo/burn-rates.ts';
import { spellDuration } from '../../rules/time-scale.ts';
import { CHARGE_AVAILABILITY, CHARGE_LATENCY, FRESHNESS } from '../../slo/slos.ts';
import type { Slo } from '../../slo/slo.ts';
import { firesThenClears, staysSilent, type RuleCase } from '../rule-case.ts';
import { counts, levels, type Phase } from '../series.ts';

/** Good and bad events of a sample, phase by phase, as the services would expose them. */
type Exposition = (phases: readonly { good: number; bad: number; samples: number }[]) => Record<string, string>;

const REQUESTS = 'method="POST",route="/v1/charges"';

const pick = (phases: Parameters<Exposition>[0], value: (phase: { good: number; bad: number }) => number): string =>
  counts(...phases.map((phase): Phase => [value(phase), phase.samples]));

const EXPOSITIONS: readonly (readonly [Slo, Exposition])[] = [
  [
    CHARGE_AVAILABILITY,
    (phases) => ({
      [`http_request_duration_seconds_count{${REQUESTS},status="201"}`]: pick(phases, ({ good }) => good),
      [`http_request_duration_seconds_count{${REQUESTS},status="503"}`]: pick(phases, ({ bad }) => bad),
    }),
  ],
  [
    CHARGE_LATENCY,
    (phases) => ({
      [`http_request_duration_seconds_count{${REQUESTS},status="201"}`]: pick(phases, ({ good, bad }) => good + bad),
      [`http_request_duration_seconds_bucket{${REQUESTS},status="201",le="1"}`]: pick(phases, ({ good }) => good),
      [`http_request_duration_seconds_bucket{${REQUESTS},status="201",le="0.5"}`]: pick(phases, () => 0),
    }),
  ],
  [
    FRESHNESS,
    (phases) => ({
      [`ledger_freshness_seconds_count`]: pick(phases, ({ good, bad }) => good + bad),
      [`ledger_freshness_seconds_bucket{le="10"}`]: pick(phases, ({ good }) => good),
      [`ledger_freshness_seconds_bucket{le="5"}`]: pick(phases, () => 0),
      // Whatever is late waits for as long.
      ['outbox_lag_seconds']: levels([0, 1], ...phases.map(({ bad, samples }): Phase => [bad > 0 ? 60 : 0, samples])),
    }),
  ],
];

/** Enough that the share decides, not the least number of bad events. */
const PER_SAMPLE = 100_000;

const share = (ratio: number, samples: number) => ({
  good: PER_SAMPLE * (1 - ratio),
  bad: PER_SAMPLE * ratio,
  samples,
});

function casesOf(slo: Slo, expose: Exposition, { factor, longS, shortS }: BurnRate): RuleCase[] {
  const intervalS = shortS / 5;
  const [long, short] = [longS / intervalS, shortS / intervalS];
  const limit = factor * (1 - slo.objective);
  const common = { alert: slo.alertName, labels: { slo: slo.name, burn_rate: String(factor) }, intervalS };
  const few = (FEWEST_BAD_EVENTS - 2) / long;
  return [
    {
      ...common,
      title: `fires at ${factor} times the budget over ${spellDuration(longS)}, and clears within ${spellDuration(shortS)} of its end`,
      series: expose([share(0, long), share(limit * 1.5, long), share(0, 2 * short)]),
      expected: firesThenClears(2 * long, 2 * long + short + 1, long),
    },
    {
      ...common,
      title: `is silent at a little less than ${factor} times the budget`,
      series: expose([share(0, long), share(limit * 0.9, long + short)]),
      expected: staysSilent(long, 2 * long, 2 * long + short),
    },
    {
      ...common,
      title: `is silent about a few failures that are all there was in ${spellDuration(longS)}`,
      series: expose([{ good: 0, bad: few, samples: 2 * long }]),
      expected: staysSilent(long, 2 * long),
    },
  ];
}

/** A backlog of ten minutes that was posted in one: late, all of it, and over. */
const workedOff: RuleCase = {
  alert: FRESHNESS.alertName,
  labels: { burn_rate: '14.4' },
  title: 'does not page when a backlog was worked off',
  series: {
    ledger_freshness_seconds_count: counts([0, 10], [1_000, 1], [0, 20]),
    'ledger_freshness_seconds_bucket{le="10"}': counts([0, 31]),
    outbox_lag_seconds: levels([0, 1], [60, 10], [0, 21]),
    'consumer_lag_seconds{partition="0"}': levels([0, 32]),
  },
  expected: staysSilent(11, 12, 14, 20),
};

export const BURN_RATE_CASES: readonly RuleCase[] = [
  ...EXPOSITIONS.flatMap(([slo, expose]) => BURN_RATES.flatMap((rate) => casesOf(slo, expose, rate))),
  workedOff,
];
