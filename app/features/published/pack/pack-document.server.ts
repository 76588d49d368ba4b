import { Flow, type Style } from '~/platform/typesetting/flow';
import { inks, Sheet } from '~/platform/typesetting/sheet';
import { formatCount } from '~/ui/count';
import { formatDay } from '~/ui/days';
import { drawHistory } from '~/ui/history-chart.server';
import { drawQr } from '~/ui/qr-code';
import { markdownLines } from './markdown-lines';
import type { PackFacts } from './pack-facts';
import { packCountWords, packDaysWords, packOutcomeWords } from './pack-words';

const styles = {
  kicker: { cut: 'sans-strong', size: 11, colour: inks.accent },
  title: { cut: 'serif-strong', size: 26, leading: 1.2, role: 'H1', above: 8 },
  by: { cut: 'sans', size: 11, colour: inks.soft, above: 8 },
  lead: { cut: 'serif', size: 14, leading: 1.4, above: 4 },
  section: { cut: 'sans-strong', size: 14, role: 'H2', above: 24, with: 50 },
  heading: { cut: 'serif-strong', size: 12.5, role: 'H3', above: 12, with: 30 },
  text: { cut: 'serif', size: 12, leading: 1.45, above: 7 },
  item: { cut: 'serif', size: 12, leading: 1.45, above: 4, indent: 14 },
  small: { cut: 'sans', size: 10, colour: inks.soft, above: 4 },
  strong: { cut: 'sans-strong', size: 11, above: 10, with: 30 },
} as const satisfies Record<string, Style>;

/** Most days in the table of a document; `history.csv` has all. */
const daysListed = 60;

/**
 * A petition as a document to be handed to a works council: its words, its count and how it grew, what leadership said, and how
 * all of that is checked. PDF, tagged, A4. The same facts give the same bytes.
 */
export function packDocument(facts: PackFacts): Promise<Uint8Array> {
  const { petition, company, address, checkpoint } = facts;
  const sheet = new Sheet({ title: petition.title, author: company, day: checkpoint.day });
  const flow = new Flow(sheet, `As of ${formatDay(checkpoint.day)}. ${address}`);
  flow.text(`A petition at ${company}`, styles.kicker);
  flow.text(petition.title, styles.title);
  flow.text(`Started by ${petition.startedBy}`, styles.by);
  flow.text(packCountWords(facts), { ...styles.lead, above: 18 });
  if (packOutcomeWords(facts) !== '') flow.text(packOutcomeWords(facts), styles.lead);
  flow.text(packDaysWords(facts), styles.small);

  flow.text(petition.demands.length === 1 ? 'What it asks' : 'What it asks, demand by demand', styles.section);
  for (const [place, demand] of petition.demands.entries()) flow.text(`${String(place + 1)}. ${demand}`, styles.text);
  if (petition.background !== '') {
    flow.text('Why', styles.section);
    setMarkdown(flow, petition.background);
  }
  placeResponse(flow, facts);
  placeHistory(flow, facts);
  placeUnits(flow, facts);
  placeUpdates(flow, facts);
  placeChecking(flow, facts);
  return sheet.finish();
}

function setMarkdown(flow: Flow, markdown: string): void {
  for (const { kind, words } of markdownLines(markdown)) flow.text(words, styles[kind]);
}

function placeResponse(flow: Flow, { response, petition }: PackFacts): void {
  if (!response) {
    if (petition.threshold === null) return;
    flow.text('What leadership answered', styles.section);
    flow.text('Nothing yet.', styles.text);
    return;
  }
  flow.text('What leadership answered', styles.section);
  const revised = response.revision > 1 ? `, revision ${String(response.revision)}` : '';
  flow.text(`${response.author}, ${formatDay(response.day)}${revised}`, styles.small);
  if (response.body !== '') setMarkdown(flow, response.body);
  for (const [place, { demand, answer, reason }] of response.items.entries()) {
    flow.text(`${String(place + 1)}. ${demand}`, styles.strong);
    flow.text(answer === null ? 'Not answered.' : `${answer}. ${reason ?? ''}`, styles.item);
  }
}

