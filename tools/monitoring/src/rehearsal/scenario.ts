import type { RunningOnce } from '@once/supervisor';
import type { Block } from '../runbook/read-runbook.ts';
import type { BlockAnswer, Values } from './run-block.ts';
import type { Traffic } from './traffic/traffic.ts';

export interface ScenarioContext {
  readonly running: RunningOnce;
  readonly traffic: Traffic;
  readonly signal: AbortSignal;
}

/** Something that is broken now. */
export interface Breakage {
  /** What the reader takes from an answer to fill into later blocks; a block that fixes is run for each of them. */
  readonly learn?: (block: Block, answer: BlockAnswer) => Values[] | undefined;
  /** What others do, where the section says that the reader stops, or tells somebody: the caller, the ledger's owner. */
  readonly othersFix?: () => Promise<void>;
  /** Throws when the fix did not do what it promises, beside clearing the alert. */
  readonly verify?: () => Promise<void>;
  /** Ends what goes on. Runs in any case, may be called when all is well again. */
  readonly end: () => Promise<void>;
}

/** One way to break the stack, and the section of the runbook that gets out of it. */
export interface Scenario {
  readonly name: string;
  /** One line: what happens to the stack. */
  readonly about: string;
  /** Of the runbook; also the alert that must fire. */
  readonly section: string;
  /** The firing alert has these, too. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly breakStack: (context: ScenarioContext) => Promise<Breakage>;
}
