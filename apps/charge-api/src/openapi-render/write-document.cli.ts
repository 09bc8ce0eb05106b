/** Writes docs/openapi.json from the code: `npm run openapi`. A test fails when the committed file differs. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { renderDocument } from './render-document.ts';

const target = join(import.meta.dirname, '../../../../docs/openapi.json');
await writeFile(target, await renderDocument());
process.stdout.write('wrote docs/openapi.json\n');
