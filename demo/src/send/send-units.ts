import type { ChargeClient } from '@once/charge-client';
import type { BadLine, ChargeLine } from '../input/charge-line.ts';
import type { Unit } from '../input/plan-units.ts';
import { chargeIdOf } from './charge-id-of.ts';
import type { ClientLogEntry } from './client-log.ts';
import { launchInOrder } from './launch-in-order.ts';
import { sendRequest } from './send-request.ts';

/** Requests in flight at once; a fraction of what one charge-api admits, so that none is shed by its limits. */
const MAX_IN_FLIGHT = 16;

export interface Sending {
  readonly clientOf: (tenant: string) => ChargeClient;
  readonly signal: AbortSignal;
  /** Called after each line with the number of lines that are done. */
  readonly onDone: (done: number) => void;
}

export interface SentLines {
  readonly log: readonly ClientLogEntry[];
  /** Refunds whose charge did not come about: there was nothing to send. */
  readonly notSent: readonly BadLine[];
}

/** Sends every unit, in order. */
export async function sendUnits(units: readonly Unit[], sending: Sending): Promise<SentLines> {
  const sender = new UnitSender(sending);
  const jobs = units.map((unit) => ({ size: unit.lines.length, run: () => sender.launch(unit) }));
  await launchInOrder(jobs, MAX_IN_FLIGHT);
  return sender;
}

class UnitSender implements SentLines {
  readonly log: ClientLogEntry[] = [];
  readonly notSent: BadLine[] = [];
  readonly #sending: Sending;
  readonly #ended = new Map<ChargeLine, Promise<void>>();
  readonly #chargeIds = new Map<ChargeLine, string>();

  constructor(sending: Sending) {
    this.#sending = sending;
  }

  launch(unit: Unit): Promise<void> {
    const ended = this.#send(unit);
    for (const line of unit.lines) this.#ended.set(line, ended);
    return ended;
  }

  /** The lines of a unit leave in one tick, once the charges that they refund are there. */
  async #send({ lines, after }: Unit): Promise<void> {
    await Promise.all(after.map(async (line) => this.#ended.get(line)));
    this.#sending.signal.throwIfAborted();
    await Promise.all(lines.map((line) => this.#sendLine(line, after)));
  }

  async #sendLine(line: ChargeLine, after: readonly ChargeLine[]): Promise<void> {
    const { clientOf, signal, onDone } = this.#sending;
    const { lineNumber, tenant, key, raw: rawBody } = line;
    const path = this.#pathOf(line, after);
    if (path === undefined) {
      this.notSent.push({ lineNumber, reason: 'not sent: the charge to refund did not come about' });
    } else {
      const origin = `line ${lineNumber}`;
      const entry = await sendRequest(clientOf(tenant), { origin, tenant, key, path, rawBody, signal });
      const chargeId = chargeIdOf(entry);
      if (chargeId !== null) this.#chargeIds.set(line, chargeId);
      this.log.push(entry);
    }
    onDone(this.log.length + this.notSent.length);
  }

  #pathOf({ tenant, refundOf }: ChargeLine, after: readonly ChargeLine[]): string | undefined {
    if (refundOf === null) return '/v1/charges';
    const charge = after.find((line) => line.tenant === tenant && line.key === refundOf && this.#chargeIds.has(line));
    return charge && `/v1/charges/${this.#chargeIds.get(charge)}/refunds`;
  }
}
