import type { Answer, Caller } from '../caller.ts';
import type { Kind, ModelCharge } from './charge-model.ts';

/** What a charge is asked for, and all wishes that concern it. */
export interface LifeCharge extends ModelCharge {
  reference: string | null;
  isDeclined: boolean;
  intents: Intent[];
}

/** What a caller was told: its status with the code of a problem, and the very bytes. */
export interface Heard {
  label: string;
  answer: Answer;
}

/** One request, which may never be answered. */
export interface Sent {
  intent: Intent;
  isChanged: boolean;
  heard?: Heard;
  end: Promise<void>;
}

/** One wish under a key of its own, however often it is sent. */
export class Intent {
  readonly sent: Sent[] = [];
  /** It has outlived the provider's memory. */
  isOld = false;
  readonly key: string;
  readonly kind: Kind;
  readonly charge: LifeCharge;
  /** null for all there is, or where there is no choice. */
  readonly wantedMinor: bigint | null;

  constructor({
    key,
    kind,
    charge,
    wantedMinor = null,
  }: Pick<Intent, 'key' | 'kind' | 'charge'> & { wantedMinor?: bigint | null }) {
    this.key = key;
    this.kind = kind;
    this.charge = charge;
    this.wantedMinor = wantedMinor;
    charge.intents.push(this);
  }

  /** `chargeId` is null for a wish to create one; with `isChanged` the key is used for something else. */
  send(caller: Caller, to: { url: string; chargeId: string | null; isChanged: boolean }): Sent {
    const { path, body } = this.request(to.chargeId, to.isChanged);
    const answering = caller.post(path, body, { key: this.key, url: to.url });
    const sent: Sent = { intent: this, isChanged: to.isChanged, end: Promise.resolve() };
    sent.end = answering.then(
      (answer) => void (sent.heard = { label: labelOf(answer), answer }),
      (error: unknown) => void (sent.heard = { label: `nothing: ${String(error)}`, answer: NOTHING }),
    );
    this.sent.push(sent);
    return sent;
  }

  private request(chargeId: string | null, isChanged: boolean): { path: string; body: object } {
    const { amountMinor, capture, reference, isDeclined } = this.charge;
    const more = isChanged ? 1 : 0;
    if (chargeId === null) {
      const source = isDeclined ? 'tok_declined' : 'tok_visa';
      const fields = { currency: 'EUR', source, capture, ...(reference === null ? {} : { reference }) };
      return { path: '/v1/charges', body: { amount: Number(amountMinor) + more, ...fields } };
    }
    const path = `/v1/charges/${chargeId}/`;
    // A cancellation has nothing to change but what it is.
    if (this.kind === 'charge.cancel') return { path: path + (isChanged ? 'capture' : 'cancel'), body: {} };
    const amount = this.wantedMinor === null ? undefined : Number(this.wantedMinor);
    const changed = isChanged ? { amount: (amount ?? 0) + 1 } : amount === undefined ? {} : { amount };
    return { path: path + (this.kind === 'refund.create' ? 'refunds' : 'capture'), body: changed };
  }
}

const NOTHING: Answer = { status: 0, headers: new Headers(), text: '', body: {} };

const labelOf = ({ status, body }: Answer): string =>
  typeof body.code === 'string' ? `${status} ${body.code}` : String(status);
