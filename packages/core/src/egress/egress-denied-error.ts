/** An address that must not be called. Carries no address: what a name resolves to is not the tenant's business. */
export class EgressDeniedError extends Error {
  override readonly name = 'EgressDeniedError';
  readonly code = 'egress_denied';
  constructor() {
    super('This address may not be called from here.');
  }
}
