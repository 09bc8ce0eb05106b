import type { RecordingClient, SentCall } from './recording-client.ts';

type Purchase = Pick<SentCall, 'tenant' | 'key' | 'amountMinor' | 'currency'>;

const newCharge = (purchase: Purchase, capture: boolean, source = 'tok_visa') => ({
  ...purchase,
  action: capture ? ('charge' as const) : ('authorize' as const),
  path: '/v1/charges',
  body: { amount: Number(purchase.amountMinor), currency: purchase.currency, source, capture },
});

const change = (purchase: Purchase, action: 'capture' | 'cancel' | 'refund', chargeId: string) => ({
  ...purchase,
  action,
  chargeId,
  path: `/v1/charges/${chargeId}/${action === 'refund' ? 'refunds' : action}`,
  body: action === 'cancel' ? {} : { amount: Number(purchase.amountMinor) },
});

/** Each story of a charge once, for tenant and currency: some 14 calls, one after the other. */
export async function sendStories(client: RecordingClient, tenant: string, currency: string): Promise<void> {
  const purchase = (key: string, amountMinor: string): Purchase => ({ tenant, key, amountMinor, currency });
  const send = async (call: Omit<SentCall, 'call'>, name: string): Promise<string> =>
    (await client.send({ ...call, call: `${tenant} ${name}` })).chargeId ?? '';

  const sale = newCharge(purchase('sale', '1099'), true);
  const saleId = await send(sale, 'sale');
  await send({ ...sale, intent: 'duplicate' }, 'sale again');
  await send({ ...newCharge(purchase('sale', '1098'), true), intent: 'reuse' }, 'sale reused');
  await send(change(purchase('refund-1', '400'), 'refund', saleId), 'refund');
  await send(change(purchase('refund-2', '699'), 'refund', saleId), 'refund of the rest');
  await send(change(purchase('refund-3', '1'), 'refund', saleId), 'refund of too much');

  const heldId = await send(newCharge(purchase('held', '5000'), false), 'held');
  await send(change(purchase('capture', '3000'), 'capture', heldId), 'capture');
  await send(change(purchase('refund-4', '3000'), 'refund', heldId), 'refund of the capture');

  const droppedId = await send(newCharge(purchase('dropped', '800'), false), 'dropped');
  const cancel = change(purchase('cancel', '800'), 'cancel', droppedId);
  await send(cancel, 'cancel');
  await send({ ...cancel, intent: 'duplicate' }, 'cancel again');

  await send({ ...newCharge(purchase('declined', '700'), true, 'tok_declined'), intent: 'decline' }, 'declined');
  await send({ ...newCharge(purchase('left', '900'), true), intent: 'abandoned', abandonAfterMs: 15 }, 'left');
}
