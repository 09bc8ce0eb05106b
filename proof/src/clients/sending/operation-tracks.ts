import type { EndEntry } from '../../model/history.ts';
import { isChargeable } from '../workload/count-plan.ts';
import type { Dependency, PlannedCall, PlannedStep } from '../workload/workload-plan.ts';

/** How far an operation has come, as its clients know it. */
export type Progress =
  /** Asked for, without a verdict. */
  | 'asked'
  | 'ok'
  | 'refused'
  /** Never asked for: what it depends on was refused, or never got its verdict. */
  | 'not_sent';

interface Track {
  isChargeable: boolean;
  progress: Progress | 'under way';
  chargeId: string | null;
}

export type Readiness = 'ready' | 'waiting' | 'impossible';

/** What became of each operation so far. */
export class OperationTracks {
  readonly #tracks = new Map<string, Track>();

  chargeIdFor({ chargeFrom }: PlannedCall): string | null {
    return chargeFrom === null ? null : (this.#tracks.get(chargeFrom)?.chargeId ?? null);
  }

  noteSent(call: PlannedCall): void {
    this.#trackFor(call);
  }

  noteEnd(call: PlannedCall, { outcome, chargeId }: EndEntry): void {
    const track = this.#trackFor(call);
    // The first verdict stands; whether a later one agrees is for the checker, who sees both.
    if (!track || track.progress === 'ok' || track.progress === 'refused') return;
    track.progress = outcome === 'ok' || outcome === 'refused' ? outcome : 'asked';
    track.chargeId = chargeId ?? track.chargeId;
  }

  noteNotSent({ calls }: PlannedStep): void {
    const isUnknown = calls.every(({ operation }) => !this.#tracks.has(operation));
    for (const call of calls) {
      const track = this.#trackFor(call);
      if (track && isUnknown) track.progress = 'not_sent';
    }
  }

  /** Of a call under a key that is not its own there is nothing to keep. */
  #trackFor(call: PlannedCall): Track | undefined {
    if (call.intent === 'reuse') return undefined;
    const track = this.#tracks.get(call.operation) ?? { isChargeable: false, progress: 'under way', chargeId: null };
    // Among twins it is not the first that says what the operation is, but the one that means it.
    track.isChargeable ||= isChargeable(call);
    this.#tracks.set(call.operation, track);
    return track;
  }

  /** Whether a step can be sent now, later, or never. */
  readinessOf({ after }: PlannedStep): Readiness {
    const each = after.map((dependency) => this.#readinessOf(dependency));
    if (each.includes('impossible')) return 'impossible';
    return each.includes('waiting') ? 'waiting' : 'ready';
  }

  #readinessOf({ operation, need }: Dependency): Readiness {
    const progress = this.#tracks.get(operation)?.progress ?? 'under way';
    if (progress === 'under way') return 'waiting';
    if (progress === 'not_sent') return 'impossible';
    if (need === 'asked' || progress === 'ok') return 'ready';
    if (progress === 'asked') return 'waiting';
    return need === 'verdict' ? 'ready' : 'impossible';
  }

  /** Of the chargeable operations that were reached, how many stand where. */
  countChargeable(): Record<Progress | 'under way', number> {
    const counts = { 'under way': 0, asked: 0, ok: 0, refused: 0, not_sent: 0 };
    for (const track of this.#tracks.values()) if (track.isChargeable) counts[track.progress] += 1;
    return counts;
  }
}
