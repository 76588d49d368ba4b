import { beforeAll, describe, expect, test } from 'vitest';
import { toHex } from '~/crypto/hash';
import { petitionTextDigest } from '~/crypto/semaphore/statement';
import { decodeEntry, type Entry } from '~/crypto/tlog/entry';
import { unitFigures, choiceFigures } from '~/features/published/figures/choice-figures.queries.server';
import { petitionHistory } from '~/features/published/figures/figures.queries.server';
import { readHandlerRecords } from '~/features/published/handlers/handler-records.queries.server';
import { petitionView } from '~/features/published/petitions/petition-page.queries.server';
import { programmeDigest } from '~/features/published/programmes/programme-digest';
import type { ProgrammeDocument } from '~/features/published/programmes/programme';
import {
  statementDigest,
  type StatementDocuments,
  type StatementKind,
} from '~/features/published/statements/statement';
import { summaryView } from '~/features/published/summaries/summaries.queries.server';
import { publicData } from '~/features/published/public-data/public-data.server';
import { demoCompany } from '~/platform/environment';
import { demoSettings } from '~/platform/settings';
import { ledgerEntry, petition } from '~db/schema/published';
import { choiceSubject } from '~db/schema/published-choices';
import { question } from '~db/schema/published-questions';
import type { TestDatabase } from '~tests/support/database';
import { allPublicData, askForList, wholeList, type ListPage } from '~tests/support/public-data';

const settings = demoSettings(demoCompany);

/**
 * Reads the lists of a house that has some of everything, and compares them with what its pages show and its ledger has.
 * Adds petitions at the end.
 */
