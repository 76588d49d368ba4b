import { sql, type SQL } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  primaryKey,
  smallint,
  text,
  timestamp,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { classify, forEver, type ColumnClassTuple } from './classification';
import { bytea, day, tsvector } from './columns';
import { published } from './wings';

/** A setting that an administrator changed. Names and floors are in `app/platform/settings.ts`. */
export const setting = published.table('setting', {
  name: text().primaryKey(),
  value: jsonb().$type<number | string>().notNull(),
  sinceDay: day().notNull(),
});

export const settingClasses = classify(setting, {
  name: forEver('Which setting'),
  value: forEver('Its value'),
  sinceDay: forEver('Since when; it holds for later petitions only'),
});

/** Where a petition can stand; what each means is in `features/published/petitions/petition.ts`. */
export const petitionStates = [
  'gathering',
  'lapsed',
  'waiting',
  'sent-back',
  'rejected',
  'appealed',
  'accepted',
  'open',
  'closed',
  'archived',
] as const;

/** A petition from its submission on. Its text never changes once it is open. */
export const petition = published.table(
  'petition',
  {
    id: text().primaryKey(),
    state: text({ enum: petitionStates }).notNull(),
    title: text().notNull(),
    demands: jsonb().$type<string[]>().notNull(),
    background: text().notNull(),
    textDigest: bytea().notNull(),
    organizerName: text().notNull(),
    submittedDay: day().notNull(),
    closesDay: day().notNull(),
    criticalMass: integer().notNull(),
    openedDay: day(),
    registerId: integer(),
    threshold: integer(),
    responseDays: integer(),
    closedDay: day(),
    askedUnit: text(),
    organizerKey: bytea().unique(),
    sponsorsWanted: integer().notNull().default(0),
    sponsorLink: bytea(),
    moderationDays: smallint().notNull().default(3),
    actsApplied: smallint().notNull().default(0),
    search: tsvector().generatedAlwaysAs(
      (): SQL =>
        sql`setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', demands), 'B') || setweight(to_tsvector('english', background), 'C')`,
    ),
  },
  (t) => [
    // Each order of the public list is that of an index, so that a page costs the same among 100,000 petitions.
    index('petition_state_closes').on(t.state, t.closesDay, t.id),
    index('petition_state_listed').on(t.state, sql`(coalesce(${t.openedDay}, ${t.submittedDay}))`, t.id),
    index('petition_listed')
      .on(sql`(coalesce(${t.openedDay}, ${t.submittedDay}))`, t.id)
      .where(sql`${t.state} in ('open', 'closed', 'archived', 'rejected', 'appealed')`),
    index('petition_asked_unit')
      .on(t.askedUnit)
      .where(sql`${t.askedUnit} is not null and ${t.state} in ('open', 'closed', 'archived', 'rejected', 'appealed')`),
    index('petition_search').using('gin', t.search),
    check(
      'petition_state',
      sql`${t.state} in ('gathering', 'lapsed', 'waiting', 'sent-back', 'rejected', 'appealed', 'accepted', 'open', 'closed', 'archived')`,
    ),
    check('petition_organizer', sql`(${t.organizerName} = '') = (${t.organizerKey} is not null)`),
    check(
      'petition_open_is_pinned',
      sql`${t.state} not in ('open', 'closed', 'archived') or (${t.registerId} is not null and ${t.threshold} is not null and ${t.openedDay} is not null)`,
    ),
  ],
);

const untilModerated: ColumnClassTuple = [
  'Text of the petition',
  'for ever once open or rejected; a petition that waits or was sent back is shown to its organizer and to moderators only',
  'everyone',
];

