import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RunningOnce } from '@once/supervisor';
import { eventually, startOnTestServers } from '@once/testing';
import { collectedSpecs, collectMetrics } from '../src/metrics/collect-metrics.ts';
import type { ServiceName } from '../src/metrics/metric-owners.ts';
import { readExposition, type ExposedMetric } from './read-exposition.ts';

/** prom-client's own group, which docs/metrics.md names as a whole. */
const isDefault = (name: string): boolean => /^(process|nodejs)_/.test(name);

const METRICS = collectedSpecs();
const namesOf = (service: ServiceName): string[] =>
  collectMetrics()
    .flatMap(({ name, services }) => (services.includes(service) ? [name] : []))
    .sort();

let running: RunningOnce;

const urlOf = (service: ServiceName): string => {
  const { chargeApi, relay, ledgerConsumer } = running.stack;
  const urls = { 'charge-api': chargeApi, relay, 'ledger-consumer': ledgerConsumer } satisfies Record<
    ServiceName,
    string[]
  >;
  return urls[service][0]!;
};

const ours = async (service: ServiceName): Promise<[string, ExposedMetric][]> =>
  [...(await readExposition(urlOf(service)))].filter(([name]) => !isDefault(name));

const charge = async (source: string): Promise<number> => {
  const answer = await fetch(`${running.stack.chargeApi[0]}/v1/charges`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${running.stack.apiKeys.acme}`,
      'idempotency-key': `exposed-${source}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ amount: 1099, currency: 'EUR', source }),
  });
  return answer.status;
};

beforeAll(async () => {
  running = await startOnTestServers();
  expect([await charge('tok_visa'), await charge('tok_declined')]).toEqual([201, 402]);
  await eventually('the entry', async () => {
    const text = await (await fetch(`${urlOf('ledger-consumer')}/metrics`)).text();
    return text.includes('\nledger_effects_applied 1\n') && text.includes('\nledger_freshness_seconds_count 1\n');
  });
});

afterAll(async () => {
  await (running as RunningOnce | undefined)?.stop();
});

describe.each(['charge-api', 'relay', 'ledger-consumer'] as const)('%s', (service) => {
  it('exposes what the registry says, and nothing else', async () => {
    expect((await ours(service)).map(([name]) => name).sort()).toEqual(namesOf(service));
  });

  it('says of each metric what the registry says', async () => {
    for (const [name, { type, help }] of await ours(service)) {
      const spec = METRICS[name]!;
      expect({ name, type }).toEqual({ name, type: spec.type });
      expect(help).toContain(spec.help);
      if (spec.source === 'rows') expect(help).toContain('aggregate with max');
    }
  });

  it('uses the labels of the registry with values of the registry', async () => {
    for (const [name, { series }] of await ours(service)) {
      const { labels } = METRICS[name]!;
      for (const used of series) {
        expect({ name, labels: Object.keys(used).sort() }).toEqual({ name, labels: Object.keys(labels).sort() });
        for (const [label, value] of Object.entries(used)) {
          const allowed = labels[label];
          if (Array.isArray(allowed))
            expect({ name, label, allowed }).toEqual({ name, label, allowed: expect.arrayContaining([value]) });
        }
      }
    }
  });

  it('reads every row metric it has: a fresh database is no reason to leave one out', async () => {
    const read = (await ours(service)).filter(([name]) => METRICS[name]!.source === 'rows');
    expect(read.filter(([, { series }]) => series.length === 0).map(([name]) => name)).toEqual([]);
  });
});

it('shows the same number of effects owed and applied', async () => {
  const valueOf = async (service: ServiceName, name: string): Promise<string | undefined> =>
    new RegExp(`^${name} (.*)$`, 'm').exec(await (await fetch(`${urlOf(service)}/metrics`)).text())?.[1];
  expect(await valueOf('charge-api', 'charge_effects_owed')).toBe('1');
  expect(await valueOf('ledger-consumer', 'ledger_effects_applied')).toBe('1');
  expect(await valueOf('ledger-consumer', 'ledger_unbalanced_entries')).toBe('0');
});
