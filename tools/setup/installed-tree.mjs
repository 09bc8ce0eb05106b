/**
 * Why an installed tree is not the one that the lockfile describes, or null when it is. `wanted` are the packages of
 * package-lock.json, `installed` those of node_modules/.package-lock.json, which npm writes when all is in place.
 * By content: the times of the files tell nothing after a checkout.
 * @param {Record<string, {version?: string, integrity?: string, optional?: boolean}>} wanted
 * @param {Record<string, {version?: string, integrity?: string}> | null} installed
 * @returns {string | null}
 */
export function differenceOf(wanted, installed) {
  if (installed === null) return 'nothing is installed, or an installation was interrupted';
  for (const [path, { version, integrity, optional }] of Object.entries(wanted)) {
    // Folders of the repository itself; npm lists a link to each of them besides.
    if (!path.startsWith('node_modules/') && !path.includes('/node_modules/')) continue;
    const found = installed[path];
    // Packages for other platforms.
    if (found === undefined && optional) continue;
    if (found === undefined) return `${path} is not installed`;
    if (found.version !== version || found.integrity !== integrity) return `${path} is of another version`;
  }
  const extra = Object.keys(installed).find((path) => wanted[path] === undefined);
  return extra === undefined ? null : `${extra} is no longer needed`;
}