export const petitionClasses = classify(petition, {
  id: forEver('Random name of the petition'),
  state: forEver('Where it stands'),
  title: untilModerated,
  demands: untilModerated,
  background: untilModerated,
  textDigest: forEver('What a signature binds to'),
  organizerName: forEver(
    'Name under which it was started; an office-holder’s name as text. Empty: by somebody who is not known',
  ),
  submittedDay: forEver('When it came in: the moderators’ clock'),
  closesDay: forEver('Last day on which it can be signed'),
  criticalMass: forEver('Below this many signatures nothing is published; 0 or at least the minimum'),
  openedDay: forEver('First day on which it could be signed'),
  registerId: forEver('The one register that its scope is pinned to'),
  threshold: forEver('Signatures that oblige leadership to answer, fixed when it opened'),
  responseDays: forEver('Working days that leadership then has to answer, fixed when it opened'),
  closedDay: forEver('When it was closed'),
  askedUnit: forEver('Unit of the organisation chart whose leadership is asked; empty for the company’s'),
  organizerKey: forEver('Public key that signs what its unknown organizer says; made for this petition alone'),
  sponsorsWanted: forEver('Sponsors that it looks for before it goes to moderation; 0 or at least the minimum'),
  sponsorLink: forEver('SHA-256 of the secret in the link for sponsors'),
  moderationDays: forEver('Working days that moderators have, fixed when it was sent in'),
  actsApplied: forEver('How many acts of its unknown organizer have taken effect'),
  search: forEver('Generated from the text, for search'),
});

/** What can be decided; `appeal` is the organizer's, and `grant` and `uphold` are what another moderator then decides. */
export const moderationActs = ['accept', 'send-back', 'reject', 'appeal', 'grant', 'uphold'] as const;

/** A moderator's act, with its public reason; or the organizer's appeal against one. */
export const moderationAct = published.table(
  'moderation_act',
  {
    petitionId: text()
      .notNull()
      .references(() => petition.id),
    number: smallint().notNull(),
    act: text({ enum: moderationActs }).notNull(),
    reasonCode: text().notNull(),
    reasonText: text().notNull(),
    moderatorName: text().notNull(),
    day: day().notNull(),
    dueDay: day(),
  },
  (t) => [primaryKey({ columns: [t.petitionId, t.number] }), index('moderation_act_day').on(t.day)],
);

export const moderationActClasses = classify(moderationAct, {
  petitionId: forEver('Which petition'),
  number: forEver('First, second, … act on this petition'),
  act: forEver('What was decided'),
  reasonCode: forEver('Why, as a published code'),
  reasonText: forEver('Why, in words'),
  moderatorName: forEver('Who decided; an office-holder’s name as text. Empty for an appeal'),
  day: forEver('When'),
  dueDay: forEver('By when it had to be decided; empty for an appeal, and for what was decided before this was kept'),
});

/** News from the organizer of an open petition. */
export const petitionUpdate = published.table(
  'petition_update',
  {
    petitionId: text()
      .notNull()
      .references(() => petition.id),
    number: integer().notNull(),
    day: day().notNull(),
    body: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.petitionId, t.number] })],
);

export const petitionUpdateClasses = classify(petitionUpdate, {
  petitionId: forEver('Which petition'),
  number: forEver('First, second, … update of this petition'),
  day: forEver('When'),
  body: forEver('What the organizer wrote'),
});

/** One run of the daily publication. Its three steps are three transactions; the last makes it count. */
export const publication = published.table('publication', {
  number: integer().primaryKey(),
  slot: timestamp({ withTimezone: true }).notNull().unique(),
  day: day().notNull(),
  editionsDone: boolean().notNull().default(false),
  signaturesDone: boolean().notNull().default(false),
  checkpointDone: boolean().notNull().default(false),
});

export const publicationClasses = classify(publication, {
  number: forEver('First, second, … publication'),
  slot: forEver('The moment on the fixed schedule that it belongs to, not when it ran'),
  day: forEver('The day of its slot'),
  editionsDone: forEver('First step done: registers, petitions opened and closed'),
  signaturesDone: forEver('Second step done: signatures'),
  checkpointDone: forEver('Third step done: from now on it counts'),
});

/** A register: who may sign what is pinned to it. Holds at most one key a person. */
export const register = published.table('register', {
  id: integer().primaryKey(),
  depth: smallint().notNull(),
  openedDay: day().notNull(),
  nextLeaf: integer().notNull(),
  retired: boolean().notNull().default(false),
});

export const registerClasses = classify(register, {
  id: forEver('First, second, … register'),
  depth: forEver('Depth of its tree: 17, or 20 for a million places'),
  openedDay: forEver('When it was opened'),
  nextLeaf: forEver('How many places were ever given out'),
  retired: forEver('True once nothing open is pinned to it and a newer one exists'),
});

