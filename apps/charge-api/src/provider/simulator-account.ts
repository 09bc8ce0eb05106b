import { z } from 'zod';

const PREFIX = 'simulator:';

/** The account's name with us. */
export const accountOf = (identity: string): string => `${PREFIX}${identity}`;

/** What the simulator calls it; an account of another adapter has a name that it can't have. */
export const identityOf = (account: string): string =>
  account.startsWith(PREFIX) ? account.slice(PREFIX.length) : account;

const said = z.object({ account: z.string() });
const mismatch = z.object({ code: z.literal('account_mismatch') });

/** Refused because we named another account, before it looked at anything. */
export const isAccountMismatch = (status: number, body: unknown): boolean =>
  status === 421 && mismatch.safeParse(body).success;

/** Undefined where an answer is the account's; else what is wrong with it: then it says nothing about our money. */
export function findForeignAnswer(account: string, body: unknown): string | undefined {
  const identity = said.safeParse(body).data?.account;
  if (identity === undefined) return 'the answer does not say whose it is';
  return accountOf(identity) === account ? undefined : `the answer is of ${accountOf(identity)}, not of ${account}`;
}
