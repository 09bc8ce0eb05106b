import { withAnswer, type Answered } from './answered.ts';
import type { ChargeClientOptions, RawRequest, ReadOptions, WriteOptions } from './request/charge-client-options.ts';
import { resolveSettings } from './client-settings.ts';
import { errorOfEnd } from './http/error-of-end.ts';
import { bodyText } from './http/attempt-outcome.ts';
import { parseExactJson } from './json/exact-json.ts';
import { eachChargeOf } from './each-charge.ts';
import { OperationSender } from './operation-sender.ts';
import { rawAnswer, type RawAnswer } from './raw-answer.ts';
import { createChargeBody, partialAmountBody } from './request/request-bodies.ts';
import type { CreateChargeInput, PartialAmountInput } from './request/request-bodies.ts';
import { checkedKey, idSegment, keySegment } from './request/request-paths.ts';
import { readCharge, type Charge } from './resources/charge.ts';
import { chargeListPath, readChargePage, type ChargePage, type ListChargesInput } from './resources/charge-page.ts';
import { readChargeTimeline, type ChargeTimeline } from './resources/charge-timeline.ts';
import { readIdempotencyKeyRecord, type IdempotencyKeyRecord } from './resources/idempotency-key-record.ts';
import { readRefund, type Refund } from './resources/refund.ts';
import { expectCanceled, expectCaptured, expectCreated, expectRefunded } from './verdict/expect-operation.ts';
import { expectRaw } from './verdict/expect-raw.ts';
import { expectRead, requireSame } from './verdict/expect-read.ts';
import type { ExpectedAnswer } from './verdict/expected-answer.ts';

interface Call<T> {
  readonly name: string;
  readonly path: string;
  readonly read: (body: unknown) => T;
  readonly expected: ExpectedAnswer;
  /** The charge that the call names, for an error to name it too. */
  readonly chargeId?: string;
}

/**
 * The client of charge-api. Each call is one operation: one idempotency key and one body, made before the first
 * attempt and the same on every retry, so that however often it is sent, it takes effect once.
 *
 * Every method throws a ChargeClientError; OutcomeUnknownError is the one that is not a failure.
 */
export class ChargeClient {
  readonly #sender: OperationSender;

  constructor(options: ChargeClientOptions) {
    this.#sender = new OperationSender(resolveSettings(options));
  }

  async createCharge(input: CreateChargeInput, options: WriteOptions = {}): Promise<Answered<Charge>> {
    const rawBody = createChargeBody(input);
    const call = { name: 'createCharge', path: '/v1/charges', read: readCharge, expected: expectCreated(input) };
    return this.#write(call, rawBody, options);
  }

  async captureCharge(
    chargeId: string,
    input: PartialAmountInput = {},
    options: WriteOptions = {},
  ): Promise<Answered<Charge>> {
    const path = `/v1/charges/${idSegment('chargeId', chargeId)}/capture`;
    const rawBody = partialAmountBody('captureCharge', input);
    const expected = expectCaptured(chargeId, input);
    return this.#write({ name: 'captureCharge', path, read: readCharge, chargeId, expected }, rawBody, options);
  }

  async cancelCharge(chargeId: string, options: WriteOptions = {}): Promise<Answered<Charge>> {
    const path = `/v1/charges/${idSegment('chargeId', chargeId)}/cancel`;
    const expected = expectCanceled(chargeId);
    return this.#write({ name: 'cancelCharge', path, read: readCharge, chargeId, expected }, '{}', options);
  }

  async refundCharge(
    chargeId: string,
    input: PartialAmountInput = {},
    options: WriteOptions = {},
  ): Promise<Answered<Refund>> {
    const path = `/v1/charges/${idSegment('chargeId', chargeId)}/refunds`;
    const rawBody = partialAmountBody('refundCharge', input);
    const expected = expectRefunded(chargeId, input);
    return this.#write({ name: 'refundCharge', path, read: readRefund, chargeId, expected }, rawBody, options);
  }