/** Nodes of a register's tree that are not, or once were not, the root of an empty sub-tree. Level 0 are the leaves. */
export const registerNode = published.table(
  'register_node',
  {
    registerId: integer()
      .notNull()
      .references(() => register.id),
    level: smallint().notNull(),
    position: integer().notNull(),
    hash: bytea().notNull(),
  },
  (t) => [primaryKey({ columns: [t.registerId, t.level, t.position] })],
);

export const registerNodeClasses = classify(registerNode, {
  registerId: forEver('Which register'),
  level: forEver('0 for leaves, the depth for the group root'),
  position: forEver('Place within its level'),
  hash: forEver('Identity commitment, or Poseidon hash of two nodes'),
});

/** Immutable public files of registers, named by the SHA-256 of their bytes. */
export const registerFile = published.table('register_file', {
  hash: bytea().primaryKey(),
  bytes: bytea().notNull(),
});

export const registerFileClasses = classify(registerFile, {
  hash: forEver('SHA-256 of the bytes'),
  bytes: forEver('A tile of 1,024 leaves, the upper levels, or which leaf is in which unit'),
});

/** One published state of a register. */
export const edition = published.table(
  'edition',
  {
    registerId: integer()
      .notNull()
      .references(() => register.id),
    number: integer().notNull(),
    publication: integer()
      .notNull()
      .references(() => publication.number),
    day: day().notNull(),
    size: integer().notNull(),
    live: integer().notNull(),
    groupRoot: bytea().notNull(),
    rosterSize: integer().notNull(),
    tiles: jsonb().$type<string[]>().notNull(),
    upperFile: text().notNull(),
    unitsFile: text().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.registerId, t.number] }),
    uniqueIndex('edition_publication').on(t.registerId, t.publication),
  ],
);

export const editionClasses = classify(edition, {
  registerId: forEver('Which register'),
  number: forEver('First, second, … edition of this register'),
  publication: forEver('The publication that it is part of: it can be signed with once that has its checkpoint'),
  day: forEver('When'),
  size: forEver('Places given out'),
  live: forEver('Places that hold a key'),
  groupRoot: forEver('Root of the tree'),
  rosterSize: forEver('Active people on the roster, to compare with live'),
  tiles: forEver('Names of the tiles of leaves, in order'),
  upperFile: forEver('Name of the file with the levels from 10 up'),
  unitsFile: forEver('Name of the file that says which leaf is in which unit'),
});

/** A unit's own tree in an edition: same keys, same places, only that unit's leaves. Only units of at least the minimum. */
export const editionUnit = published.table(
  'edition_unit',
  {
    registerId: integer().notNull(),
    edition: integer().notNull(),
    unitPath: text().notNull(),
    live: integer().notNull(),
    groupRoot: bytea().notNull(),
  },
  (t) => [primaryKey({ columns: [t.registerId, t.edition, t.unitPath] })],
);

export const editionUnitClasses = classify(editionUnit, {
  registerId: forEver('Which register'),
  edition: forEver('Which edition'),
  unitPath: forEver('Which unit of the organisation chart'),
  live: forEver('Keys in it, never fewer than the minimum'),
  groupRoot: forEver('Root of the unit’s tree'),
});

/** Published acts of signing and withdrawing. Sorted, day-coarse, each with the proof that anybody can check. */
export const signature = published.table(
  'signature',
  {
    petitionId: text()
      .notNull()
      .references(() => petition.id),
    nullifier: bytea().notNull(),
    n: smallint().notNull(),
    action: text({ enum: ['sign', 'withdraw'] }).notNull(),
    registerId: integer().notNull(),
    edition: integer().notNull(),
    proof: bytea().notNull(),
    day: day().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.petitionId, t.nullifier, t.n] }),
    check('signature_nullifier_length', sql`octet_length(${t.nullifier}) = 32`),
    check('signature_action', sql`${t.action} = case when ${t.n} % 2 = 0 then 'sign' else 'withdraw' end`),
  ],
);

