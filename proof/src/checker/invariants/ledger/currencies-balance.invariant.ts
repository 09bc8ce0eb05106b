import { sumByCurrency } from '../../facts/sum-by-currency.ts';
import { examineEach, type Invariant } from '../invariant.ts';
import { acknowledgedMoney } from '../run-had.ts';

export const currenciesBalance: Invariant = {
  name: 'currencies-balance',
  law: 'Over all accounts the postings of each currency add up to 0.',
  checkedAt: 'always',
  expected: acknowledgedMoney,
  check: ({ ledgerDb }) => {
    const sums = sumByCurrency(ledgerDb.entries.flatMap(({ postings }) => postings));
    return examineEach([...sums], ([currency, sum]) =>
      sum === 0n ? undefined : { detail: `off by ${sum}`, subject: { currency } },
    );
  },
};
