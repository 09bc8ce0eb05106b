export type { CheckedAt, Finding, InvariantResult } from './model/finding.ts';
export type { Action, AttemptEntry, EndEntry, HistoryEntry, Intent, InvokeEntry } from './model/history.ts';
export type { ProofTargets } from './model/targets.ts';