export const signatureClasses = classify(signature, {
  petitionId: forEver('Which petition'),
  nullifier: forEver('One key’s name on this petition only; it leads to nobody'),
  n: forEver('How often this key had acted on this petition before'),
  action: forEver('Signed or withdrew'),
  registerId: forEver('Register of the edition'),
  edition: forEver('Edition that the proof is made against'),
  proof: forEver('Eight 32-byte numbers: the membership proof'),
  day: forEver('Day of the publication, not of the act'),
});

/** Counts as kept while publishing; `figure` is what is shown. */
export const tally = published.table('tally', {
  petitionId: text()
    .primaryKey()
    .references(() => petition.id),
  signers: integer().notNull(),
  publication: integer()
    .notNull()
    .references(() => publication.number),
});

export const tallyClasses = classify(tally, {
  petitionId: forEver('Which petition'),
  signers: forEver('Keys whose last act is a signature'),
  publication: forEver('The last publication that changed it'),
});

/** Petitions that closed without ever reaching their critical mass: what had been signed is deleted, however much it was. */
export const deletion = published.table('deletion', {
  petitionId: text()
    .primaryKey()
    .references(() => petition.id),
  day: day().notNull(),
});

export const deletionClasses = classify(deletion, {
  petitionId: forEver('Which petition'),
  day: forEver('When; whether anything had been signed is not said'),
});

/** A petition's count at the end of a day. The newest row is the count. */
export const figure = published.table(
  'figure',
  {
    petitionId: text()
      .notNull()
      .references(() => petition.id),
    day: day().notNull(),
    signers: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.petitionId, t.day] })],
);

export const figureClasses = classify(figure, {
  petitionId: forEver('Which petition'),
  day: forEver('Which day'),
  signers: forEver('Keys whose last act by then was a signature'),
});

/** Petitions whose count reached the number that obliges leadership to answer. */
export const thresholdReached = published.table(
  'threshold_reached',
  {
    petitionId: text()
      .primaryKey()
      .references(() => petition.id),
    day: day().notNull(),
    dueDay: day().notNull(),
  },
  (t) => [
    index('threshold_reached_due').on(t.dueDay, t.petitionId),
    index('threshold_reached_day').on(t.day, t.petitionId),
  ],
);

export const thresholdReachedClasses = classify(thresholdReached, {
  petitionId: forEver('Which petition'),
  day: forEver('When the published count reached it'),
  dueDay: forEver('When the response is due'),
});

/** The ledger: bytes that are never re-serialised. Appended to by `published.append_entry` alone. */
export const ledgerEntry = published.table(
  'ledger_entry',
  {
    index: bigint({ mode: 'number' }).primaryKey(),
    bytes: bytea().notNull(),
    leafHash: bytea().notNull(),
  },
  // Where an entry stands is found by what it says.
  (t) => [index('ledger_entry_leaf').on(t.leafHash)],
);

export const ledgerEntryClasses = classify(ledgerEntry, {
  index: forEver('Dense, from 0'),
  bytes: forEver('RFC 8785 JSON as it was written'),
  leafHash: forEver('SHA-256(0x00 || bytes), RFC 6962'),
});

/** Signed states of the ledger, one a publication. */
export const checkpoint = published.table('checkpoint', {
  size: bigint({ mode: 'number' }).primaryKey(),
  publication: integer()
    .notNull()
    .unique()
    .references(() => publication.number),
  note: text().notNull(),
  frontier: bytea().notNull(),
});

export const checkpointClasses = classify(checkpoint, {
  size: forEver('How many entries it covers'),
  publication: forEver('The publication that it closes'),
  note: forEver('C2SP signed note'),
  frontier: forEver(
    'Roots of the perfect sub-trees at this size, 32 bytes each, largest first: where the next one starts',
  ),
});

export const publishedClasses = [
  settingClasses,
  petitionClasses,
  moderationActClasses,
  petitionUpdateClasses,
  publicationClasses,
  registerClasses,
  registerNodeClasses,
  registerFileClasses,
  editionClasses,
  editionUnitClasses,
  signatureClasses,
  tallyClasses,
  deletionClasses,
  figureClasses,
  thresholdReachedClasses,
  ledgerEntryClasses,
  checkpointClasses,
];
