import type { PhaseRecord } from '../../model/run-record.ts';
import { duration } from '../show-numbers.ts';
import { WIDTH, type Screen } from './screen.ts';

/** Given to the work of a phase: shows how far it is; the last text stays as what came of it. */
export type ShowProgress = (detail: string) => void;

/** Runs the steps of a run, shows each in one line, and keeps what the record says of them. */
export class PhaseLog {
  readonly phases: PhaseRecord[] = [];
  readonly #screen: Screen;
  readonly #sinceStartMs: () => number;

  /** @param sinceStartMs milliseconds since the run began */
  constructor(screen: Screen, sinceStartMs: () => number) {
    this.#screen = screen;
    this.#sinceStartMs = sinceStartMs;
  }

  /** @throws whatever `work` throws, when the phase is recorded as failed */
  async run<T>(name: string, work: (progress: ShowProgress) => Promise<T>): Promise<T> {
    const startedAtMs = this.#sinceStartMs();
    let detail = '';
    const progress: ShowProgress = (text) => {
      detail = text;
      this.#screen.live(` … ${name}  ${text}  ${duration(this.#sinceStartMs() - startedAtMs)}`);
    };
    this.#screen.live(` … ${name}`);
    try {
      const result = await work(progress);
      this.#end({ name, startedAtMs, detail, hasFailed: false });
      return result;
    } catch (error) {
      this.#end({ name, startedAtMs, detail: messageOf(error), hasFailed: true });
      throw error;
    }
  }

  #end(phase: Omit<PhaseRecord, 'endedAtMs'>): void {
    const ended = { ...phase, endedAtMs: this.#sinceStartMs() };
    this.phases.push(ended);
    this.#screen.line(phaseLine(ended, this.#screen.paint));
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** ` + drain ............ outbox 0, lag 0  4.8 s`. */
export function phaseLine(phase: PhaseRecord, paint: Screen['paint']): string {
  const { name, startedAtMs, endedAtMs, detail, hasFailed } = phase;
  const right = [detail, duration(endedAtMs - startedAtMs)].filter((text) => text !== '').join('  ');
  const dots = '.'.repeat(Math.max(3, WIDTH - 5 - name.length - right.length));
  return ` ${hasFailed ? paint('red', 'x') : paint('green', '+')} ${name} ${dots} ${right}`;
}