export function describePublicData(open: () => TestDatabase): void {
  let database: TestDatabase;
  let entries: Entry[];
  beforeAll(async () => {
    database = open();
    entries = (await database.published.select().from(ledgerEntry)).map(({ bytes }) => decodeEntry(bytes));
  });

  const house = () => ({ db: database.published, settings });
  const list = (kind: string) => wholeList(house(), kind);
  const entriesOf = (...kinds: string[]) => entries.filter(({ kind }) => kinds.includes(kind));

  describe('what a list says', () => {
    test('of a petition is what its page says, and its text is what the ledger has', async () => {
      const items = await list('petitions');
      const rows = await database.published.select({ id: petition.id }).from(petition);
      const views = (await Promise.all(rows.map(({ id }) => petitionView(house(), id)))).flatMap((view) => view ?? []);
      expect(items.map(({ id }) => id).sort()).toEqual(views.map(({ id }) => id).sort());
      expect(rows.length).toBeGreaterThan(views.length);
      for (const view of views) {
        const item = items.find(({ id }) => id === view.id);
        const shown = view.figures?.signers.kind === 'shown' ? view.figures.signers.value : null;
        const history = (await petitionHistory(database.published, settings, view.id)).flatMap(({ day, signers }) =>
          signers.kind === 'shown' ? [{ day, signers: signers.value }] : [],
        );
        expect(item).toMatchObject({
          ...{ state: view.state, organizer: view.organizerName, opened: view.openedDay, closes: view.closesDay },
          ...{ closed: view.closedDay, register: view.registerId, criticalMass: view.criticalMass },
          ...{ title: view.text?.title ?? null, demands: view.text?.demands ?? null },
          ...{ background: view.text?.background ?? null, updates: view.updates, signers: shown, history },
          ...{ reached: view.figures?.reachedDay ?? null, due: view.figures?.dueDay ?? null },
        });
        expect(typeof item?.['deleted'] === 'string').toBe(view.deleted);
        expect((item?.['moderation'] as unknown[]).length).toBe(view.moderation.length);
        if (view.text) expect(toHex(petitionTextDigest(view.text))).toBe(view.textDigest);
      }
      expect(items.some(({ signers }) => signers !== null)).toBe(true);
    });

    test('of a statement or a programme gives the digest that the ledger has, for every revision', async () => {
      const statements = await list('statements');
      const told = statements.map(({ kind, id, revision, document, author, reason, day }) => ({
        ...{ v: 1, kind, id, revision, author, reason, day },
        text: toHex(statementDigest(kind as StatementKind, id as string, revision as number, document as StatementDocuments[StatementKind])), // prettier-ignore
      }));
      const kept = entriesOf('response', 'summary-response', 'pledge', 'answer', 'announcement');
      expect(new Set(told.map((each) => JSON.stringify(each, Object.keys(each).sort())))).toEqual(
        new Set(kept.map((each) => JSON.stringify(each, Object.keys(each).sort()))),
      );
      const programmes = (await list('programmes')).map(({ id, revision, document }) =>
        toHex(programmeDigest(settings.organisation, id as string, revision as number, document as ProgrammeDocument)),
      );
      expect(programmes.sort()).toEqual(entriesOf('programme').map(({ text }) => text).sort()); // prettier-ignore
      expect(programmes.length).toBeGreaterThan(3);
    });

    test('of choices and of summaries are the figures of their pages', async () => {
      const items = await list('choices');
      const rows = await database.published.select().from(choiceSubject);
      expect(items).toHaveLength(rows.length);
      for (const { kind, id, textDigest } of rows) {
        const item = items.find((each) => each['kind'] === kind && each['id'] === id);
        const figures = (await choiceFigures(database.published, settings, kind, [id])).get(id);
        expect(item?.['total']).toBe(figures?.total.kind === 'shown' ? figures.total.value : null);
        expect(item?.['text']).toBe(toHex(textDigest));
        expect(item?.['units']).toEqual(await unitFigures(database.published, settings, kind === 'witness' ? id : ''));
      }
      expect(items.some(({ total }) => typeof total === 'number')).toBe(true);
      for (const item of await list('summaries')) {
        const view = await summaryView(house(), item['id'] as string);
        expect(item).toMatchObject({
          title: view?.title,
          body: view?.body,
          register: view?.registerId,
          day: view?.day,
        });
        const figures = Object.entries(view?.figures?.choices ?? {}).map(([choice, each]) => [
          choice,
          each.kind === 'shown' ? each.value : null,
        ]);
        expect(item['choices']).toEqual(Object.fromEntries(figures));
      }
    });

    test('of everything else is what stands, and of what waits for a moderator nothing is said', async () => {
      expect(await list('handlers')).toEqual(await readHandlerRecords(database.published));
      const [waiting] = await database.published.select().from(question);
      const asked = (await database.published.select().from(question)).filter(({ state }) => state !== 'waiting');
      expect((await list('questions')).map(({ id }) => id).sort()).toEqual(asked.map(({ id }) => id).sort());
      expect(waiting).toBeDefined();
      const registers = await list('registers');
      const editions = registers.reduce((sum, { editions: each }) => sum + Number(each), 0);
      expect(editions).toBe(entriesOf('edition').length);
      expect((await list('settings')).map(({ name, value }) => [name, value])).toContainEqual(['minimum', 3]);
      expect(await list('contradictions')).toHaveLength(entriesOf('contradiction').filter(({ act }) => act === 'linked').length); // prettier-ignore
      expect(await list('clarifications')).toHaveLength(entriesOf('clarification').filter(({ act }) => act === 'asked').length); // prettier-ignore
      const attached = (await list('attachments')).map(({ subject, id, programme }) => [subject, id, programme]);
      expect(attached.sort()).toEqual(entriesOf('attachment').map(({ subject, id, programme }) => [subject, id, programme]).sort()); // prettier-ignore
      const hidden = await database.published.select().from(question);
      const everything = await allPublicData(house());
      for (const { body } of hidden.filter(({ state }) => state !== 'open')) expect(everything).not.toContain(body);
    });
  });

  describe('a list', () => {
    test('is read to its end page by page, each item once', async () => {
      const template = { demands: ['Stop it.'], background: '', textDigest: new Uint8Array(32), organizerName: 'O' };
      const days = { submittedDay: '2026-11-01', closesDay: '2026-12-24', criticalMass: 3 };
      const rows = Array.from({ length: 120 }, (_, n) => ({ id: `z${String(1000 + n)}`, state: 'accepted' as const, title: `T${String(n)}`, ...template, ...days })); // prettier-ignore
      await database.identified.insert(petition).values(rows);
      const ids = (await list('petitions')).map(({ id }) => id as string);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids.filter((id) => id.startsWith('z'))).toEqual(rows.map(({ id }) => id));
      const first = (await (await askForList(house(), 'petitions')).json()) as ListPage;
      expect(first.items.length).toBeLessThanOrEqual(100);
      expect(first.next).toBe(ids[first.items.length - 1]);
    });

    test('is asked again by its tag, for anybody, and never used without asking', async () => {
      const answer = await askForList(house(), 'petitions');
      const etag = answer.headers.get('etag') ?? '';
      expect(answer.headers.get('cache-control')).toBe('public, no-cache');
      expect(answer.headers.get('access-control-allow-origin')).toBe('*');
      expect(answer.headers.get('set-cookie')).toBeNull();
      const again = await askForList(house(), 'petitions', { headers: { 'if-none-match': etag } });
      expect([again.status, await again.text()]).toEqual([304, '']);
    });

    test('refuses every place that is none of its own', async () => {
      const hostile = ['', '/', '//', 'a/b/c/d', '\0', 'a\0', 'ü', ' ', "' or 1=1 --", 'x'.repeat(5000), '-1', '1e9', '01', '99999999999', 'a/-1', 'a/b/-1', 'a/b/1.5', '%00']; // prettier-ignore
      for (const kind of Object.keys(publicData)) {
        for (const after of hostile) {
          const { status } = await askForList(house(), kind, { after });
          expect([200, 400], `${kind} ${after}`).toContain(status);
        }
        const refused = await askForList(house(), kind, { after: '\0' });
        expect([refused.status, await refused.json()]).toEqual([400, { error: 'unknown-place' }]);
      }
      for (const kind of ['', 'accounts', 'constructor', '__proto__', 'toString', 'Petitions']) {
        expect((await askForList(house(), kind)).status).toBe(404);
      }
    });
  });
}
