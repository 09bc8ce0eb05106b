/** The key under which the provider sees an operation: derived, so that every try by every worker carries the same. */
export const providerKeyOf = (operationId: string): string => `once_${operationId}`;
