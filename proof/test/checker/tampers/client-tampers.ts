import { attemptOf, hashOf } from '../sample-call.ts';
import { callOf, drop, effectOf, endOf, entryOf, keyOf, operationOf, type Tamper } from './tamper.ts';

const OTHER = hashOf('other bytes');

export const CLIENT_TAMPERS: readonly Tamper[] = [
  [
    'an entry that is gone',
    'acknowledged-posted-once',
    (w) => drop(w.ledgerDb.entries, (e) => e.operationId === 'o-sale'),
  ],
  ['a second entry', 'acknowledged-posted-once', (w) => w.ledgerDb.entries.push(entryOf(w, 'o-refund'))],
  [
    'an entry of another amount',
    'acknowledged-posted-once',
    (w) => entryOf(w, 'o-sale').postings.forEach((p) => (p.amountMinor += p.amountMinor > 0n ? 1n : -1n)),
  ],
  [
    'an entry of another currency',
    'acknowledged-posted-once',
    (w) => entryOf(w, 'o-capture').postings.forEach((p) => (p.currency = 'EUR')),
  ],
  [
    'a refund posted as a capture',
    'acknowledged-posted-once',
    (w) => entryOf(w, 'o-refund').postings.forEach((p) => (p.amountMinor *= -1n)),
  ],
  ['an entry of another charge', 'acknowledged-posted-once', (w) => (entryOf(w, 'o-sale').chargeId = 'c-2')],
  [
    'an operation that is gone',
    'acknowledged-posted-once',
    (w) => drop(w.chargeDb.operations, (o) => o.id === 'o-capture'),
  ],
  [
    'an effect that is gone',
    'acknowledged-done-once',
    (w) => drop(w.provider.effects, (e) => e.operationId === 'o-hold'),
  ],
  [
    'a second effect',
    'acknowledged-done-once',
    (w) => w.provider.effects.push({ ...effectOf(w, 'o-sale'), providerKey: 'random' }),
  ],
  [
    'a cancellation that the provider never saw',
    'acknowledged-done-once',
    (w) => drop(w.provider.effects, (e) => e.operationId === 'o-cancel'),
  ],
  [
    'a decline that took money',
    'refused-did-nothing',
    (w) =>
      w.provider.effects.push({ ...effectOf(w, 'o-sale'), providerKey: 'once_o-decline', operationId: 'o-decline' }),
  ],
  [
    'a decline that was posted',
    'refused-did-nothing',
    (w) => w.ledgerDb.entries.push({ ...entryOf(w, 'o-sale'), id: 'new', operationId: 'o-decline' }),
  ],
  [
    'two effects for a client that left',
    'in-doubt-ends-once',
    (w) => w.provider.effects.push({ ...effectOf(w, 'o-left'), providerKey: 'random' }),
  ],
  [
    'money taken and never posted for a client that left',
    'in-doubt-ends-once',
    (w) => drop(w.ledgerDb.entries, (e) => e.operationId === 'o-left'),
  ],
  [
    'money taken and recorded as failed for a client that left',
    'in-doubt-ends-once',
    (w) => {
      operationOf(w, 'o-left').state = 'failed';
      keyOf(w, 'k-left').state = 'FAILED';
    },
  ],
  [
    'an operation of a client that left that is still open',
    'in-doubt-ends-once',
    (w) => {
      operationOf(w, 'o-left').state = 'pending';
      keyOf(w, 'k-left').state = 'PROCESSING';
    },
  ],
  [
    'a second operation under the key of a client that left',
    'in-doubt-ends-once',
    (w) => w.chargeDb.operations.push({ ...operationOf(w, 'o-left'), id: 'second' }),
  ],
  [
    'a reused key that was executed',
    'reuse-is-refused',
    (w) => Object.assign(endOf(w, 'sale reused'), { outcome: 'ok', status: 201, code: null }),
  ],
  [
    'a reused key that was replayed to',
    'reuse-is-refused',
    (w) => Object.assign(endOf(w, 'sale reused'), { outcome: 'ok', status: 201, code: null, isReplay: true }),
  ],
  [
    'a repeat that was taken for a reuse',
    'reuse-is-refused',
    (w) => Object.assign(endOf(w, 'sale again'), { outcome: 'refused', status: 422, code: 'idempotency_key_reused' }),
  ],
  [
    'an operation that nobody asked for',
    'done-as-asked',
    (w) => w.chargeDb.operations.push({ ...operationOf(w, 'o-sale'), id: 'new', key: 'k-new' }),
  ],
  ['an operation with the amount of the reuse', 'done-as-asked', (w) => (operationOf(w, 'o-sale').amountMinor = 1098n)],
  ['an operation in another currency', 'done-as-asked', (w) => (operationOf(w, 'o-sale').currency = 'USD')],
  ['an authorization that became a sale', 'done-as-asked', (w) => (operationOf(w, 'o-hold').capture = true)],
  ["an operation under another tenant's key", 'done-as-asked', (w) => (operationOf(w, 'o-hold').tenant = 'acme')],
  ['a replay of other bytes', 'answers-never-change', (w) => (endOf(w, 'sale again').bodySha256 = OTHER)],
  ['stored bytes that nobody was sent', 'answers-never-change', (w) => (keyOf(w, 'k-refund').bodySha256 = OTHER)],
  ['a verdict whose key is gone', 'answers-are-stored', (w) => drop(w.chargeDb.keys, (k) => k.key === 'k-hold')],
  ['a verdict that is stored as another', 'answers-are-stored', (w) => (keyOf(w, 'k-decline').responseStatus = 422)],
  [
    'a 2xx whose key was released',
    'answers-are-stored',
    (w) => Object.assign(keyOf(w, 'k-sale'), { state: 'RECEIVED', responseStatus: null }),
  ],
  [
    'two first answers',
    'first-answer-once',
    (w) => callOf(w, 'sale again').attempts.forEach((attempt) => (attempt.isReplay = false)),
  ],
  [
    'a charge that the client called declined',
    'verdicts-are-true',
    (w) => Object.assign(endOf(w, 'sale'), { outcome: 'refused', status: 402, code: 'card_declined' }),
  ],
  [
    'a charge that the client called not found',
    'verdicts-are-true',
    (w) => Object.assign(endOf(w, 'sale again'), { outcome: 'refused', status: 404, code: 'not_found' }),
  ],
  [
    'a decline that the client called done',
    'verdicts-are-true',
    (w) => Object.assign(endOf(w, 'decline'), { outcome: 'ok', status: 201, code: null, bodySha256: OTHER }),
  ],
  ['the charge of another call', 'verdicts-are-true', (w) => (endOf(w, 'sale').chargeId = 'c-2')],
  [
    'a decline of which the service knows nothing',
    'verdicts-are-true',
    (w) => drop(w.chargeDb.operations, (o) => o.id === 'o-decline'),
  ],
  [
    'two first answers to one call',
    'first-answer-once',
    (w) => callOf(w, 'sale').attempts.push(attemptOf('sale', { outcome: 'ok', status: 201 }, 2)),
  ],
];