  async getCharge(chargeId: string, options: ReadOptions = {}): Promise<Answered<Charge>> {
    const path = `/v1/charges/${idSegment('chargeId', chargeId)}`;
    const expected = expectRead(readCharge, ({ id }) => requireSame('id', id, chargeId));
    return this.#read({ name: 'getCharge', path, read: readCharge, chargeId, expected }, options);
  }

  async getRefund(chargeId: string, refundId: string, options: ReadOptions = {}): Promise<Answered<Refund>> {
    const path = `/v1/charges/${idSegment('chargeId', chargeId)}/refunds/${idSegment('refundId', refundId)}`;
    const expected = expectRead(readRefund, (refund) => {
      requireSame('id', refund.id, refundId);
      requireSame('charge_id', refund.chargeId, chargeId);
    });
    return this.#read({ name: 'getRefund', path, read: readRefund, chargeId, expected }, options);
  }

  /** One page, newest first. */
  async listCharges(input: ListChargesInput = {}, options: ReadOptions = {}): Promise<Answered<ChargePage>> {
    const expected = expectRead(readChargePage);
    return this.#read({ name: 'listCharges', path: chargeListPath(input), read: readChargePage, expected }, options);
  }

  /** `for await (const charge of client.eachCharge())`: page after page, each with a deadline of its own. */
  eachCharge(input: ListChargesInput = {}, options: ReadOptions = {}): AsyncGenerator<Charge, void, undefined> {
    return eachChargeOf((page) => this.listCharges(page, options), input);
  }

  /** All that the server keeps about a charge: keys, attempts at the provider, transitions, events. */
  async getChargeTimeline(chargeId: string, options: ReadOptions = {}): Promise<Answered<ChargeTimeline>> {
    const path = `/v1/charges/${idSegment('chargeId', chargeId)}/timeline`;
    const expected = expectRead(readChargeTimeline, (timeline) =>
      requireSame('charge_id', timeline.chargeId, chargeId),
    );
    return this.#read({ name: 'getChargeTimeline', path, read: readChargeTimeline, chargeId, expected }, options);
  }

  async getIdempotencyKey(key: string, options: ReadOptions = {}): Promise<Answered<IdempotencyKeyRecord>> {
    const path = `/v1/idempotency-keys/${keySegment(key)}`;
    const expected = expectRead(readIdempotencyKeyRecord, (record) =>
      requireSame('idempotency_key', record.idempotencyKey, key),
    );
    return this.#read({ name: 'getIdempotencyKey', path, read: readIdempotencyKeyRecord, expected }, options);
  }

  /**
   * Sends bytes as they are through the same retries, and returns the last answer whatever its status.
   * It throws only where there is no answer to return, or the call itself cannot be sent.
   */
  async sendRaw(request: RawRequest): Promise<RawAnswer> {
    const sent = await this.#sender.send('sendRaw', request, expectRaw(request));
    const { last } = sent.end;
    if (last?.kind !== 'answered' || sent.end.stopReason === 'aborted') {
      throw errorOfEnd({ ...sent.operation, chargeId: undefined }, sent.end);
    }
    return rawAnswer(last, sent);
  }

  async #write<T extends object>(call: Call<T>, rawBody: string, options: WriteOptions): Promise<Answered<T>> {
    const idempotencyKey = checkedKey(options.idempotencyKey);
    return this.#perform(call, { ...options, idempotencyKey, method: 'POST', path: call.path, rawBody });
  }

  #read<T extends object>(call: Call<T>, options: ReadOptions): Promise<Answered<T>> {
    return this.#perform(call, { ...options, method: 'GET', path: call.path });
  }

  async #perform<T extends object>(call: Call<T>, request: RawRequest): Promise<Answered<T>> {
    const sent = await this.#sender.send(call.name, request, call.expected);
    const { last } = sent.end;
    if (last?.kind !== 'answered' || last.reading.kind !== 'done') {
      throw errorOfEnd({ ...sent.operation, chargeId: call.chargeId }, sent.end);
    }
    return withAnswer(call.read(parseExactJson(bodyText(last))), last, sent);
  }
}
