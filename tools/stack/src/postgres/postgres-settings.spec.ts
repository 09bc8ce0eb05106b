import { describe, expect, it } from '@jest/globals';
import { settingArguments } from './postgres-settings.ts';

describe('settingArguments', () => {
  it('is durable unless told otherwise', () => {
    expect(settingArguments({})).toEqual(
      expect.arrayContaining(['fsync=on', 'synchronous_commit=on', 'full_page_writes=on']),
    );
  });

  it('lets a caller replace a setting and add one', () => {
    const settings = settingArguments({ max_connections: '20', wal_level: 'logical' });
    expect(settings).toEqual(expect.arrayContaining(['max_connections=20', 'wal_level=logical']));
    expect(settings).not.toContain('max_connections=200');
  });
});
