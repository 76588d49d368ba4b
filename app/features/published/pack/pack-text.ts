import type { PackFacts } from './pack-facts';
import { packCountWords, packDaysWords, packOutcomeWords } from './pack-words';

/** The petition as plain text: its very words, and what became of it. */
export function packText(facts: PackFacts): string {
  const { petition, company, address, response, updates, units } = facts;
  const parts = [
    petition.title,
    `A petition at ${company}, started by ${petition.startedBy}.\n${address}`,
    [packCountWords(facts), packOutcomeWords(facts), packDaysWords(facts)].filter((line) => line !== '').join('\n'),
    petition.demands.map((demand, place) => `${String(place + 1)}. ${demand}`).join('\n'),
    petition.background,
    section(
      'Where signatures come from, as far as signers said so and it may be shown',
      units.map(({ unit, signers }) => `${unit}: ${String(signers)}`),
    ),
    response &&
      section(`What leadership answered (${response.author}, ${response.day})`, [
        response.body,
        ...response.items.map(({ demand, answer, reason }) => `${demand}\n${answer === null ? 'Not answered.' : `${answer}. ${reason ?? ''}`}`),
      ]), // prettier-ignore
    section(
      'News from the organizer',
      updates.map(({ day, body }) => `${day}\n${body}`),
    ),
  ];
  return `${parts.filter((part) => part !== null && part !== '').join('\n\n')}\n`;
}

function section(title: string, parts: readonly string[]): string {
  const said = parts.filter((part) => part !== '');
  return said.length === 0 ? '' : `${title}\n${'='.repeat(title.length)}\n\n${said.join('\n\n')}`;
}
