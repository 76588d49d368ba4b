/** 16 bytes in URL-safe base64: the last character holds two bits, so that there is one spelling. */
export const sponsorSecretPattern = /^[A-Za-z0-9_-]{21}[AQgw]$/;

/** Where sponsors read and sponsor a petition. The secret stands behind the sign that no browser sends. */
export const sponsorPath = (petitionId: string, secret: string): string => `/petitions/${petitionId}/sponsor#${secret}`;

/** The secret in the address of a page, or null. @param hash as `location.hash` has it: attacker-controlled */
export function secretInAddress(hash: string): string | null {
  const secret = hash.replace(/^#/, '');
  return sponsorSecretPattern.test(secret) ? secret : null;
}
