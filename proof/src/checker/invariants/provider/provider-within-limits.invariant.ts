import type { EffectRow } from '../../sources/provider/provider-record.ts';
import { examineEach, type Invariant } from '../invariant.ts';
import { acknowledged } from '../run-had.ts';

const sumOf = (effects: readonly EffectRow[], effect: string): bigint =>
  effects.filter((row) => row.effect === effect).reduce((sum, { amountMinor }) => sum + amountMinor, 0n);

/** A sale is recorded as `captured` alone: it authorizes what it takes. */
const authorizedOf = (effects: readonly EffectRow[]): bigint =>
  effects.some(({ effect }) => effect === 'authorized') ? sumOf(effects, 'authorized') : sumOf(effects, 'captured');

const faultOf = (effects: readonly EffectRow[]): string | undefined => {
  const authorized = authorizedOf(effects);
  const captured = sumOf(effects, 'captured');
  const refunded = sumOf(effects, 'refunded');
  const currencies = new Set(effects.map(({ currency }) => currency));
  if (currencies.size > 1) return `it moved in ${[...currencies].join(' and ')}`;
  if (captured > authorized) return `captured ${captured} of authorized ${authorized}`;
  if (refunded > captured) return `refunded ${refunded} of captured ${captured}`;
  const isCanceled = effects.some(({ effect }) => effect === 'canceled');
  return isCanceled && captured > 0n ? `canceled, and captured ${captured}` : undefined;
};

/** A payment's id says something in its own account only. */
const nameOf = ({ account, paymentId }: EffectRow): string => `${account} ${paymentId}`;

export const providerWithinLimits: Invariant = {
  name: 'provider-within-limits',
  law: 'Of every payment no more is refunded than was captured, and no more captured than was authorized.',
  checkedAt: 'always',
  expected: acknowledged,
  check: ({ provider }) =>
    examineEach([...Map.groupBy(provider.effects, nameOf)], ([payment, effects]) => {
      const detail = faultOf(effects);
      return detail === undefined ? undefined : { detail, subject: { payment } };
    }),
};
