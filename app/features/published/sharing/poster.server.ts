import { inks, paper, Sheet } from '~/platform/typesetting/sheet';
import { formatDay } from '~/ui/days';
import { closingWords, countWords, typedAddress, type ShareFacts } from './share-facts';
import { placeDemands, placeFitting, placeQr, placeSeal, unseenWords } from './sheet-parts.server';

const margin = 54;
const width = paper.width - 2 * margin;

/** A poster of one page, A4, to be hung up: PDF. The same facts give the same bytes. */
export function posterPdf(facts: ShareFacts): Promise<Uint8Array> {
  const sheet = new Sheet({ title: `Poster: ${facts.title}`, author: facts.organisation, day: facts.today });
  sheet.text(`A petition at ${facts.organisation}`, { x: margin, y: 48, width, size: 13, cut: 'sans-strong', colour: inks.accent }); // prettier-ignore
  const title = placeFitting(sheet, facts.title, {
    ...{ x: margin, y: 74, width, cut: 'serif-strong', role: 'H1', leading: 1.12 },
    sizes: [46, 42, 38, 34, 30, 26],
    height: 214,
  });
  const by = sheet.text(`Started by ${facts.startedBy}`, { x: margin, y: title + 10, width, size: 13, cut: 'sans', colour: inks.soft }); // prettier-ignore
  sheet.rule([margin, by + 16], [paper.width - margin, by + 16]);
  placeDemands(sheet, facts.demands, { x: margin, y: by + 32, width, size: 17, until: 520 });

  placeSeal(sheet, facts, { x: margin - 8, y: 520, size: 210 });
  const right = margin + 226;
  placeQr(sheet, facts, { x: right - 8, y: 528, size: 156 });
  const beside = { x: right + 154, width: paper.width - margin - right - 154, cut: 'sans' as const };
  const asked = facts.isOpen ? 'Read it and sign it unseen' : 'Read it, and what came of it';
  const below = sheet.text(asked, { ...beside, y: 540, size: 17, cut: 'sans-strong', leading: 1.2 });
  sheet.text('Better on your own phone than on a computer that the company can watch.', { ...beside, y: below + 8, size: 11, colour: inks.soft }); // prettier-ignore
  const address = sheet.text(typedAddress(facts.address), { x: right, y: 688, width: paper.width - margin - right, size: 11.5, cut: 'sans' }); // prettier-ignore
  sheet.text(closingWords(facts), { x: right, y: address + 2, width: paper.width - margin - right, size: 11.5, cut: 'sans', colour: inks.soft }); // prettier-ignore

  sheet.rule([margin, 746], [paper.width - margin, 746]);
  const unseen = facts.isOpen ? sheet.text(unseenWords, { x: margin, y: 756, width, size: 11.5, cut: 'sans' }) : 756;
  sheet.text(`${formatDay(facts.today)}: ${countWords(facts)}`, { x: margin, y: unseen + 4, width, size: 10, cut: 'sans', colour: inks.soft }); // prettier-ignore
  return sheet.finish();
}
