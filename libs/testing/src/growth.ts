const REPEATS = 5;

/** Of this process alone: the clock on the wall also counts what it waits for a processor. */
const leastCpu = (run: () => void): number =>
  Math.min(
    ...Array.from({ length: REPEATS }, () => {
      const before = process.cpuUsage();
      run();
      return process.cpuUsage(before).user;
    }),
  );

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
  const many = Array.from({ length: times }, () => small);
  // Compiled by then.
  run(large);
  return (
    leastCpu(() => run(large)) /
    Math.max(
      1,
      leastCpu(() => many.forEach(run)),
    )
  );
}
