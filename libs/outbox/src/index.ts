export { appendInTx } from './append-in-tx.ts';
export type { OutboxEvent } from './outbox-event.ts';
export { OutboxWaker, type OutboxWakerOptions } from './outbox-waker.ts';
export { decodeWakePayload, OUTBOX_WAKE_CHANNEL } from './wake-channel.ts';
