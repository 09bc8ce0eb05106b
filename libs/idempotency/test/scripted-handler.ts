import type {
  Claim,
  ClaimedRequest,
  OperationKey,
  Performance,
  Preparation,
  ResumableHandler,
  Settled,
  Settlement,
  Suspension,
} from '@once/idempotency';

export type Scripted = Performance<string, string>;

/** A handler whose outside call is scripted by the test and whose every call is written down. */
export class ScriptedHandler implements ResumableHandler<string, string, string> {
  readonly operation: string;
  readonly performed: Claim<string>[] = [];
  readonly settled: string[] = [];
  readonly suspended: Suspension<string>[] = [];
  readonly kept: string[] = [];
  prepare: (claim: Claim<string>) => Preparation<string> = () => ({ kind: 'prepared' });
  performing: (claim: Claim<string>, call: number) => Promise<Scripted> = (_claim, call) =>
    Promise.resolve({ kind: 'finished', settlement: `call ${call}` });
  keeping: (settlement: string, call: number) => Promise<void> = () => Promise.resolve();
  restoring: (key: OperationKey) => Promise<void> = () => Promise.resolve();

  constructor(operation = 'test.operation') {
    this.operation = operation;
  }

  prepareInTx(_tx: unknown, claims: readonly Claim<string>[]): Promise<Preparation<string>[]> {
    return Promise.resolve(claims.map((claim) => this.prepare(claim)));
  }

  perform(claim: Claim<string>): Promise<Scripted> {
    this.performed.push(claim);
    return this.performing(claim, this.performed.length);
  }

  settleInTx(_tx: unknown, items: readonly Settlement<string, string>[]): Promise<Settled[]> {
    this.settled.push(...items.map(({ settlement }) => settlement));
    return Promise.resolve(items.map(({ settlement }) => ended(settlement)));
  }

  suspendInTx(_tx: unknown, suspension: Suspension<string>): Promise<void> {
    this.suspended.push(suspension);
    return Promise.resolve();
  }

  keepLate({ settlement }: Settlement<string, string>): Promise<void> {
    this.kept.push(settlement);
    return this.keeping(settlement, this.kept.length);
  }

  async restore(key: OperationKey): Promise<ClaimedRequest<string>> {
    await this.restoring(key);
    const { tenantId, idempotencyKey } = key;
    return { tenantId, idempotencyKey, operation: this.operation, resourceIds: [], command: idempotencyKey };
  }
}

/** A handler that sets something aside while somebody works on its operation. */
export class HoldingHandler extends ScriptedHandler {
  readonly given: Claim<string>[] = [];
  readonly taken: Claim<string>[] = [];
  giving: () => Promise<void> = () => Promise.resolve();
  taking: () => Preparation<string> = () => ({ kind: 'prepared' });

  async giveBackInTx(_tx: unknown, claim: Claim<string>): Promise<void> {
    this.given.push(claim);
    await this.giving();
  }

  takeAgainInTx(_tx: unknown, claim: Claim<string>): Promise<Preparation<string>> {
    this.taken.push(claim);
    return Promise.resolve(this.taking());
  }
}

/** The end of an operation whose body is `text`. */
export const ended = (text: string): Settled => ({
  state: 'COMPLETED',
  answer: { status: 201, headers: { location: '/r' }, body: Buffer.from(text) },
});
