/** What a concern may be about. The questions of a programme can depend on it. */
export const concernKinds = [
  'purpose',
  'collection',
  'access',
  'retention',
  'leak',
  'retaliation',
  'no-review',
  'exemption',
  'other',
] as const;
export type ConcernKind = (typeof concernKinds)[number];
