/** A tenant's key as one name. `"abc"` and `abc` are one key by the API's rules. */
export const keyName = ({ tenant, key }: { readonly tenant: string; readonly key: string }): string =>
  `${tenant} ${key.replace(/^"(.*)"$/, '$1')}`;