function placeHistory(flow: Flow, { history, petition }: PackFacts): void {
  if (history.length === 0) return;
  flow.text('How it grew', styles.section);
  const points = history.map(({ day, signers }) => ({ day, count: signers }));
  const { wide, summary } = drawHistory(points, petition.threshold ?? 0);
  const height = 160;
  const { x, y, width } = flow.room(height);
  const scale = Math.min(width / wide.width, height / wide.height);
  const grid = wide.levels.map((level) => ({
    d: `M${wide.left} ${level.y}H${wide.right}`,
    stroke: inks.rule,
    width: 0.8,
  }));
  const threshold = wide.threshold ? [{ d: `M${wide.left} ${wide.threshold.y}H${wide.right}`, stroke: inks.accent, width: 1.2 }] : []; // prettier-ignore
  const curve = [{ d: wide.line, stroke: inks.ink, width: 2.4, round: true }];
  flow.sheet.picture([...grid, ...threshold, ...curve], { x, y, scale, alt: `Signatures by day. ${summary}` });
  const label = { size: 8.5, cut: 'sans', colour: inks.soft, role: null } as const;
  for (const level of wide.levels) flow.sheet.lines([level.words], { ...label, x, y: y + level.y * scale - 5, width: (wide.left - 8) * scale, align: 'right' }); // prettier-ignore
  for (const day of wide.days) {
    const span = 90;
    const shift = { start: 0, middle: span / 2, end: span }[day.anchor];
    const align = ({ start: 'left', middle: 'centre', end: 'right' } as const)[day.anchor];
    flow.sheet.lines([day.words], { ...label, x: x + day.x * scale - shift, y: y + wide.baseline * scale - 9, width: span, align }); // prettier-ignore
  }
  flow.text(summary, { ...styles.small, above: 8 });
  const listed = history.slice(-daysListed).reverse();
  flow.table(
    [
      { title: 'Day', share: 0.5 },
      { title: 'Signatures', share: 0.5, numeric: true },
    ],
    listed.map(({ day, signers }) => [formatDay(day), formatCount(signers)]),
  );
  if (listed.length < history.length) flow.text('Earlier days stand in history.csv.', styles.small);
}

function placeUnits(flow: Flow, { units, signers }: PackFacts): void {
  if (signers === null) return;
  flow.text('Where signatures come from', styles.section);
  if (units.length === 0) {
    flow.text('No unit can be shown: signers name one only if they choose to, and small groups are never shown.', styles.text); // prettier-ignore
    return;
  }
  flow.table(
    [
      { title: 'Unit', share: 0.55 },
      { title: 'Signatures that named it', share: 0.25, numeric: true },
      { title: 'As of', share: 0.2 },
    ],
    units.map(({ unit, signers: of, day }) => [unit, formatCount(of), formatDay(day)]),
  );
  flow.text(
    'Signers name a unit only if they choose to. What is not named, and every group that is too small, is in the total only.',
    styles.small,
  );
}

function placeUpdates(flow: Flow, { updates }: PackFacts): void {
  if (updates.length === 0) return;
  flow.text('News from the organizer', styles.section);
  for (const { day, body } of updates) {
    flow.text(formatDay(day), styles.strong);
    setMarkdown(flow, body);
  }
}

function placeChecking(flow: Flow, { address, checkpoint, signers }: PackFacts): void {
  flow.text('How this is checked', styles.section);
  const words =
    signers === null
      ? 'As long as no number may be shown, nothing of the signatures is published.'
      : 'Every signature is an entry in a public ledger, with a proof that its key is on the register of employees, and no key counts twice. Nobody can tell whose key it is.';
  flow.text(words, styles.text);
  flow.text(
    `The pack that this document comes from holds those entries, the state of the ledger that was signed on ${formatDay(checkpoint.day)} (${formatCount(checkpoint.size)} entries), and a program of one page that counts again. Its README says how. Anybody gets the same pack:`,
    styles.text,
  );
  const { path, size } = drawQr(address);
  const { x, y } = flow.room(110);
  flow.sheet.picture([{ d: path, fill: '#000000' }], { x: x - 8, y, scale: 104 / size, alt: `QR code: ${address}` });
  flow.sheet.text(`${address}/pack.zip`, { x: x + 112, y: y + 40, width: 320, size: 10, cut: 'sans' });
  flow.sheet.link(`${address}/pack.zip`, { x: x + 112, y: y + 36, width: 320, height: 34 });
}
