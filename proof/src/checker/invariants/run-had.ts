import { deedOfAction, movesMoney } from '../facts/movement.ts';
import { acknowledgedCalls, isAcknowledged, isInDoubt, isRefused, namedOperations } from '../facts/named-operation.ts';
import { isStoredAnswer } from '../facts/stored-answer.ts';
import type { World } from '../world.ts';

/** What the clients say a run had. Every other source is held against it. */

export const acknowledged = ({ history }: World): number => acknowledgedCalls(history).length;

/** Acknowledged captures and refunds. */
export const acknowledgedMoney = ({ history }: World): number =>
  acknowledgedCalls(history).filter(({ invoke }) => movesMoney(deedOfAction(invoke.action))).length;

export const reuses = ({ history }: World): number =>
  history.calls.filter(({ invoke }) => invoke.intent === 'reuse').length;

/** Operations that were refused for good, and not because their key was taken. */
export const refusals = ({ history }: World): number =>
  namedOperations(history).filter(({ askingCalls }) => askingCalls.some(isRefused) && !askingCalls.some(isAcknowledged))
    .length;

/** Refusals that are stored with their key, each key once. */
export const storedRefusals = ({ history }: World): number =>
  namedOperations(history).filter(({ askingCalls }) =>
    askingCalls.some(({ end }) => end?.outcome === 'refused' && isStoredAnswer(end)),
  ).length;

export const inDoubt = ({ history }: World): number => namedOperations(history).filter(isInDoubt).length;

/** Verdicts of charge-client's own, on what it asked for. */
export const typedVerdicts = ({ history }: World): number =>
  history.calls.filter(({ invoke, end }) => end?.isTyped === true && end.outcome === 'ok' && invoke.intent !== 'reuse')
    .length;

export const calls = ({ history }: World): number => history.calls.length;
