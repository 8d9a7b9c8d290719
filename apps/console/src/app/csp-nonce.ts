/** The value that the page's policy lets inline styles carry; the api writes it into index.html. */
export const cspNonce = (): string => document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';

/** The lock that a dialog puts on scrolling writes a style element by itself, and asks for its nonce by this name. */
export function tellNonce(): void {
  Object.assign(globalThis, { __webpack_nonce__: cspNonce() });
}

/** Gives it to what keeps the page still behind a dialog: that adds a style of its own, and looks for the value here. */
export function shareNonce(): void {
  Object.assign(globalThis, { __webpack_nonce__: cspNonce() });
}
