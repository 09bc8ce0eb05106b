import { CANCEL, EXPIRE } from './release.rules.ts';
import { CAPTURE } from './capture.rule.ts';
import { REFUND } from './refund.rule.ts';
import type { ChangeRule } from './change-rule.ts';

/** The rule of each kind of change. */
export const CHANGE_RULES = {
  'charge.capture': CAPTURE,
  'charge.cancel': CANCEL,
  'charge.expire': EXPIRE,
  'refund.create': REFUND,
} as const satisfies Record<ChangeRule['kind'], ChangeRule>;
