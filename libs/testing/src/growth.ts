const REPEATS = 3;
/** Far more than the steps in which a kernel may count processor time, microseconds. */
const MEASURABLE_US = 20_000;

/** Microseconds of this process alone: the clock on the wall also counts what it waits for a processor. */
const cpuOf = (run: () => void): number => {
  const before = process.cpuUsage();
  run();
  return process.cpuUsage(before).user;
};

const leastCpuOf = (run: () => void): number => Math.min(...Array.from({ length: REPEATS }, () => cpuOf(run)));

/**
 * How much more processor time one input of `times` the size takes than `times` inputs of that size. Compared within one
 * run, because a figure in milliseconds tells of the machine. Work in proportion to the size gives about 1, quadratic
 * work gives `times`.
 */
export function growth<Input>(
  make: (size: number) => Input,
  run: (input: Input) => void,
  size: number,
  times: number,
): number {
  const [small, large] = [make(size), make(size * times)];
  let rounds = 1;
  const runSmall = (): void => {
    for (let left = rounds * times; left > 0; left--) run(small);
  };
  const runLarge = (): void => {
    for (let left = rounds; left > 0; left--) run(large);
  };
  // Both are compiled by the time that it is enough to be measured.
  runLarge();
  while (cpuOf(runSmall) < MEASURABLE_US) rounds *= 2;
  return leastCpuOf(runLarge) / leastCpuOf(runSmall);
}
