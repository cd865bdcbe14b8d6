type Create = (name: string, options?: ElementCreationOptions) => HTMLElement;

/**
 * Lets the styles that the component library makes pass the policy of the page, which allows those with the nonce of this answer alone.
 * The library takes a nonce, but its scroll lock and its measuring of scroll bars forget it; so every style element that our own
 * scripts create gets it here. Scripts are not concerned: those come from files of our origin only.
 */
export function passNonceToStyles(page: Document): void {
  const nonce = page.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce;
  if (nonce === undefined || nonce === '') return;
  const create: Create = Reflect.get(page, 'createElement');
  const createWithNonce: Create = (name, options) => {
    const element = create.call(page, name, options);
    if (element instanceof HTMLStyleElement) element.nonce = nonce;
    return element;
  };
  Object.defineProperty(page, 'createElement', { value: createWithNonce, configurable: true, writable: true });
}
