export interface KsResult {
  readonly n: number;
  /** Largest gap between the sample's distribution and the uniform one. */
  readonly distance: number;
  /** Distance from which the sample is rejected at `alpha`. */
  readonly criticalDistance: number;
  /** Probability of such a distance, or a larger one, if the sample is uniform. */
  readonly pValue: number;
  readonly alpha: number;
  readonly isUniform: boolean;
}

/**
 * One alarm in a million runs that are in order: a test that cries wolf once in twenty would be ignored, and what it
 * looks for, a pause without jitter or with half of it, is far beyond this with 500 samples.
 */
const ALPHA = 1e-6;

/**
 * One-sample Kolmogorov–Smirnov test against U(0, 1). The critical distance is that of Dvoretzky, Kiefer and
 * Wolfowitz with Massart's constant, which holds for every n and not only in the limit.
 *
 * @throws RangeError for a sample that is empty or not in [0, 1]; neither says anything about its distribution
 */
export function ksTest(shares: readonly number[], alpha: number = ALPHA): KsResult {
  const n = shares.length;
  if (n === 0) throw new RangeError('a Kolmogorov–Smirnov test needs at least one number');
  const outside = shares.find((share) => !(share >= 0 && share <= 1));
  if (outside !== undefined) throw new RangeError(`${outside} is not between 0 and 1`);
  const distance = distanceFromUniform(shares);
  const criticalDistance = Math.sqrt(Math.log(2 / alpha) / (2 * n));
  return {
    n,
    distance,
    criticalDistance,
    pValue: tailOfKolmogorov(effectiveDistance(distance, n)),
    alpha,
    isUniform: distance < criticalDistance,
  };
}

function distanceFromUniform(shares: readonly number[]): number {
  const n = shares.length;
  return shares
    .toSorted((left, right) => left - right)
    .reduce((largest, share, index) => Math.max(largest, share - index / n, (index + 1) / n - share), 0);
}

/** Stephens (1970): brings the limit distribution to within a percent of the exact one from n = 4 on. */
const effectiveDistance = (distance: number, n: number): number =>
  (Math.sqrt(n) + 0.12 + 0.11 / Math.sqrt(n)) * distance;

/** Where the series below needs more and more terms, the probability is 1 to more digits than a report shows. */
const SURELY_BELOW = 0.2;
/** The hundredth term is below 1e-300 from there on. */
const TERMS = 100;

/** Q(λ) = 2 Σ (-1)^(j-1) e^(-2 j² λ²), the tail of Kolmogorov's distribution. */
export function tailOfKolmogorov(lambda: number): number {
  if (lambda < SURELY_BELOW) return 1;
  let tail = 0;
  for (let term = 1; term <= TERMS; term += 1) {
    tail += (term % 2 === 1 ? 2 : -2) * Math.exp(-2 * term ** 2 * lambda ** 2);
  }
  return Math.min(1, Math.max(0, tail));
}
