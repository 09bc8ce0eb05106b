import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunRecord } from '../../model/run-record.ts';
import { reportPage } from '../html/report-page.ts';
import type { EvidenceFolder } from './evidence-folder.ts';
import { faultLines } from './fault-lines.ts';
import { linkLatest } from './link-latest.ts';
import { summaryJson } from './summary.ts';
import { transcriptFiles } from './transcript-file.ts';
import { ndjson, writeWhole } from './write-whole.ts';

export const REPORT_FILE = 'report.html';
export const SUMMARY_FILE = 'summary.json';

/**
 * Writes what the run left, beside its history, and makes it the latest. The summary comes last: a folder without one
 * is of a run that did not end.
 * @returns the path of the report
 */
export async function writeEvidence(folder: EvidenceFolder, record: RunRecord): Promise<string> {
  const inRun = (file: string): string => join(folder.path, file);
  await mkdir(inRun('transcripts'), { recursive: true });
  for (const { file, text } of transcriptFiles(record.transcripts)) await writeWhole(inRun(file), `${text}\n`);
  await writeWhole(inRun('faults.ndjson'), ndjson(faultLines(record.faults)));
  await writeWhole(inRun('samples.ndjson'), ndjson(record.samples));
  await writeWhole(inRun('env.json'), `${JSON.stringify(record.environment, null, 2)}\n`);
  await writeWhole(inRun(REPORT_FILE), reportPage(record));
  await writeWhole(inRun(SUMMARY_FILE), summaryJson(record));
  await linkLatest(folder.root, folder.name);
  return inRun(REPORT_FILE);
}
