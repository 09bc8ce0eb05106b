/** Primary account numbers have 12 to 19 digits (ISO/IEC 7812-1 allows up to 19; the shortest in use has 12). */
const DIGIT_RUN = /\d(?:[ .-]?\d){11,18}/g;

const passesLuhn = (digits: string): boolean => {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    const doubled = i % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
};

/**
 * True when `text` is, or contains, what looks like a card number: 12 to 19 digits alone, or a run inside other
 * text that passes the Luhn check. Errs on the side of refusing, because a stored card number can't be unstored.
 */
export function looksLikeCardNumber(text: string): boolean {
  if (/^\d{12,19}$/.test(text.replace(/[ .-]/g, ''))) return true;
  return [...text.matchAll(DIGIT_RUN)].some(([run]) => passesLuhn(run.replace(/\D/g, '')));
}
