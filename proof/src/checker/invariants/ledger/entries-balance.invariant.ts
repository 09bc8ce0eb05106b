import { sumByCurrency } from '../../facts/sum-by-currency.ts';
import { examineEach, type Invariant } from '../invariant.ts';
import { acknowledgedMoney } from '../run-had.ts';

export const entriesBalance: Invariant = {
  name: 'entries-balance',
  law: 'Every entry has two postings or more, and in each currency they add up to 0.',
  checkedAt: 'always',
  expected: acknowledgedMoney,
  check: ({ ledgerDb }) =>
    examineEach(ledgerDb.entries, ({ id, postings }) => {
      if (postings.length < 2) return { detail: `${postings.length} posting(s)`, subject: { entry: id } };
      const off = [...sumByCurrency(postings)].filter(([, sum]) => sum !== 0n);
      return off.map(([currency, sum]) => ({ detail: `${currency} off by ${sum}`, subject: { entry: id } }));
    }),
};
