import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunRecord } from '../../model/run-record.ts';
import type { EvidenceFolder } from '../evidence/evidence-folder.ts';
import { writeWhole } from '../evidence/write-whole.ts';
import { junitXml } from './junit.ts';
import { stepSummary } from './step-summary.ts';

/** What a CI system picks up: junit.xml in the run's folder, and GitHub's summary, which other steps write to as well. */
export async function writeCiReports(
  folder: Pick<EvidenceFolder, 'path'>,
  record: RunRecord,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  if (env['CI'] === 'true') await writeWhole(join(folder.path, 'junit.xml'), junitXml(record));
  const summaryFile = env['GITHUB_STEP_SUMMARY'];
  if (summaryFile) await appendFile(summaryFile, stepSummary(record));
}
