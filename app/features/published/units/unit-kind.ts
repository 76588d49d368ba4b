import type { unitKinds } from '~db/schema/published-choices';

/** What a unit can be disclosed with: a pledge that one witnesses, a petition that one signs. */
export type UnitKind = (typeof unitKinds)[number];
