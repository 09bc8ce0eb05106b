import type { Claim, OperationHandler, Performance, Preparation, Settled, Settlement } from '@once/idempotency';

export interface Note {
  claimId: string;
  epoch: bigint;
  resourceId: string;
  isResumed: boolean;
  mayHaveActed: boolean;
}

export type Scripted = Performance<string, string>;

/** A handler whose outside call is scripted by the test and whose every call is written down. */
export class ScriptedHandler implements OperationHandler<string, string, string> {
  readonly operation = 'test.operation';
  readonly performed: Note[] = [];
  readonly settled: string[] = [];
  prepare: (claim: Claim<string>) => Preparation<string> = () => ({ kind: 'prepared' });
  performing: (claim: Claim<string>, call: number) => Promise<Scripted> = (_claim, call) =>
    Promise.resolve({ kind: 'finished', settlement: `call ${call}` });

  prepareInTx(_tx: unknown, claims: readonly Claim<string>[]): Promise<Preparation<string>[]> {
    return Promise.resolve(claims.map((claim) => this.prepare(claim)));
  }

  perform(claim: Claim<string>): Promise<Scripted> {
    const { claimId, epoch, resourceId, isResumed, mayHaveActed } = claim;
    this.performed.push({ claimId, epoch, resourceId, isResumed, mayHaveActed });
    return this.performing(claim, this.performed.length);
  }

  settleInTx(_tx: unknown, items: readonly Settlement<string, string>[]): Promise<Settled[]> {
    this.settled.push(...items.map(({ settlement }) => settlement));
    return Promise.resolve(items.map(({ settlement }) => ended(settlement)));
  }
}

/** The end of an operation whose body is `text`. */
export const ended = (text: string): Settled => ({
  state: 'COMPLETED',
  answer: { status: 201, headers: { location: '/r' }, body: Buffer.from(text) },
});
