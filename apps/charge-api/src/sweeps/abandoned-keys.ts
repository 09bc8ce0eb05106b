import { Inject, Injectable } from '@nestjs/common';
import { findAbandonedKeys, type AbandonedKey, type Abandonment, type OperationKey } from '@once/idempotency';
import type { Pool } from 'pg';
import { CHARGE_POOL } from '../config/database.module.ts';
import { loadOperation, type StoredOperation } from '../operations/load-operation.sql.ts';
import { ProviderAccess } from '../provider/provider-access.ts';
import { reviveNoticedOperation, reviveReceivedOperation } from '../notices/revive-noticed-operation.ts';
import { readReplacedSinceBegun } from './replaced-since-begun.sql.ts';

/** `to_find_out`: it is taken up as if its worker were lost. `not_told`: nobody here can say yet. */
type LostTry = 'none' | 'to_find_out' | 'not_told';

/** Operations that nobody came back for, and which of them may be given up as never begun. */
@Injectable()
export class AbandonedKeys {
  constructor(
    @Inject(CHARGE_POOL) private readonly pool: Pool,
    private readonly access: ProviderAccess,
  ) {}

  find(abandonment: Abandonment): Promise<AbandonedKey[]> {
    return findAbandonedKeys(this.pool, abandonment);
  }

  /** Id of the operation, if it may be given up; else it is found out what became of it, or it waits. */
  async toGiveUp(key: OperationKey): Promise<string | undefined> {
    // Given up as never begun, although the provider has spoken of it? That is found out instead.
    if (await reviveNoticedOperation(this.pool, key)) return undefined;
    const operation = await loadOperation(this.pool, key);
    const lost = await this.findLostTry(key, operation);
    if (lost === 'to_find_out') await reviveReceivedOperation(this.pool, key);
    return lost === 'none' ? operation.id : undefined;
  }

  /**
   * RECEIVED says that no try has reached the provider. Where the database was replaced since it began, the rows of a try
   * that did may be lost, so its provider is asked.
   */
  private async findLostTry(
    key: OperationKey,
    { id, providerAccount, providerKey }: StoredOperation,
  ): Promise<LostTry> {
    const sinceReplacedMs = await readReplacedSinceBegun(this.pool, key);
    if (sinceReplacedMs === undefined) return 'none';
    const { account: accounts, doubts, provider } = this.access;
    const account = accounts.resolve(providerAccount);
    const reason = accounts.whyKeptAway(account);
    if (account === null || reason !== undefined) {
      doubts.operationKept(id, reason ?? '');
      return 'not_told';
    }
    const found = await provider.find({ account, providerKey });
    if (found.kind === 'inconclusive') return 'not_told';
    // What the provider has forgotten since then it can't deny: past its key window it is not sent again, but reviewed.
    if (found.kind !== 'absent' || sinceReplacedMs >= accounts.keyWindowMs(found.keyWindowMs)) return 'to_find_out';
    return 'none';
  }
}
