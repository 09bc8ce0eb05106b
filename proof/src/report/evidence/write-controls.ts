import { join } from 'node:path';
import type { ControlsRecord } from '../../model/control-record.ts';
import { controlsPage } from '../html/controls-page.ts';
import { REPORT_FILE } from './write-evidence.ts';
import { writeWhole } from './write-whole.ts';

export const CONTROLS_FILE = 'controls.json';

export const controlsJson = (record: ControlsRecord): string => `${JSON.stringify(record, null, 2)}\n`;

/** Beside the evidence of the single runs; `latest` stays with the last proof. @returns the path of the report */
export async function writeControls(folder: string, record: ControlsRecord): Promise<string> {
  const report = join(folder, REPORT_FILE);
  await writeWhole(report, controlsPage(record));
  await writeWhole(join(folder, CONTROLS_FILE), controlsJson(record));
  return report;
}
