import { renderToStaticMarkup } from 'react-dom/server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '~/features/identified/desks/desk';
import { enterProgramme, reviseProgramme } from '~/features/identified/programmes/write-programme.server';
import { Comparison } from '~/features/published/programmes/components/comparison';
import { PartChanges } from '~/features/published/programmes/components/part-changes';
import { ProgrammeField } from '~/features/published/programmes/components/programme-field';
import { ProgrammeList } from '~/features/published/programmes/components/programme-list';
import { ProgrammeTimeline } from '~/features/published/programmes/components/programme-timeline';
import type { ProgrammeDocument } from '~/features/published/programmes/programme';
import { changesBetween } from '~/features/published/programmes/programme-difference';
import { fieldNames } from '~/features/published/programmes/programme-fields';
import { parseProgrammeDocument } from '~/features/published/programmes/programme.schema';
import { loader as programmeLoader } from '~/routes/programme';
import { loader as changesLoader } from '~/routes/programme.changes';
import { loader as listLoader } from '~/routes/programmes';
import { loader as compareLoader } from '~/routes/programmes.compare';
import { loader as fileLoader } from '~/routes/programmes.file';
import { addDays } from '~/platform/clock';
import { identifiedHouse, requestTo, type IdentifiedHouse } from '~tests/support/identified-context';
import { openPetitionHouse } from '~tests/support/petition-house';
import { bareProgramme, fullProgramme } from '~tests/support/programme-documents';

let house: Awaited<ReturnType<typeof openPetitionHouse>>;
let context: IdentifiedHouse['context'];
let leader: Actor;
beforeAll(async () => {
  house = await openPetitionHouse();
  leader = await house.person('leadership');
  const inside = identifiedHouse(house.database.identified);
  context = { ...inside.context, clock: house.clock, wing: { name: 'published', db: house.database.published } };
});
afterAll(() => house.close());

const deps = () => ({ db: house.database.identified, clock: house.clock, settings: house.settings });
const reason = 'The register asks for it.';
const args = (path: string, params: Record<string, string> = {}) => ({ request: requestTo(path), params, context });
const statusOf = (run: Promise<unknown>) =>
  run.then(
    () => 200,
    (thrown: unknown) => (thrown instanceof Response ? thrown.status : Promise.reject(thrown as Error)),
  );

describe('the public pages', () => {
  test('say for how long a question stands open, and which revision changed which answer', async () => {
    house.clock.set('2026-05-04T10:00:00Z');
    const id = await enterProgramme(deps(), {
      actor: leader,
      document: { ...bareProgramme, purpose: 'To see.' },
      reason,
    });
    house.clock.set('2026-05-14T10:00:00Z');
    await reviseProgramme(deps(), {
      actor: leader,
      id,
      base: 1,
      document: { ...bareProgramme, owner: 'Lena' },
      reason,
    });
    house.clock.set('2026-06-14T10:00:00Z');
    const page = await programmeLoader(args('/programmes/x', { programmeId: id }));
    expect(page.openSince).toMatchObject({ readers: '2026-05-04', purpose: '2026-05-14' });
    expect(page.openSince).not.toHaveProperty('owner');
    const field = (name: 'readers' | 'purpose' | 'owner') =>
      renderToStaticMarkup(
        <ProgrammeField
          {...page}
          programmeId={id}
          field={name}
          openSince={page.openSince[name] ?? null}
          attached={[]}
          today={page.today}
        />,
      );
    expect(field('readers')).toContain('Not answered for 41 days');
    expect(field('purpose')).toContain('Not answered for 31 days');
    expect(field('owner')).not.toContain('Not answered');

    const revisionsOf = async (query: string) =>
      (await changesLoader(args(`/programmes/x/changes${query}`, { programmeId: id }))).revisions.map(
        (each) => each.revision,
      );
    expect(await revisionsOf('')).toEqual([2, 1]);
    expect(await revisionsOf('?field=owner')).toEqual([2]);
    expect(await revisionsOf('?field=readers')).toEqual([]);
    for (const query of ['?field=secret', '?page=-1', '?page=1e9', '?page=NaN', '?page=%00'])
      expect((await revisionsOf(query)).length, query).toBeGreaterThan(0);
  });

  test('are 404 where there is no such programme, whatever its name', async () => {
    for (const programmeId of ['', 'nothing', "' or 1=1 --", '../..', 'a'.repeat(10_000)]) {
      expect(await statusOf(programmeLoader(args('/programmes/x', { programmeId })))).toBe(404);
      expect(await statusOf(changesLoader(args('/programmes/x/changes', { programmeId })))).toBe(404);
    }
  });

  test('list by state and compare two; what is not understood is left out', async () => {
    const id = await enterProgramme(deps(), { actor: leader, document: { ...fullProgramme, status: 'ended' }, reason });
    const listed = async (query: string) =>
      (await listLoader(args(`/programmes${query}`))).programmes.map((each) => each.id);
    expect(await listed('?state=ended')).toEqual([id]);
    expect(await listed('?state=paused')).toEqual([]);
    expect(await listed('?state=secret')).toEqual(await listed(''));
    const [other = ''] = await listed('?state=active');
    const both = await compareLoader(args(`/programmes/compare?one=${id}&other=${other}`));
    expect([both.one?.id, both.other?.id]).toEqual([id, other]);
    expect(await compareLoader(args('/programmes/compare?one=x&other='))).toMatchObject({ one: null, other: null });
  });

  test('page through many revisions, each once', async () => {
    const id = await enterProgramme(deps(), { actor: leader, document: bareProgramme, reason });
    for (let base = 1; base <= 24; base += 1) {
      const document = { ...bareProgramme, purpose: `Purpose ${String(base)}` };
      await reviseProgramme(deps(), { actor: leader, id, base, document, reason });
    }
    const seen: number[] = [];
    for (const page of [1, 2, 3]) {
      const loaded = await changesLoader(args(`/programmes/x/changes?page=${String(page)}`, { programmeId: id }));
      expect(loaded.pages).toBe(3);
      seen.push(...loaded.revisions.map((each) => each.revision));
    }
    expect(seen).toEqual(Array.from({ length: 25 }, (_, index) => 25 - index));
  });

  test('hand out the register as a file, to whoever asks', async () => {
    const response = await fileLoader(args('/programmes.json'));
    expect(response.headers.get('Content-Type')).toContain('application/json');
    const { programmes } = (await response.json()) as { programmes: unknown[] };
    expect(programmes.length).toBeGreaterThan(1);
  });
});

