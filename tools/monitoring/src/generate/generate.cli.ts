/** `npm run monitoring:generate`: writes the committed rules, dashboards and routes anew. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { generatedFiles } from './generated-files.ts';
import { MONITORING_FOLDER } from './monitoring-folder.ts';

for (const { path, text } of await generatedFiles()) {
  const target = join(MONITORING_FOLDER, path);
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, text);
  console.log(`tools/monitoring/${path}`);
}
