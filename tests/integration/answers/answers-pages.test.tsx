import { renderToStaticMarkup } from 'react-dom/server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DueTable } from '~/features/published/answers/components/due-table';
import { RecordFigures } from '~/features/published/answers/components/record-figures';
import { RecordList } from '~/features/published/answers/components/record-list';
import { loader as answersLoader } from '~/routes/answers';
import { loader as leaderLoader } from '~/routes/answers.leader';
import { loader as unitsLoader } from '~/routes/answers.units';
import { identifiedHouse, requestTo, type IdentifiedHouse } from '~tests/support/identified-context';
import { item, openOwedHouse, type OwedHouse } from '~tests/support/owed-house';

type Leader = Awaited<ReturnType<OwedHouse['leader']>>;

let house: OwedHouse;
let inside: IdentifiedHouse;
let [early, late, answered, reopened] = ['', '', '', ''];
let ann: Leader;
let bea: Leader;

/** Monday, 15 June: what was due on the 3rd is overdue by 12 days. */
beforeAll(async () => {
  house = await openOwedHouse();
  inside = identifiedHouse(house.database.identified, '2026-06-15T10:00:00Z');
  [ann, bea] = [await house.leader('Company / Legal'), await house.leader('Company / Legal / Privacy')];
  late = await house.due('2026-06-03');
  house.clock.set('2026-05-06T10:00:00Z');
  [early, answered] = [await house.due('2026-07-01'), await house.due('2026-06-03')];
  reopened = await house.due('2026-06-03');
  for (const id of [late, answered, reopened]) await house.own('petition', id, ann.record, '2026-05-07');
  await house.own('petition', late, bea.record, '2026-06-10');
  for (const id of [answered, reopened]) await house.respond(id, [item('one'), item('two')], '2026-05-20');
  await house.reopen(reopened, 2, { day: '2026-06-08', dueDay: '2026-07-06' });
  const pledge = { petitionId: answered, owner: bea.record, day: '2026-05-20' };
  await house.pledge({ ...pledge, dueDay: '2026-06-01', status: 'kept', endedDay: '2026-05-28' });
  await house.pledge({ ...pledge, dueDay: '2026-06-10', firstDueDay: '2026-06-01' });
});
afterAll(() => house.close());

const argsOf = (path: string, params: Record<string, string> = {}, timeZone = 'UTC') => ({
  request: requestTo(path),
  params,
  context: {
    ...inside.context,
    settings: { ...inside.settings, timeZone },
    wing: { name: 'published' as const, db: house.database.published },
  },
});
const statusOf = (run: Promise<unknown>) =>
  run.then(
    () => 200,
    (thrown: unknown) => (thrown instanceof Response ? thrown.status : Promise.reject(thrown as Error)),
  );

describe('what waits', () => {
  test('stands by how long it has waited, whoever answers for it, and pledges apart once their day is over', async () => {
    const page = await answersLoader(argsOf('/answers'));
    expect(page.answers.map(({ id }) => id)).toEqual([late, early, `${reopened}.2`]);
    expect(page.answers.map(({ owner }) => owner?.name ?? null)).toEqual([bea.name, null, ann.name]);
    expect(page.pledges.map(({ dueDay }) => dueDay)).toEqual(['2026-06-10']);
    // Answered for good; the other has a demand that waits again, and stands as answered all the same.
    expect(page.answered.map(({ id }) => id).sort()).toEqual([answered, reopened].sort());
  });

  test('says by how many days it is overdue, in the second accent, and when it was due, with the day of the week', async () => {
    const { answers, today } = await answersLoader(argsOf('/answers'));
    const html = renderToStaticMarkup(<DueTable due={answers} today={today} caption="" />);
    expect(html.match(/class="late record-counter"/g)).toHaveLength(1);
    expect(html).toContain('<span class="late record-counter">Overdue by 12 days</span>');
    expect(html).toContain('<time dateTime="2026-06-03">Wednesday 3 June</time>');
    expect(html).toContain(`href="/petitions/${reopened}#demand-2"`);
    expect(html).toContain('Nobody named');
  });

  test('is overdue from the company’s midnight on, not from ours', async () => {
    inside.clock.set('2026-06-03T20:00:00Z');
    const counter = async (zone: string) => {
      const { answers, today } = await answersLoader(argsOf('/answers', {}, zone));
      const html = renderToStaticMarkup(<DueTable due={answers} today={today} caption="" />);
      return /(Overdue by [^<]*|Due today)/.exec(html)?.[0];
    };
    expect(await counter('UTC')).toBe('Due today');
    expect(await counter('Pacific/Kiritimati')).toBe('Overdue by 1 day');
    expect(await counter('Etc/GMT+12')).toBe('Due today');
    inside.clock.set('2026-06-15T10:00:00Z');
  });
});

