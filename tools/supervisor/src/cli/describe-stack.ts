import type { StackFile } from '../stack-file/stack-file.ts';

const row = (name: string, values: readonly string[]): string[] =>
  values.map((value, index) => `  ${(index === 0 ? name : '').padEnd(16)} ${value}`);

/** Pasted twice, the second answer is the first one again, marked by Idempotent-Replayed. */
export function exampleCurl(stack: StackFile): string {
  return [
    `curl -i ${stack.chargeApi[0] ?? ''}/v1/charges`,
    `  -H 'Authorization: Bearer ${stack.apiKeys.acme}'`,
    `  -H 'Idempotency-Key: first-try'`,
    `  -H 'Content-Type: application/json'`,
    `  -d '{"amount": 1099, "currency": "EUR", "source": "tok_visa"}'`,
  ].join(' \\\n');
}

/** For an operator; `npm run ops` does the same without a token, on the database itself. */
export const operatorCurl = (stack: StackFile): string =>
  `curl -H 'Authorization: Bearer ${stack.operatorToken}' ${stack.operatorUrls[0] ?? ''}/v1/needs-review`;

/** Where somebody may look at the stack from outside; the services send traces to the first. */
const WATCHERS = [
  ['traces go to', 'OTEL_EXPORTER_OTLP_ENDPOINT'],
  ['Prometheus', 'PROMETHEUS_URL'],
  ['Grafana', 'GRAFANA_URL'],
] as const;

/** All that somebody needs who wants to use the stack, for a terminal. */
export function describeStack(stack: StackFile, runFile: string, env: NodeJS.ProcessEnv = {}): string {
  return [
    'Once is up:',
    ...row('charge-api', stack.chargeApi),
    ...row(
      '  API document',
      stack.chargeApi.slice(0, 1).map((url) => `${url}/docs`),
    ),
    ...row('  for operators', stack.operatorUrls),
    ...row('relay', stack.relay),
    ...row('ledger-consumer', stack.ledgerConsumer),
    ...row('provider', stack.provider === null ? [] : [stack.provider]),
    ...row('charge database', [stack.chargeDbUrl]),
    ...row('ledger database', [stack.ledgerDbUrl]),
    ...row('Kafka', [stack.kafkaBrokers.join(',')]),
    ...WATCHERS.flatMap(([name, variable]) => row(name, env[variable] ? [env[variable]] : [])),
    ...row('for programs', [runFile]),
    'API keys:',
    ...Object.entries(stack.apiKeys).flatMap(([tenant, key]) => row(tenant, [key])),
    'Charge a card, then paste it again: the second answer says Idempotent-Replayed: true.',
    exampleCurl(stack),
    'See what waits for a person, by npm run ops -- charges needs-review list, or:',
    operatorCurl(stack),
    'Ctrl-C stops everything and removes its data.',
  ].join('\n');
}
