/** Where on the desk somebody is. It stands behind the # of the address, which no server sees. */
export type DeskPlace =
  | { readonly kind: 'inbox' }
  | { readonly kind: 'concern'; readonly key: string }
  | { readonly kind: 'summary'; readonly key: string }
  | { readonly kind: 'access'; readonly to: string | null };

const hex32 = /^[0-9a-f]{64}$/;

/** @param hash as the browser has it, attacker-controlled: a link can lead anywhere on the desk, and do nothing there */
export function placeIn(hash: string): DeskPlace {
  const [name, value = ''] = hash.replace(/^#/, '').split('=');
  const isName = hex32.test(value);
  if (isName && (name === 'concern' || name === 'summary')) return { kind: name, key: value };
  if (name === 'access') return { kind: 'access', to: isName ? value : null };
  return { kind: 'inbox' };
}

/** The address of a place on this page. */
export function hashOf(place: DeskPlace): string {
  switch (place.kind) {
    case 'inbox':
      return '#inbox';
    case 'access':
      return place.to === null ? '#access' : `#access=${place.to}`;
    default:
      return `#${place.kind}=${place.key}`;
  }
}
