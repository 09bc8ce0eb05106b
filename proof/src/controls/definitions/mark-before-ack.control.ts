import type { Control } from '../control.ts';
import { RELAY_KILLED_AFTER_MARK } from '../scenarios.ts';

export const markBeforeAck: Control = {
  name: 'mark-before-ack',
  layer: "the order of the broker's acknowledgement and the mark: events are marked, then sent",
  covers: [],
  patches: ['apps/relay/test/mutations/mark-before-ack.patch'],
  scenario: RELAY_KILLED_AFTER_MARK,
  expected: { invariant: 'outbox-is-published', finding: 'marked as published and is not on the topic' },
};
