/** The key under which the provider sees an operation that begins now; later tries send the one that is stored. */
export const providerKeyOf = (operationId: string): string => `once_${operationId}`;
