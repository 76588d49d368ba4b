import { createSignInLimits } from '~/features/identified/accounts/sign-in-limits.server';

/** The limits of this process. They are in memory only, and nothing in them can be read back as an address. */
export const signInLimits = createSignInLimits();
