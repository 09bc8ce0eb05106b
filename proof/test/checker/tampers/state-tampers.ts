import { drop, keyOf, operationOf, the, type Tamper } from './tamper.ts';
import type { MutableWorld } from '../sample-world.ts';

const chargeOf = (world: MutableWorld, id: string) => the(world.chargeDb.charges, (charge) => charge.id === id);

export const STATE_TAMPERS: readonly Tamper[] = [
  ['a key that is being worked on', 'nothing-left-open', (w) => (keyOf(w, 'k-sale').state = 'PROCESSING')],
  [
    'a key of unknown outcome',
    'nothing-left-open',
    (w) => Object.assign(keyOf(w, 'k-sale'), { state: 'PROCESSING', unsettled: 'unknown' }),
  ],
  ['an operation of unknown outcome', 'nothing-left-open', (w) => (operationOf(w, 'o-sale').state = 'unknown')],
  [
    'a pending operation whose key is not its client’s',
    'nothing-left-open',
    (w) => (operationOf(w, 'o-sale').state = 'pending'),
  ],
  ['a step that is none', 'transitions-allowed', (w) => (w.chargeDb.transitions[0]!.to = 'refunded')],
  ['a step that was left out', 'transitions-allowed', (w) => w.chargeDb.transitions.shift()],
  ['a step that nobody wrote down', 'transitions-allowed', (w) => w.chargeDb.transitions.pop()],
  [
    'a charge that left an end',
    'transitions-allowed',
    (w) => {
      w.chargeDb.transitions.push({ chargeId: 'c-5', from: 'canceled', to: 'captured' });
      chargeOf(w, 'c-5').status = 'captured';
    },
  ],
  ['a status without a step', 'transitions-allowed', (w) => (chargeOf(w, 'c-2').status = 'refunded')],
  [
    'a key that says failed of what succeeded',
    'key-tells-operation',
    (w) => Object.assign(keyOf(w, 'k-sale'), { state: 'FAILED', responseStatus: 402 }),
  ],
  ['a key that completed with a refusal', 'key-tells-operation', (w) => (keyOf(w, 'k-sale').responseStatus = 402)],
  ['a key without an operation', 'key-tells-operation', (w) => drop(w.chargeDb.operations, (o) => o.id === 'o-left')],
  [
    'a key with two operations',
    'key-tells-operation',
    (w) => w.chargeDb.operations.push({ ...operationOf(w, 'o-left'), id: 'second' }),
  ],
  [
    'a released key of an operation that succeeded',
    'key-tells-operation',
    (w) => Object.assign(keyOf(w, 'k-sale'), { state: 'RECEIVED', responseStatus: null }),
  ],
  [
    'a provider key per try',
    'one-provider-key',
    (w) => w.chargeDb.attempts.push({ ...w.chargeDb.attempts[0]!, providerKey: 'random' }),
  ],
  [
    'a provider key of two operations',
    'one-provider-key',
    (w) => (w.chargeDb.attempts[1]!.providerKey = w.chargeDb.attempts[0]!.providerKey),
  ],
  [
    'an event whose id was drawn',
    'ids-are-derived',
    (w) => (w.chargeDb.outbox[0]!.eventId = '7d3c0b8e-52a1-4f0e-9c66-1f2a3b4c5d6e'),
  ],
  [
    'a reservation of a refund that went back to its client',
    'reservations-are-the-refunds',
    (w) => Object.assign(operationOf(w, 'o-refund'), { state: 'pending', isGivenBack: true }),
  ],
  ['a refund without a reservation', 'reservations-are-the-refunds', (w) => (chargeOf(w, 'c-1').reservedMinor = 0n)],
  [
    'an operation that has ended and keeps its input',
    'ended-keep-no-source',
    (w) => (operationOf(w, 'o-sale').hasInput = true),
  ],
];
