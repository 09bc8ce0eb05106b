import type { ChargeClient } from '../../src/index.ts';

export type ProviderState = readonly [name: string, parameters: Record<string, string | number | boolean>];

export interface ContractRequest {
  readonly method: 'GET' | 'POST';
  /** Text, or a matcher whose value the provider's state puts in. */
  readonly path: unknown;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

export interface ContractAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

/** One row of the answer table: what the client sends in which state, what it needs to get, and what it makes of it. */
export interface ContractCase {
  /** What the client experiences. */
  readonly title: string;
  /** Names the interaction in the pact; unique in it, and never reused for another meaning. */
  readonly receives: string;
  readonly given: readonly ProviderState[];
  readonly request: ContractRequest;
  readonly answer: ContractAnswer;
  /** Calls the client as an application does and judges what it returns or throws. */
  readonly judge: (client: ChargeClient) => Promise<void>;
}
