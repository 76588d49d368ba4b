/** What an unknown organizer can do; each is signed with the petition's own key (protocol 16). */
export const organizerActs = [
  'update',
  'appeal',
  'resubmit',
  'retire',
  'propose-merge',
  'agree-merge',
  'decline-merge',
] as const;
export type OrganizerActKind = (typeof organizerActs)[number];
