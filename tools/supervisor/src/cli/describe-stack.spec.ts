import { describe, expect, it } from '@jest/globals';
import type { StackFile } from '../stack-file/stack-file.ts';
import { describeStack, exampleCurl, operatorCurl } from './describe-stack.ts';

const stack: StackFile = {
  chargeApi: ['http://127.0.0.1:20001', 'http://127.0.0.1:20002'],
  relay: ['http://127.0.0.1:20003'],
  ledgerConsumer: ['http://127.0.0.1:20004'],
  provider: 'http://127.0.0.1:20005',
  chargeDbUrl: 'postgres://o:p@127.0.0.1:20006/charge',
  ledgerDbUrl: 'postgres://o:p@127.0.0.1:20006/ledger',
  kafkaBrokers: ['127.0.0.1:20007'],
  redisUrl: null,
  apiKeys: { acme: 'sk_test_a', globex: 'sk_test_g', initech: 'sk_test_i' },
  operatorUrls: ['http://127.0.0.1:20008', 'http://127.0.0.1:20009'],
  operatorToken: 'token-of-the-operator',
  processes: [{ name: 'relay-1', pid: 42 }],
};

describe('describeStack', () => {
  const text = describeStack(stack, '/repo/.run/stack.json');

  it.each([
    ...stack.chargeApi,
    'http://127.0.0.1:20001/docs',
    ...stack.relay,
    ...stack.ledgerConsumer,
    'http://127.0.0.1:20005',
    stack.chargeDbUrl,
    stack.ledgerDbUrl,
    ...stack.kafkaBrokers,
    '/repo/.run/stack.json',
    ...Object.values(stack.apiKeys),
    ...stack.operatorUrls,
    operatorCurl(stack),
  ])('shows %s', (part) => {
    expect(text).toContain(part);
  });
});

describe('describeStack of a stack that is watched', () => {
  it('shows where, for what is named in the environment', () => {
    const env = {
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://otel:4318',
      GRAFANA_URL: 'http://grafana:3300',
      PROMETHEUS_URL: '',
    };
    const text = describeStack(stack, '/repo/.run/stack.json', env);
    expect(text).toMatch(/traces go to +http:\/\/otel:4318\n/);
    expect(text).toMatch(/Grafana +http:\/\/grafana:3300\n/);
    expect(text).not.toContain('Prometheus');
  });
});

describe('exampleCurl', () => {
  it('is one command with a fixed key, so that pasting it twice is a retry', () => {
    const command = exampleCurl(stack);
    expect(
      command
        .split('\n')
        .slice(0, -1)
        .every((line) => line.endsWith(' \\')),
    ).toBe(true);
    expect(command).toContain("'Idempotency-Key: first-try'");
    expect(command).toContain('http://127.0.0.1:20001/v1/charges');
  });
});
