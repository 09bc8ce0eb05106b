import { readFile } from 'node:fs/promises';

/** Clock ticks a second in /proc, which Linux fixes at 100 for programs. */
const TICKS_PER_SECOND = 100;

/** CPU seconds that a process has used so far, its own and the system's on its behalf. */
export async function cpuSeconds(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  // The name in parentheses may hold spaces; the numbers come after it. Fields 14 and 15 of proc(5).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}
