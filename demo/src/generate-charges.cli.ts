import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildChargeFile } from './generate/build-charge-file.ts';

const target = join(import.meta.dirname, '../charges.ndjson');
await writeFile(target, buildChargeFile());
process.stdout.write(`wrote ${target}\n`);
