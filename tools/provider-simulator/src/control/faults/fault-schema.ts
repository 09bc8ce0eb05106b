import { z } from 'zod';
import { dropBeforeEffect } from './drop-before-effect.fault.ts';
import { effectThen5xx } from './effect-then-5xx.fault.ts';
import { effectThenDrop } from './effect-then-drop.fault.ts';
import { effectDiffers } from './effect-differs.fault.ts';
import { effectThenUnreadable } from './effect-then-unreadable.fault.ts';
import type { FaultAction } from './fault-kind.ts';
import { findInconclusive } from './find-inconclusive.fault.ts';
import { hang } from './hang.fault.ts';
import { refuseBeforeEffect } from './refuse-before-effect.fault.ts';

const KINDS = [
  effectThenDrop,
  effectThen5xx,
  effectThenUnreadable,
  effectDiffers,
  refuseBeforeEffect,
  dropBeforeEffect,
  hang,
  findInconclusive,
] as const;

/** One fault as the control API takes it; what was left out is filled in. */
export const faultSchema = z.discriminatedUnion('kind', [
  effectThenDrop.schema,
  effectThen5xx.schema,
  effectThenUnreadable.schema,
  effectDiffers.schema,
  refuseBeforeEffect.schema,
  dropBeforeEffect.schema,
  hang.schema,
  findInconclusive.schema,
]);
export type FaultSetting = z.infer<typeof faultSchema>;

export const ALLOWED_FAULTS =
  `{kind, probability: 0 to 1, operations: [authorize, sale, capture, refund, cancel, find], times, ` +
  `window: {from_ms, until_ms}, provider_key, source, payment_id} with kind ` +
  KINDS.map(({ allowed }) => allowed).join(', ');

export function toAction(setting: FaultSetting): FaultAction {
  const kind = KINDS.find((candidate) => candidate.kind === setting.kind);
  if (kind === undefined) throw new Error(`no fault is called ${setting.kind}`);
  return kind.toAction(setting);
}
