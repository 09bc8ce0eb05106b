import type { Scenario } from '../scenario.ts';
import { brokerHangs } from './broker-hangs.scenario.ts';
import { callersImpatient } from './callers-impatient.scenario.ts';
import { entryUnbalanced } from './entry-unbalanced.scenario.ts';
import { eventMarked } from './event-marked.scenario.ts';
import { foreignRecord } from './foreign-record.scenario.ts';
import { keysReused } from './keys-reused.scenario.ts';
import { ledgerLocked } from './ledger-locked.scenario.ts';
import { providerRefuses } from './provider-refuses.scenario.ts';
import { relayHangs } from './relay-hangs.scenario.ts';
import { reviewsPileUp } from './reviews-pile-up.scenario.ts';
import { shardsLocked } from './shards-locked.scenario.ts';

/** In this order: what leaves traces for the rest of a run comes last. */
export const SCENARIOS: readonly Scenario[] = [
  keysReused,
  callersImpatient,
  providerRefuses,
  shardsLocked,
  relayHangs,
  brokerHangs,
  ledgerLocked,
  eventMarked,
  entryUnbalanced,
  reviewsPileUp,
  foreignRecord,
];
