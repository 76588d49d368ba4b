import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { toBigInt } from '~/crypto/hash';
import { signingKey } from '~/crypto/signing-key';
import { randomId } from '~/features/published/petitions/random-id.server';
import { publishSummary } from '~/features/published/summaries/publish-summary.server';
import { signSummary } from '~/features/published/summaries/summary.schema';
import { dayOf } from '~/platform/clock';
import { handlerKey } from '~db/schema/published-concerns';
import { openEnrolmentHouse, type EnrolmentHouse } from '~tests/support/enrolment-house';
import { summaryText } from '~tests/support/summary-house';

let house: EnrolmentHouse;
beforeEach(async () => {
  house = await openEnrolmentHouse();
});
afterEach(() => house.close());

async function publish(): Promise<void> {
  const { database, clock, settings } = house;
  const signing = signingKey(randomBytes(32));
  const fingerprint = new Uint8Array(randomBytes(32));
  await database.identified.insert(handlerKey).values({
    ...{ fingerprint, number: 1, name: 'Hana Handler', signingKey: signing.publicKey, recipient: 'age1pq1test' },
    ...{ addedDay: '2026-06-01', addedBy: fingerprint, signature: new Uint8Array(64) },
  });
  const said = { id: randomId(), programme: null, field: null, ...summaryText, day: dayOf(clock.now()) };
  const request = signSummary(signing, { organisation: settings.organisation, ...said });
  await publishSummary({ db: database.anonymous, clock, settings }, { key: signing.publicKey, request });
}

const retired = async () => (await house.registers()).map(({ id, retired: is }) => [id, is]);

describe('the register that a summary is pinned to', () => {
  test('has one key for each person, whoever enrols anew: a replacement enters later registers only', async () => {
    await house.hire(['A', 'B', 'C']);
    const old = await house.enrol('A');
    await house.enrol('B');
    await house.publish();
    await publish();
    const fresh = await house.enrol('A', 'lost');
    await house.accept(60);
    await house.publish();
    const keys = async (register: number) =>
      (await house.places(register)).map(({ identityCommitment }) => toBigInt(identityCommitment));
    expect(await keys(1)).toContain(old);
    expect(await keys(1)).not.toContain(fresh);
    expect(await keys(2)).toContain(fresh);
    expect(await keys(2)).not.toContain(old);
  });

  test('is kept up while the summary takes answers, and retires with its last day', async () => {
    await house.hire(['A', 'B', 'C']);
    await house.enrol('A');
    await house.publish();
    await publish();
    const day = dayOf(house.clock.now());
    await house.enrol('A', 'lost');
    await house.accept(600);
    await house.publish();
    expect(await retired()).toEqual([[2, false], [1, false]]); // prettier-ignore
    // Leavers still go, newcomers still come.
    await house.enrol('B');
    await house.setStatus('A', 'left');
    await house.publish();
    expect((await house.places(1)).map(({ personNumber, live }) => [personNumber, live])).toEqual([['A', 0], ['B', 1]]); // prettier-ignore
    house.clock.set(`${String(Number(day.slice(0, 4)) + 1)}${day.slice(4)}T17:00:00Z`);
    house.clock.advance(-24 * 60 * 60 * 1000);
    await house.publish();
    expect(await retired()).toEqual([[2, false], [1, false]]); // prettier-ignore
    await house.publish();
    expect(await retired()).toEqual([[2, false], [1, true]]); // prettier-ignore
    expect(await house.places(1)).toEqual([]);
  });
});