test('a programme with script in every field runs nothing on any page', () => {
  const hostile = '<script>alert(1)</script> <img src=x onerror=alert(1)> [x](javascript:alert(1))';
  const document: ProgrammeDocument = {
    ...fullProgramme,
    name: '<img src=x onerror=alert(1)>',
    owner: 'javascript:alert(1)',
    purpose: hostile,
    collected: { kinds: ['screen'], detail: hostile },
    fromWhom: hostile,
    retention: { text: hostile, days: 3 },
    readers: { text: hostile, people: 3 },
    processedWhere: hostile,
    reviews: {
      privacy: { state: 'done', day: '2026-01-01', summary: hostile, documents: ['ab'.repeat(32)] },
      security: { state: 'done', day: null, summary: hostile, documents: [] },
      worksCouncil: { state: 'done', day: null, summary: hostile, documents: [] },
      legalBasis: { state: 'done', day: null, summary: hostile, documents: [] },
    },
    optOut: hostile,
    exemptions: [{ rank: '<b onclick=alert(1)>', exempt: true, why: hostile }],
    incidents: [{ day: '2026-01-01', text: hostile }],
  };
  expect(parseProgrammeDocument(document).success).toBe(true);
  const documents = [{ hash: 'ab'.repeat(32), title: hostile, mediaType: 'text/plain', bytes: 3 }];
  const today = addDays('2026-01-01', 9);
  const revision = { revision: 1, document, author: hostile, reason: hostile, day: '2026-01-01' };
  const attached = [{ kind: 'petition' as const, id: 'x', title: hostile, field: 'purpose', day: '2026-01-02' }];
  const compared = { id: 'x', document, documents, openSince: {} };
  const html = renderToStaticMarkup(
    <>
      <ProgrammeList programmes={[{ id: 'x', document }]} />
      {fieldNames.map((field) => (
        <ProgrammeField
          key={field}
          {...{ document, field, documents, today, attached }}
          programmeId="x"
          openSince={null}
        />
      ))}
      <ProgrammeTimeline programmeId="x" revisions={[revision]} today={today} />
      <PartChanges changes={changesBetween(null, document)} first />
      <PartChanges changes={changesBetween(bareProgramme, document)} />
      <Comparison one={compared} other={{ ...compared, id: 'y' }} today={today} />
    </>,
  );
  expect(html.match(/<(?:script|img|b)\b|(?:href|src)="(?!\/)[^"]*"|\son[a-z]+="/g)).toBeNull();
  expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
});
