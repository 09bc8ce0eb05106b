import { describe, expect, it } from '@jest/globals';
import { judgeFinding, type Finding, type ProviderWord } from './judge-finding.ts';

const SUCCEEDED: ProviderWord = { outcome: 'succeeded', paymentId: 'pay_1' };
const OTHER: ProviderWord = { outcome: 'succeeded', paymentId: 'pay_2' };
const DECLINED: ProviderWord = { outcome: 'declined', paymentId: null };
const NAMELESS: ProviderWord = { outcome: 'succeeded', paymentId: null };

const found = (
  outcome: Finding['outcome'],
  paymentId: string | null = null,
  chargePaymentId: string | null = null,
) => ({
  outcome,
  paymentId,
  chargePaymentId,
});

describe('a finding about a new charge', () => {
  it.each([
    ['failed, with nothing said', found('failed'), [], null],
    ['failed, after a refusal', found('failed'), [DECLINED], null],
    ['succeeded, naming the payment, with nothing said', found('succeeded', 'pay_1'), [], 'pay_1'],
    ['succeeded, after a word that names the payment', found('succeeded'), [SUCCEEDED], 'pay_1'],
    ['succeeded, after a word that names the same', found('succeeded', 'pay_1'), [SUCCEEDED, SUCCEEDED], 'pay_1'],
    ['succeeded, after a refusal and a success', found('succeeded'), [DECLINED, SUCCEEDED], 'pay_1'],
    ['succeeded, naming one of two payments', found('succeeded', 'pay_2'), [SUCCEEDED, OTHER], 'pay_2'],
    ['succeeded, naming what a success left open', found('succeeded', 'pay_1'), [NAMELESS], 'pay_1'],
  ] as const)('stands: %s', (_case, finding, words, paymentId) => {
    expect(judgeFinding(finding, words)).toEqual({ kind: 'fits', paymentId });
  });

  it.each([
    ['failed, after a success', found('failed'), [SUCCEEDED], 'took place (payment pay_1)'],
    ['failed, after a success and a refusal', found('failed'), [DECLINED, SUCCEEDED], 'took place'],
    ['failed, after a success without a payment', found('failed'), [NAMELESS], 'took place.'],
    ['succeeded, after a refusal', found('succeeded', 'pay_1'), [DECLINED], 'refused it'],
    ['succeeded, naming another payment', found('succeeded', 'pay_9'), [SUCCEEDED], 'is pay_1, not pay_9'],
    ['succeeded, naming none of two', found('succeeded', 'pay_9'), [SUCCEEDED, OTHER], 'pay_1 or pay_2, not pay_9'],
  ] as const)('is contradicted: %s', (_case, finding, words, detail) => {
    expect(judgeFinding(finding, words)).toEqual({ kind: 'contradicted', detail: expect.stringContaining(detail) });
  });

  it.each([
    ['nothing names', [], 'Nothing names the payment'],
    ['a success left open', [NAMELESS], 'Nothing names the payment'],
    ['is one of two', [SUCCEEDED, OTHER], 'names pay_1 and pay_2'],
  ])('needs the payment that %s', (_case, words, detail) => {
    expect(judgeFinding(found('succeeded'), words)).toEqual({
      kind: 'payment_id_needed',
      detail: expect.stringContaining(detail),
    });
  });
});

describe('a finding about a change of a charge', () => {
  it('takes the payment of the charge, named or not', () => {
    const stands = { kind: 'fits', paymentId: 'pay_1' };
    expect(judgeFinding(found('succeeded', null, 'pay_1'), [])).toEqual(stands);
    expect(judgeFinding(found('succeeded', 'pay_1', 'pay_1'), [OTHER])).toEqual(stands);
  });

  it('is contradicted when it names another', () => {
    expect(judgeFinding(found('succeeded', 'pay_2', 'pay_1'), [])).toMatchObject({ kind: 'contradicted' });
  });
});
