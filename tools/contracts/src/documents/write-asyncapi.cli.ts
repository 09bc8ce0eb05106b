/** Writes docs/asyncapi.yaml from the code: `npm run asyncapi`. A test fails when the committed file differs. */
import { REPOSITORY_ROOT } from '@once/supervisor';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { renderAsyncApi } from './render-asyncapi.ts';

await writeFile(join(REPOSITORY_ROOT, 'docs/asyncapi.yaml'), renderAsyncApi());
process.stdout.write('wrote docs/asyncapi.yaml\n');
