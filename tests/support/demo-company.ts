import { grantRole, setupActor } from '~/features/identified/accounts/change-role.server';
import { isGrantableRole } from '~/features/identified/accounts/role';
import { applyRoster } from '~/features/identified/roster/apply-roster.server';
import { commandActor } from '~/features/identified/roster/roster';
import { readUpload } from '~/features/identified/roster/roster.queries.server';
import { stageRoster } from '~/features/identified/roster/stage-roster.server';
import type { Clock } from '~/platform/clock';
import type { Settings } from '~/platform/settings';
import type { IdentifiedDatabase } from '~db/identified-client';
import { demoHandlers, demoRoles, demoRosterFile } from '~db/seed/demo-roster';

/** Founds the demo company as its administrators would: its roster file is imported, its roles are granted. Nobody has a key. */
export async function foundDemoCompany(deps: {
  readonly db: IdentifiedDatabase;
  readonly clock: Clock;
  readonly settings: Settings;
}): Promise<void> {
  const owner = { uploadedBy: commandActor };
  const uploadId = await stageRoster(deps, { ...owner, bytes: inOnePiece(demoRosterFile()) });
  const { digest } = await readUpload(deps.db, { ...owner, id: uploadId }, deps.clock.now());
  await applyRoster(deps, { ...owner, uploadId, digest, withoutRefused: false, confirmedLeavers: null });
  for (const { role, person } of demoRoles) {
    if (!isGrantableRole(role)) continue;
    await grantRole(deps, { actor: setupActor, personNumber: person.personNumber, role });
  }
  for (const { personNumber } of demoHandlers.slice(1)) {
    await grantRole(deps, { actor: setupActor, personNumber, role: 'handler' });
  }
}

async function* inOnePiece(text: string): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(Buffer.from(text));
}
