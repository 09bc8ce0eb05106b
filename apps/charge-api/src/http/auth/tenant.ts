/** The caller, as its API key names it. Never read from a body or a header of the caller's choice. */
export interface Tenant {
  id: string;
  name: string;
}
