import { describe, expect, it } from '@jest/globals';
import { workspacePackages } from './workspace-packages.ts';

const EXACT = /^\d+\.\d+\.\d+(-[\w.]+)?$/;
const packages = workspacePackages();

describe('dependencies of the workspace', () => {
  it('are found in every package', () => {
    expect(packages.length).toBeGreaterThan(15);
  });

  it('are pinned to exact versions', () => {
    const loose = packages.flatMap(({ folder, dependencies }) =>
      Object.entries(dependencies)
        .filter(([, version]) => !EXACT.test(version))
        .map(([name, version]) => `${folder}: ${name}@${version}`),
    );
    expect(loose).toEqual([]);
  });

  it('have one version everywhere', () => {
    const versions = new Map<string, Set<string>>();
    for (const { dependencies } of packages) {
      for (const [name, version] of Object.entries(dependencies)) {
        versions.set(name, (versions.get(name) ?? new Set()).add(version));
      }
    }
    const split = [...versions].filter(([, found]) => found.size > 1).map(([name, found]) => [name, ...found]);
    expect(split).toEqual([]);
  });
});
