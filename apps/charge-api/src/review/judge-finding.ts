/** One word of the provider about an operation, from an attempt or a notice. */
export interface ProviderWord {
  outcome: 'succeeded' | 'declined';
  paymentId: string | null;
}

/** What a person says became of an operation. */
export interface Finding {
  outcome: 'succeeded' | 'failed';
  /** The payment at the provider, where the person names it. */
  paymentId: string | null;
  /** The payment that the charge has already; null for a charge that is only being made. */
  chargePaymentId: string | null;
}

export type FindingVerdict =
  /** `paymentId` is the payment of the charge from now on; null where nothing took place. */
  | { kind: 'fits'; paymentId: string | null }
  | { kind: 'contradicted'; detail: string }
  | { kind: 'payment_id_needed'; detail: string };

/** Whether a person's finding can stand beside what the provider said itself. */
export function judgeFinding(finding: Finding, words: readonly ProviderWord[]): FindingVerdict {
  const isPerformed = words.some(({ outcome }) => outcome === 'succeeded');
  if (finding.outcome === 'failed') {
    if (!isPerformed) return { kind: 'fits', paymentId: null };
    return contradicted('The provider said that it took place', words);
  }
  if (!isPerformed && words.length > 0) return contradicted('The provider said that it refused it', words);
  return judgePayment(finding, words);
}

const judgePayment = ({ paymentId, chargePaymentId }: Finding, words: readonly ProviderWord[]): FindingVerdict => {
  // A charge has one payment for good; before it has one, the evidence may name it.
  const named = chargePaymentId === null ? paymentsOf(words) : [chargePaymentId];
  if (paymentId !== null && (named.length === 0 || named.includes(paymentId))) return { kind: 'fits', paymentId };
  if (paymentId !== null) {
    return { kind: 'contradicted', detail: `The payment is ${named.join(' or ')}, not ${paymentId}.` };
  }
  const [only, ...others] = named;
  if (only === undefined) {
    return { kind: 'payment_id_needed', detail: 'Nothing names the payment yet: say which one it is at the provider.' };
  }
  if (others.length > 0) {
    // More than one is money taken twice: a person must look at each before one of them becomes the charge's.
    return { kind: 'payment_id_needed', detail: `The evidence names ${named.join(' and ')}: say which one it is.` };
  }
  return { kind: 'fits', paymentId: only };
};

const paymentsOf = (words: readonly ProviderWord[]): string[] => [
  ...new Set(words.flatMap(({ paymentId }) => (paymentId === null ? [] : [paymentId]))),
];

const contradicted = (what: string, words: readonly ProviderWord[]): FindingVerdict => {
  const payments = paymentsOf(words);
  return { kind: 'contradicted', detail: `${what}${payments.length > 0 ? ` (payment ${payments.join(', ')})` : ''}.` };
};
