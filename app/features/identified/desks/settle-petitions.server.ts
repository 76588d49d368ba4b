import { applyOrganizerActs } from './apply-organizer-acts.server';
import { settleSponsored } from './settle-sponsored.server';
import type { SettleDeps } from './settle-deps';

/**
 * What time and publications have decided about petitions that are not open: those that found their sponsors go to the
 * moderators, those whose days for it are over lapse, and what unknown organizers did takes effect. Call it as often as you like, in as many processes as you like.
 */
export async function settlePetitions(deps: SettleDeps): Promise<void> {
  await settleSponsored(deps);
  await applyOrganizerActs(deps);
}
