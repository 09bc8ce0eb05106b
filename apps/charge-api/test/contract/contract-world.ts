import { findFreePort } from '@once/stack';
import { createTestDatabase, type TestDatabase } from '@once/testing';
import { ProviderGate } from '../provider-gate.ts';
import { startChargeApi, type RunningChargeApi } from '../start-charge-api.ts';
import { TestProvider } from '../test-provider.ts';
import { UNHURRIED } from '../unhurried.ts';
import { ContractBoard } from './contract-board.ts';

/** Settings that bring about what a request alone cannot. */
const KINDS = {
  usual: {},
  /** Answers 202 at once, whatever the provider does. */
  hasty: { ANSWER_DEADLINE_MS: '200' },
  limited: { RATE_LIMIT_PER_SECOND: '1' },
  full: { MAX_IN_FLIGHT: '1', MAX_QUEUED: '0' },
  /** What the provider does not find is never sent again, and needs a person at the second look. */
  reviewing: { PROVIDER_KEY_WINDOW_MS: '0', UNKNOWN_REVIEW_AFTER_MS: '0' },
  cutOff: {},
} as const satisfies Record<string, Record<string, string>>;

export type InstanceKind = keyof typeof KINDS;

/** One charge database and one provider, and the service in front of them in as many settings as states ask for. */
export class ContractWorld {
  readonly database: TestDatabase;
  readonly provider: TestProvider;
  readonly gate: ProviderGate;
  readonly board: ContractBoard;
  private readonly instances = new Map<InstanceKind, Promise<RunningChargeApi>>();

  private constructor(parts: Pick<ContractWorld, 'database' | 'provider' | 'gate' | 'board'>) {
    this.database = parts.database;
    this.provider = parts.provider;
    this.gate = parts.gate;
    this.board = parts.board;
  }

  static async start(): Promise<ContractWorld> {
    const [database, provider, gate, board] = await Promise.all([
      createTestDatabase('charge'),
      TestProvider.start(),
      ProviderGate.open(),
      ContractBoard.open(),
    ]);
    gate.target = provider.url;
    return new ContractWorld({ database, provider, gate, board });
  }

  instance(kind: InstanceKind): Promise<RunningChargeApi> {
    const running = this.instances.get(kind) ?? this.startInstance(kind);
    this.instances.set(kind, running);
    return running;
  }

  async stop(): Promise<void> {
    this.gate.letGo();
    await Promise.all([...this.instances.values()].map(async (instance) => (await instance).close()));
    await Promise.all([this.board.close(), this.gate.close(), this.provider.stop()]);
    await this.database.drop();
  }

  private async startInstance(kind: InstanceKind): Promise<RunningChargeApi> {
    const providerUrl = kind === 'cutOff' ? `http://127.0.0.1:${await findFreePort()}` : this.gate.url;
    return startChargeApi({
      ...UNHURRIED,
      DATABASE_URL: this.database.serviceUrl('charge_service'),
      PROVIDER_URL: providerUrl,
      RATE_LIMIT_PER_SECOND: '1000000',
      // A state lasts until its interaction is over: nothing is to be resolved by itself meanwhile.
      SWEEP_INTERVAL_MS: '60000',
      ...KINDS[kind],
    });
  }
}
