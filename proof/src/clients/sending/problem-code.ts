/** Member `code` of a problem answer; null where there is none that can be read. */
export const problemCodeOf = (bodyText: string): string | null => textMember(bodyText, 'code');

/** The charge that an answer speaks of: a refund names it, a charge is it. */
export const chargeIdOf = (bodyText: string): string | null =>
  textMember(bodyText, 'charge_id') ?? textMember(bodyText, 'id');

function textMember(bodyText: string, name: string): string | null {
  const value = parse(bodyText)?.[name];
  return typeof value === 'string' && value !== '' ? value : null;
}

function parse(text: string): Record<string, unknown> | null {
  try {
    return JSON.parse(text) as Record<string, unknown> | null;
  } catch (error) {
    // A gateway's page in HTML has no code; its status is told all the same.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
