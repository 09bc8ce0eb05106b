import { describe, expect, it } from '@jest/globals';
import { assertTools } from './assert-tools.ts';

describe('assertTools', () => {
  it('is content with what is there', async () => {
    await expect(assertTools([process.execPath])).resolves.toBeUndefined();
  });

  it('names everything that is missing, and the packages', async () => {
    await expect(assertTools(['no-such-tool', process.execPath, 'nor-this'])).rejects.toThrow(
      /^no-such-tool, nor-this can't be run: apt-get install /,
    );
  });
});
