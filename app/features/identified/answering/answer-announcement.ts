import type { Subject } from './draft';

const publicPath = ({ subject, id }: Subject) =>
  subject === 'summary' ? `/summaries/${id}` : `/petitions/${id}#response`;

/** A title is shown letter by letter, whatever its organizer wrote: Markdown is for the words of leadership. */
const plain = (title: string) => title.replace(/[\\`*_[\]<>#&!]/g, '\\$&');

/** What all staff are told of an answer: that it is there, and where. The same words to everybody, signer or not. */
export function answerAnnouncement(
  subjects: readonly (Subject & { readonly title: string; readonly base: number })[],
  publicUrl: string,
): { title: string; body: string; petitionId: string | null } {
  const [first, ...others] = subjects;
  const what = first?.subject === 'summary' ? 'a summary of concerns' : 'a petition';
  const many = `${String(subjects.length)} petitions`;
  const isRevised = subjects.every(({ base }) => base > 0);
  const verb = isRevised ? 'revised its answer to' : 'answered';
  const lines = subjects.map((each) => `- “${plain(each.title)}”: <${publicUrl}${publicPath(each)}>`);
  return {
    title: `Leadership ${verb} ${others.length > 0 ? many : what}`,
    body: [`Leadership ${verb}:`, ...lines].join('\n\n'),
    petitionId: others.length === 0 && first?.subject === 'petition' ? first.id : null,
  };
}
