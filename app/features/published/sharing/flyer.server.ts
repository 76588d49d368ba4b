import { inks, paper, Sheet } from '~/platform/typesetting/sheet';
import { formatDay } from '~/ui/days';
import { closingWords, countWords, typedAddress, type ShareFacts } from './share-facts';
import { placeDemands, placeFitting, placeQr, placeSeal, unseenWords } from './sheet-parts.server';

const margin = 40;
const half = paper.height / 2;
const width = paper.width - 2 * margin;
const column = 130;

/** Two equal flyers on one page of A4, to be cut apart along a dashed line: PDF. The same facts give the same bytes. */
export function flyerPdf(facts: ShareFacts): Promise<Uint8Array> {
  const sheet = new Sheet({ title: `Flyer: ${facts.title}`, author: facts.organisation, day: facts.today });
  placeFlyer(sheet, facts, 0);
  placeFlyer(sheet, facts, half);
  sheet.rule([0, half], [paper.width, half], { dashed: true });
  return sheet.finish();
}

function placeFlyer(sheet: Sheet, facts: ShareFacts, top: number): void {
  const words = width - column - 24;
  sheet.text(`A petition at ${facts.organisation}`, { x: margin, y: top + 34, width: words, size: 10, cut: 'sans-strong', colour: inks.accent }); // prettier-ignore
  const title = placeFitting(sheet, facts.title, {
    ...{ x: margin, y: top + 54, width: words, cut: 'serif-strong', role: 'H1', leading: 1.14 },
    sizes: [27, 24, 21, 18],
    height: 98,
  });
  const by = sheet.text(`Started by ${facts.startedBy}`, { x: margin, y: title + 6, width: words, size: 10, cut: 'sans', colour: inks.soft }); // prettier-ignore
  placeDemands(sheet, facts.demands, { x: margin, y: by + 12, width: words, size: 12, until: top + 332 });

  const right = paper.width - margin - column;
  placeSeal(sheet, facts, { x: right, y: top + 30, size: column });
  placeQr(sheet, facts, { x: right, y: top + 176, size: column });
  const asked = facts.isOpen ? 'Read it and sign it unseen' : 'Read what came of it';
  sheet.text(asked, { x: right, y: top + 308, width: column, size: 10, cut: 'sans-strong', align: 'centre' });

  sheet.rule([margin, top + 340], [paper.width - margin, top + 340]);
  const address = sheet.text(typedAddress(facts.address), { x: margin, y: top + 346, width, size: 9, cut: 'sans-strong' }); // prettier-ignore
  const unseen = facts.isOpen ? sheet.text(unseenWords, { x: margin, y: address, width, size: 8.5, cut: 'sans' }) : address; // prettier-ignore
  sheet.text(`${closingWords(facts)} ${formatDay(facts.today)}: ${countWords(facts)}`, { x: margin, y: unseen, width, size: 8.5, cut: 'sans', colour: inks.soft }); // prettier-ignore
}
