/** A label within an account, as keys and worker jobs carry it. */
export const TENANT_ID = /^[\w.:-]{1,100}$/;

/** True for a text that can name a tenant. */
export function isTenantId(text: string): boolean {
  return TENANT_ID.test(text);
}
