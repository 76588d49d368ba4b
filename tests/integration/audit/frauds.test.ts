import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { audit } from '~/audit/audit';
import { describeReport } from '~/audit/describe-report';
import { VERIFICATION_KEYS } from '~/crypto/semaphore/verification-keys';
import { createVerifier } from '~/crypto/semaphore/verifier';
import { noteKeyPair, noteSigner } from '~/crypto/tlog/note';
import { ManualClock } from '~/platform/clock';
import { demoCompany } from '~/platform/environment';
import { demoSettings } from '~/platform/settings';
import { seedDemo } from '~db/seed/demo';
import { createTestDatabase, type TestDatabase } from '~tests/support/database';
import { houseRoutes } from '~tests/support/house-routes';

const settings = demoSettings(demoCompany);
const pair = (name: string) => noteKeyPair(`${demoCompany.organisation}/${name}`, randomBytes(32));

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  const { identified, published, anonymous } = database;
  const clock = new ManualClock('2026-11-23T09:30:00Z');
  const keys = { receipts: noteSigner(pair('receipt').skey), checkpointSigner: noteSigner(pair('ledger').skey) };
  await seedDemo({ identified, published, anonymous, clock, settings, ...keys });
});
afterAll(() => database.close());

test('a house that does not cheat', async () => {
  const verifier = await createVerifier(VERIFICATION_KEYS[17]);
  const source = houseRoutes({ published: database.published, settings, receipts: pair('receipt').vkey });
  const report = await audit({
    source,
    verifyProofs: (batch) => Promise.resolve(verifier.verifyBatch(batch).map((refusal) => refusal === null)),
  });
  console.log(describeReport(report));
  expect(report.verdict).toBe('passed');
});
