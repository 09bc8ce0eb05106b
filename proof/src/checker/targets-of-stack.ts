import type { ProofTargets } from '../model/targets.ts';

export interface StackNames {
  readonly topic: string;
  readonly consumerGroup: string;
}

/** What the services are called where nobody has configured them otherwise. */
export const DEFAULT_NAMES: StackNames = { topic: 'payments.charges.v1', consumerGroup: 'ledger-consumer' };

/** Where a stack can be looked at that is described as stack.json does. @throws Error naming the member that is amiss */
export function targetsOfStack(
  stack: object,
  names: StackNames = DEFAULT_NAMES,
  otherProviderUrls: readonly string[] = [],
): ProofTargets {
  const members = new Map(Object.entries(stack));
  return {
    ...names,
    chargeDbUrl: textOf(members, 'chargeDbUrl'),
    ledgerDbUrl: textOf(members, 'ledgerDbUrl'),
    kafkaBrokers: textsOf(members, 'kafkaBrokers'),
    providerUrl: textOf(members, 'provider'),
    otherProviderUrls,
    metricsUrls: {
      'charge-api': textsOf(members, 'chargeApi'),
      relay: textsOf(members, 'relay'),
      'ledger-consumer': textsOf(members, 'ledgerConsumer'),
    },
  };
}

type Members = ReadonlyMap<string, unknown>;

const textOf = (stack: Members, name: string): string => {
  const value = stack.get(name);
  if (typeof value === 'string' && value !== '') return value;
  throw new Error(`${name} is not a text`);
};

const textsOf = (stack: Members, name: string): string[] => {
  const value = stack.get(name);
  const texts = Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
  if (texts.length > 0) return texts;
  throw new Error(`${name} is not a list of texts`);
};
