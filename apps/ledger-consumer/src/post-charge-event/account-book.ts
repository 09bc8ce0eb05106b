import type { Tx } from '@once/database';
import { accountLabel, type Account, type AccountKey } from './account.ts';
import { createAccountsInTx } from './create-accounts.sql.ts';
import { findAccountsInTx } from './find-accounts.sql.ts';

export type WantedAccount = AccountKey & { readonly exponent: number };

/** Far above tenants × currencies of one deployment; past it the book starts over instead of growing. */
const MAX_REMEMBERED = 50_000;

const byLabel = <A extends AccountKey>(accounts: readonly A[]): Map<string, A> =>
  new Map(accounts.map((account) => [accountLabel(account), account]));

/**
 * Accounts by their label, opened on demand. Accounts are few, hot and never change, so once committed they are
 * remembered: the hot path neither reads nor locks their rows beyond the foreign key's share lock.
 */
export class AccountBook {
  private readonly remembered = new Map<string, Account>();

  /** Every wanted account, opened where it is missing. Not remembered before `remember`, after the commit. */
  async openInTx(tx: Tx, wanted: readonly WantedAccount[]): Promise<ReadonlyMap<string, Account>> {
    const distinct = byLabel(wanted);
    const accounts = new Map<string, Account>();
    for (const label of distinct.keys()) {
      const account = this.remembered.get(label);
      if (account) accounts.set(label, account);
    }
    const absent = (): WantedAccount[] => [...distinct].filter(([label]) => !accounts.has(label)).map(([, one]) => one);
    const readAbsent = async (): Promise<void> => {
      for (const account of await findAccountsInTx(tx, absent())) accounts.set(accountLabel(account), account);
    };
    if (absent().length > 0) await readAbsent();
    if (absent().length > 0) {
      await createAccountsInTx(tx, absent());
      await readAbsent();
    }
    return accounts;
  }

  /** Call with accounts of a committed transaction only: one that was rolled back never existed. */
  remember(accounts: ReadonlyMap<string, Account>): void {
    if (this.remembered.size + accounts.size > MAX_REMEMBERED) this.remembered.clear();
    for (const [label, account] of accounts) this.remembered.set(label, account);
  }
}
