/** `1234567` of exponent 2 as `12,345.67`. Digits only, never a float: the sums may be larger than 2^53. */
export function formatMajor(minor: bigint, exponent: number): string {
  const digits = (minor < 0n ? -minor : minor).toString().padStart(exponent + 1, '0');
  const cut = digits.length - exponent;
  const whole = digits.slice(0, cut).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${minor < 0n ? '-' : ''}${whole}${exponent > 0 ? `.${digits.slice(cut)}` : ''}`;
}
