export type Kind = 'charge.create' | 'charge.capture' | 'charge.cancel' | 'charge.expire' | 'refund.create';

/** How an accepted operation stands: open as long as nobody knows its end, waiting once it went back to its caller. */
export interface ModelOperation {
  kind: Kind;
  state: 'open' | 'waiting' | 'succeeded' | 'failed';
  amountMinor: bigint;
}

export interface ModelCharge {
  amountMinor: bigint;
  capture: boolean;
}

/** A charge as its operations leave it: all that the model believes, and nothing of it is read from the charge. */
export interface Standing {
  status: 'open' | 'failed' | 'authorized' | 'captured' | 'partially_refunded' | 'refunded' | 'canceled' | 'expired';
  capturedMinor: bigint;
  /** What refunds have given back or still may. */
  reservedMinor: bigint;
  refundedMinor: bigint;
  hasOpenChange: boolean;
  /** A capture went back to its caller, who may still send it again. */
  hasWaitingCapture: boolean;
}

const sum = (operations: readonly ModelOperation[]): bigint =>
  operations.reduce((total, { amountMinor }) => total + amountMinor, 0n);

const statusOf = (
  { capture }: ModelCharge,
  operations: readonly ModelOperation[],
  money: { capturedMinor: bigint; refundedMinor: bigint },
): Standing['status'] => {
  const created = operations.find(({ kind }) => kind === 'charge.create')?.state ?? 'open';
  // It has no outcome, whoever is to bring that about.
  if (created !== 'succeeded') return created === 'failed' ? 'failed' : 'open';
  const done = new Set(operations.filter(({ state }) => state === 'succeeded').map(({ kind }) => kind));
  if (done.has('charge.cancel')) return 'canceled';
  if (done.has('charge.expire')) return 'expired';
  if (!capture && !done.has('charge.capture')) return 'authorized';
  if (money.refundedMinor === 0n) return 'captured';
  return money.refundedMinor === money.capturedMinor ? 'refunded' : 'partially_refunded';
};

/** The whole model: a charge is the sum of its operations. */
export function standingOf(charge: ModelCharge, operations: readonly ModelOperation[]): Standing {
  const of = (kind: Kind, ...states: ModelOperation['state'][]): ModelOperation[] =>
    operations.filter((operation) => operation.kind === kind && states.includes(operation.state));
  const isSold = charge.capture && of('charge.create', 'succeeded').length > 0;
  const capturedMinor = isSold ? charge.amountMinor : sum(of('charge.capture', 'succeeded'));
  const refundedMinor = sum(of('refund.create', 'succeeded'));
  return {
    status: statusOf(charge, operations, { capturedMinor, refundedMinor }),
    capturedMinor,
    reservedMinor: sum(of('refund.create', 'open', 'succeeded')),
    refundedMinor,
    hasOpenChange: (['charge.capture', 'charge.cancel', 'charge.expire'] as const).some(
      (kind) => of(kind, 'open').length > 0,
    ),
    hasWaitingCapture: of('charge.capture', 'waiting').length > 0,
  };
}

/** What a wish is to be told at the door: allowed with this amount, or why not. */
export type Judgement = { amountMinor: bigint } | 'charge_busy' | 'charge_state_invalid' | 'amount_too_large';

/** The rules of the documentation: what may be done to a charge that stands so. `wanted` is null for all there is. */
export function judge(
  charge: ModelCharge,
  standing: Standing,
  { kind, wantedMinor }: { kind: Kind; wantedMinor: bigint | null },
): Judgement {
  if (standing.status === 'open' || standing.hasOpenChange) return 'charge_busy';
  if (kind === 'refund.create') {
    if (standing.status === 'authorized' && standing.hasWaitingCapture) return 'charge_busy';
    if (standing.status !== 'captured' && standing.status !== 'partially_refunded') return 'charge_state_invalid';
    const now = within(wantedMinor, standing.capturedMinor - standing.reservedMinor);
    // Open refunds may come to nothing; those that took place do not.
    const isTooMuchForGood = wantedMinor !== null && wantedMinor > standing.capturedMinor - standing.refundedMinor;
    return now === 'amount_too_large' && !isTooMuchForGood ? 'charge_busy' : now;
  }
  if (standing.status !== 'authorized') return 'charge_state_invalid';
  return kind === 'charge.capture' ? within(wantedMinor, charge.amountMinor) : { amountMinor: charge.amountMinor };
}

const within = (wantedMinor: bigint | null, leftMinor: bigint): Judgement => {
  const amountMinor = wantedMinor ?? leftMinor;
  return amountMinor >= 1n && amountMinor <= leftMinor ? { amountMinor } : 'amount_too_large';
};
