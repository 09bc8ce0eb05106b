import type { Control } from '../control.ts';
import { RELAY_STOPPED_BEFORE_SEND } from '../scenarios.ts';

export const rowsWithoutOwner: Control = {
  name: 'rows-without-owner',
  layer: 'one owner of a shard: relays take rows of all shards by SKIP LOCKED, without an order of keys',
  covers: ['fence of the mark (owner, epoch, lease)', 'a send only within the lease'],
  patches: ['apps/relay/test/mutations/rows-without-owner.patch'],
  scenario: RELAY_STOPPED_BEFORE_SEND,
  expected: { invariant: 'versions-in-order' },
};
