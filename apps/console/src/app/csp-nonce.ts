/** The value that the page's policy lets inline styles carry; the api writes it into index.html. */
export const cspNonce = (): string => document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
