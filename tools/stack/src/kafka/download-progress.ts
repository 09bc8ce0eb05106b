const MEGABYTES = { B: 1e-6, kB: 1e-3, MB: 1, GB: 1e3 } as const;

/** Sums Maven's lines of the form `Downloaded from central: https://…/x.jar (9.7 MB at 12 MB/s)`. */
function sumDownloads(mavenLog: string): { files: number; megabytes: number } {
  let [files, megabytes] = [0, 0];
  for (const [, size, unit] of mavenLog.matchAll(/Downloaded from .*\.jar \(([\d.]+) (B|kB|MB|GB) at /g)) {
    files += 1;
    megabytes += Number(size) * MEGABYTES[unit as keyof typeof MEGABYTES];
  }
  return { files, megabytes };
}

/** Null before the first jar; none comes when Maven's own repository has them all. */
export function describeDownload(version: string, mavenLog: string): string | null {
  const { files, megabytes } = sumDownloads(mavenLog);
  if (files === 0) return null;
  return `Downloading Apache Kafka ${version} … ${files} jars, ${megabytes.toFixed(1)} MB`;
}
