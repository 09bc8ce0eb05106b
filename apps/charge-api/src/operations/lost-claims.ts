import type { Tx } from '@once/database';
import { outcomeOpen, providerUnavailable, type OperationRefusal } from '../charges/operation-refusal.ts';
import type { ProviderAccount } from '../provider/provider-account.ts';
import type { ClaimDoubt } from './insert-operations.sql.ts';
import { readSinceReplacedInTx } from './since-replaced.sql.ts';

/** A caller that was cut off comes back within a day, also where the provider remembers keys for less. */
const DOUBT_AT_LEAST_MS = 86_400_000;

/** Claims whose rows were lost when the database was replaced: what they did at the provider was not lost with them. */
export class LostClaims {
  constructor(private readonly accounts: ProviderAccount) {}

  /** True while an operation that is new here may be one whose rows were lost when the database was replaced. */
  mayBeKnown(sinceReplacedMs: number): boolean {
    return sinceReplacedMs < this.doubtMs;
  }

  /** For the claim of a charge, which could have gone to any account that new keys went to. */
  doubtOfCharge(ownAccount: string): ClaimDoubt {
    return { doubtMs: this.doubtMs, keyWindowMs: this.accounts.keyWindowMs(), ownAccount };
  }

  /** For the claim of a change: any claim of it goes to the account of its charge. */
  doubtOfChange(): ClaimDoubt {
    return { doubtMs: this.doubtMs, keyWindowMs: this.accounts.keyWindowMs(), ownAccount: null };
  }

  /** For what can't be begun here at the moment: that nothing was charged is said only where no claim can be lost. */
  async refusalInTx(tx: Tx): Promise<OperationRefusal> {
    return this.mayBeKnown(await readSinceReplacedInTx(tx)) ? outcomeOpen() : providerUnavailable();
  }

  private get doubtMs(): number {
    return Math.max(this.accounts.keyWindowMs(), DOUBT_AT_LEAST_MS);
  }
}
