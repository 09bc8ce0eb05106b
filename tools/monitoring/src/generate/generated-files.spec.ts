import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generatedFiles } from './generated-files.ts';
import { MONITORING_FOLDER } from './monitoring-folder.ts';

describe('the committed files', () => {
  it('are what the sources make: npm run monitoring:generate', async () => {
    const files = await generatedFiles();
    expect(files.length).toBeGreaterThan(2);
    for (const { path, text } of files) {
      expect({ path, text: readFileSync(join(MONITORING_FOLDER, path), 'utf8') }).toEqual({ path, text });
    }
  });
});
