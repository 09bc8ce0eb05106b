import { isLook, placeholdersOf, type Section } from '../runbook/read-runbook.ts';
import { runBlock, type BlockContext } from './run-block.ts';

export interface LookAround {
  readonly blocksRun: number;
  readonly failures: readonly string[];
}

/** Runs every block that only looks, on a stack that is well. Those that need a value are run by their scenarios. */
export async function lookAround(sections: readonly Section[], context: BlockContext): Promise<LookAround> {
  const blocks = sections.flatMap((section) =>
    section.blocks.filter((block) => isLook(block) && placeholdersOf(block).length === 0),
  );
  const failures: string[] = [];
  for (const block of blocks) {
    try {
      await runBlock(block, {}, context);
    } catch (error) {
      context.signal.throwIfAborted();
      failures.push(`docs/runbook.md:${block.line} ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return { blocksRun: blocks.length, failures };
}