describe('a record', () => {
  test('counts what somebody had on its due day; what they took over late stands apart', async () => {
    const page = await leaderLoader(argsOf('/answers/leaders/x', { leaderId: bea.record.id }));
    expect(page.record).toEqual({
      answers: { onTime: 0, late: 0, open: 0, overdue: 0 },
      pledges: { keptOnTime: 1, keptLate: 0, partlyKept: 0, broken: 0, superseded: 0, open: 0, overdue: 1 },
      takenOver: 1,
    });
    expect(page.takenOver.map(({ id }) => id)).toEqual([late]);
    const other = await leaderLoader(argsOf('/answers/leaders/x', { leaderId: ann.record.id }));
    expect(other.record.answers).toEqual({ onTime: 2, late: 0, open: 1, overdue: 1 });
    expect(other.takenOver).toEqual([]);
  });

  test('of a unit has that of those below it, and of the company what nobody was named for', async () => {
    const unit = await unitsLoader(argsOf('/answers/units?unit=Company+%2F+Legal'));
    expect(unit.record).toMatchObject({ answers: { onTime: 2, open: 1, overdue: 1 }, takenOver: 0 });
    expect(unit.units.map(({ name }) => name)).toEqual(['Company / Legal / Privacy']);
    const company = await unitsLoader(argsOf('/answers/units'));
    expect(company.record).toMatchObject({ answers: { onTime: 2, open: 2, overdue: 1 }, takenOver: 0 });
    expect(company.leaders.map(({ name }) => name)).toEqual([ann.name, bea.name].sort());
  });

  test('is of somebody, or not there', async () => {
    for (const leaderId of ['nobody', late, "'; drop table published.leader", ann.personNumber]) {
      expect(await statusOf(leaderLoader(argsOf('/answers/leaders/x', { leaderId })))).toBe(404);
    }
    for (const unit of ['', 'Company / Le', '%', 'Elsewhere']) {
      const query = new URLSearchParams({ unit }).toString();
      expect(await statusOf(unitsLoader(argsOf(`/answers/units?${query}`)))).toBe(404);
    }
  });

  test('shows kept and broken in the same type, each with what counts, and only what is overdue in the second accent', async () => {
    const { counted, record, today } = await leaderLoader(argsOf('/x', { leaderId: bea.record.id }));
    const figures = renderToStaticMarkup(<RecordFigures record={record} />);
    const rows = figures.match(/<tr role="row".*?<\/tr>/g) ?? [];
    const shape = (label: string) => rows.find((row) => row.includes(`>${label}<`))?.replace(/>[^<]+</g, '><');
    expect(shape('Broken')).toMatch(/^<tr/);
    expect(shape('Kept on time')).toBe(shape('Broken'));
    expect(shape('Answered on time')).toBe(shape('Answered late'));
    expect(figures).toContain('Kept by the day that was promised first.');
    expect(figures).toContain('taken over when the due day was over');
    const list = renderToStaticMarkup(<RecordList obligations={counted} today={today} caption="" />);
    expect(list).toContain('Kept on time');
    expect(list).toContain('<span class="late record-counter">Overdue by 5 days</span>');
    expect(list).toContain('promised first for');
    expect(list.match(/class="late record-counter"/g)).toHaveLength(1);
  });

  test('names nobody’s number or address, on no page', async () => {
    const pages = [
      await answersLoader(argsOf('/answers')),
      await unitsLoader(argsOf('/answers/units')),
      await leaderLoader(argsOf('/x', { leaderId: ann.record.id })),
    ];
    for (const { personNumber } of [ann, bea]) expect(JSON.stringify(pages)).not.toContain(`"${personNumber}"`);
    expect(JSON.stringify(pages)).not.toContain('@');
  });
});
