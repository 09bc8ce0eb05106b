import { describe, expect, it } from '@jest/globals';
import type { EndEntry } from '../../model/history.ts';
import type { Dependency, PlannedCall, PlannedStep } from '../workload/workload-plan.ts';
import { OperationTracks } from './operation-tracks.ts';

const callOf = (operation: string, details: Partial<PlannedCall> = {}): PlannedCall => ({
  call: `call of ${operation}`,
  operation,
  tenant: 'acme',
  key: operation,
  action: 'charge',
  intent: 'operation',
  amountMinor: '100',
  currency: 'EUR',
  chargeFrom: null,
  bodyText: '{}',
  preferWaitS: null,
  abandonAfterMs: null,
  ...details,
});

const endOf = (outcome: EndEntry['outcome'], chargeId: string | null = null): EndEntry => ({
  kind: 'end',
  atMs: 0,
  call: '',
  outcome,
  status: null,
  code: null,
  isReplay: false,
  chargeId,
  bodySha256: null,
  isTyped: false,
});

const stepAfter = (...after: Dependency[]): PlannedStep => ({ calls: [callOf('o-2')], after });

describe('OperationTracks', () => {
  it.each([
    ['asked', 'ok', 'ready'],
    ['asked', 'refused', 'ready'],
    ['asked', 'unknown', 'ready'],
    ['verdict', 'ok', 'ready'],
    ['verdict', 'refused', 'ready'],
    ['verdict', 'unknown', 'waiting'],
    ['success', 'ok', 'ready'],
    ['success', 'refused', 'impossible'],
    ['success', 'unknown', 'waiting'],
  ] as const)('makes of the need "%s" after the end "%s": %s', (need, outcome, readiness) => {
    const tracks = new OperationTracks();
    expect(tracks.readinessOf(stepAfter({ operation: 'o-1', need }))).toBe('waiting');
    tracks.noteSent(callOf('o-1'));
    expect(tracks.readinessOf(stepAfter({ operation: 'o-1', need }))).toBe('waiting');
    tracks.noteEnd(callOf('o-1'), endOf(outcome));
    expect(tracks.readinessOf(stepAfter({ operation: 'o-1', need }))).toBe(readiness);
  });

  it('gives up what depends on what was given up', () => {
    const tracks = new OperationTracks();
    tracks.noteNotSent({ calls: [callOf('o-1')], after: [] });
    expect(tracks.readinessOf(stepAfter({ operation: 'o-1', need: 'asked' }))).toBe('impossible');
    expect(tracks.countChargeable()).toEqual({ 'under way': 0, asked: 0, ok: 0, refused: 0, not_sent: 1 });
  });

  it('keeps the first verdict of an operation, whichever of its calls brings it', () => {
    const tracks = new OperationTracks();
    const twin = callOf('o-1', { intent: 'duplicate' });
    tracks.noteSent(twin);
    tracks.noteSent(callOf('o-1'));
    tracks.noteEnd(callOf('o-1'), endOf('unknown', 'ch-1'));
    tracks.noteEnd(twin, endOf('ok', 'ch-1'));
    tracks.noteEnd(twin, endOf('unknown'));
    expect(tracks.countChargeable()).toMatchObject({ ok: 1, asked: 0 });
    expect(tracks.chargeIdFor(callOf('o-2', { chargeFrom: 'o-1' }))).toBe('ch-1');
  });

  it('does not take a refusal of another body under the key for the verdict', () => {
    const tracks = new OperationTracks();
    tracks.noteSent(callOf('o-1'));
    tracks.noteEnd(callOf('o-1', { intent: 'reuse' }), endOf('refused'));
    expect(tracks.countChargeable()).toMatchObject({ 'under way': 1, refused: 0 });
  });

  it('counts what can move money alone', () => {
    const tracks = new OperationTracks();
    const others = [callOf('o-1', { action: 'cancel' }), callOf('o-2', { intent: 'decline' })];
    for (const call of [...others, callOf('o-3', { action: 'refund' })]) tracks.noteEnd(call, endOf('ok'));
    expect(tracks.countChargeable()).toMatchObject({ ok: 1 });
  });
});
