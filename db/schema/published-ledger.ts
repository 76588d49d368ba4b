import { sql } from 'drizzle-orm';
import { bigint, check, index, integer, primaryKey, smallint, text, timestamp } from 'drizzle-orm/pg-core';
import { classify, forEver } from './classification';
import { bytea, day } from './columns';
import { checkpoint, petition, publication } from './published';
import { published } from './wings';

/** Levels of the ledger's tree above the leaves, in tiles of 256 hashes (C2SP tlog-tiles). The last tile of a level grows. */
export const ledgerTile = published.table(
  'ledger_tile',
  {
    level: smallint().notNull(),
    number: bigint({ mode: 'number' }).notNull(),
    hashes: bytea().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.level, t.number] }),
    check('ledger_tile_level', sql`${t.level} between 1 and 7`),
    check(
      'ledger_tile_length',
      sql`octet_length(${t.hashes}) % 32 = 0 and octet_length(${t.hashes}) between 32 and 8192`,
    ),
  ],
);

export const ledgerTileClasses = classify(ledgerTile, {
  level: forEver('Level of the tile: its hashes are roots over 256 to the power of the level entries each'),
  number: forEver('First, second, … tile of its level, from 0'),
  hashes: forEver('1 to 256 hashes, 32 bytes each'),
});

/** Keys that signed checkpoints, in their order: each but the first is signed by the one before. The last one signs. */
export const ledgerKey = published.table('ledger_key', {
  number: integer().primaryKey(),
  key: text().notNull().unique(),
  signature: text().notNull(),
  day: day().notNull(),
});

export const ledgerKeyClasses = classify(ledgerKey, {
  number: forEver('First, second, … key of the ledger'),
  key: forEver('The public key, as a C2SP verifier key'),
  signature: forEver('What the key before signed about this one; empty for the first'),
  day: forEver('Since when it signs'),
});

/** Who watches the ledger with a key of their own: a works council, a union, leadership. */
export const ledgerWitness = published.table('ledger_witness', {
  name: text().primaryKey(),
  key: text().notNull().unique(),
  runBy: text().notNull(),
  addedDay: day().notNull(),
  removedDay: day(),
});

export const ledgerWitnessClasses = classify(ledgerWitness, {
  name: forEver('Name of its key'),
  key: forEver('Its public key, as a C2SP verifier key of a cosigner'),
  runBy: forEver('Who runs it, as an administrator wrote it'),
  addedDay: forEver('Since when its cosignatures are taken'),
  removedDay: forEver('Since when no more; what it cosigned stays'),
});

/** A witness's signature under a checkpoint: this ledger is one continuation of everything that it saw before. */
export const cosignature = published.table(
  'cosignature',
  {
    size: bigint({ mode: 'number' })
      .notNull()
      .references(() => checkpoint.size),
    witness: text()
      .notNull()
      .references(() => ledgerWitness.name),
    line: text().notNull(),
    witnessedAt: timestamp({ withTimezone: true }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.size, t.witness] }), index('cosignature_witness').on(t.witness, t.size)],
);

export const cosignatureClasses = classify(cosignature, {
  size: forEver('Which checkpoint'),
  witness: forEver('Whose signature'),
  line: forEver('The line of the signed note, C2SP tlog-cosignature'),
  witnessedAt: forEver('When, by the witness’s own clock: part of what it signed'),
});

/** Another state of the ledger that its own key signed: proof that somebody was shown another history. */
export const ledgerContradiction = published.table('ledger_contradiction', {
  digest: bytea().primaryKey(),
  note: text().notNull(),
  reportedBy: text().notNull(),
  day: day().notNull(),
});

export const ledgerContradictionClasses = classify(ledgerContradiction, {
  digest: forEver('SHA-256 of the signed text of the note'),
  note: forEver('The checkpoint that does not fit, as the ledger’s key signed it'),
  reportedBy: forEver('Names of the witnesses that cosigned it, or nothing'),
  day: forEver('When it was handed in'),
});

/** What browsers were served, since which day: the manifest of a build of the client. */
export const clientRelease = published.table('client_release', {
  digest: bytea().primaryKey(),
  manifest: text().notNull(),
  day: day().notNull(),
});

export const clientReleaseClasses = classify(clientRelease, {
  digest: forEver('SHA-256 of the manifest'),
  manifest: forEver('Every file of the client with its SHA-256, as the ledger has it'),
  day: forEver('When it was first served'),
});

/** Where the acts of one petition stand in the ledger, one run of entries a publication. */
export const signatureRange = published.table(
  'signature_range',
  {
    petitionId: text()
      .notNull()
      .references(() => petition.id),
    publication: integer()
      .notNull()
      .references(() => publication.number),
    first: bigint({ mode: 'number' }).notNull(),
    entries: integer().notNull(),
    day: day().notNull(),
  },
  (t) => [primaryKey({ columns: [t.petitionId, t.publication] })],
);

export const signatureRangeClasses = classify(signatureRange, {
  petitionId: forEver('Which petition'),
  publication: forEver('Which publication'),
  first: forEver('Index of the first of them'),
  entries: forEver('How many acts'),
  day: forEver('Day of the publication'),
});

export const ledgerClasses = [
  ledgerTileClasses,
  ledgerKeyClasses,
  ledgerWitnessClasses,
  cosignatureClasses,
  ledgerContradictionClasses,
  clientReleaseClasses,
  signatureRangeClasses,
];
