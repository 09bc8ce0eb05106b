import { WorkingCopy } from '@once/working-copy';
import { join } from 'node:path';
import { runSuiteIn, type SuiteOptions, type SuiteOutcome } from './run-suite.ts';
import type { MutationBench, TestTarget, ToldTestRun } from './try-mutations.ts';

const nothingRan = (why: string): ToldTestRun => ({ passed: [], failed: [], isLoaded: false, why });

const toTestRun = (outcome: SuiteOutcome): ToldTestRun => {
  if (!outcome.report) return nothingRan(outcome.why);
  const { testResults, numRuntimeErrorTestSuites } = outcome.report;
  const isLoaded = numRuntimeErrorTestSuites === 0;
  const results = testResults.flatMap(({ assertionResults }) => assertionResults);
  const namesOf = (status: string) =>
    results.filter((result) => result.status === status).map(({ fullName }) => fullName);
  const why = isLoaded
    ? results.flatMap(({ failureMessages }) => failureMessages)[0]
    : testResults.find(({ message }) => message !== '')?.message;
  return { passed: namesOf('passed'), failed: namesOf('failed'), isLoaded, why: why ?? '' };
};

/** Tries mutations in a copy of the sources, one at a time. */
export class CopyBench implements MutationBench {
  private readonly copy: WorkingCopy;
  private readonly options: SuiteOptions;

  private constructor(copy: WorkingCopy, options: SuiteOptions) {
    this.copy = copy;
    this.options = options;
  }

  static async create(options: SuiteOptions): Promise<CopyBench> {
    return new CopyBench(await WorkingCopy.create(), options);
  }

  /** The patch is the copy's own: what is edited meanwhile decides nothing. */
  async run(target: TestTarget, patchFile?: string): Promise<ToldTestRun> {
    if (patchFile === undefined) return this.runTests(target);
    const applied = await this.copy
      .apply(join(this.copy.folder, patchFile))
      .catch((error: unknown) => `does not apply: ${error instanceof Error ? error.message : String(error)}`);
    if (typeof applied === 'string') return nothingRan(applied);
    try {
      return await this.runTests(target);
    } finally {
      await applied.takeBack();
    }
  }

  async remove(): Promise<void> {
    await this.copy.remove();
  }

  private async runTests({ suite, test, named }: TestTarget): Promise<ToldTestRun> {
    return toTestRun(await runSuiteIn(this.copy, { suite, tests: [test], named }, this.options));
  }
}
