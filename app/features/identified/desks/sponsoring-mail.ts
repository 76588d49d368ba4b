import { formatCount } from '~/ui/count';

interface Told {
  readonly id: string;
  readonly title: string;
  readonly sponsorsWanted: number;
  readonly publicUrl: string;
}

/** What organizers are told when their petition has its sponsors. Plain text. */
export function sponsoredMail({ id, title, sponsorsWanted, publicUrl }: Told): { subject: string; body: string } {
  const body = [
    `“${title}”`,
    `At least ${formatCount(sponsorsWanted)} employees sponsor your petition. It is with the moderators now.`,
    'Who they are is not known here, to nobody.',
    `${publicUrl}/in/desk/organizer/${id}`,
  ];
  return { subject: 'Your petition has its sponsors', body: `${body.join('\n\n')}\n` };
}

/** What organizers are told when too few came. It says no number: fewer than that is all that anybody knows. */
export function lapsedMail({ title, sponsorsWanted, publicUrl }: Told): { subject: string; body: string } {
  const body = [
    `“${title}”`,
    `Fewer than ${formatCount(sponsorsWanted)} employees sponsored your petition in time. It ends here, and what came of sponsors was deleted.`,
    'Your text is back among your drafts. You can change it and send it in again.',
    `${publicUrl}/in/desk/organizer`,
  ];
  return { subject: 'Your petition did not find its sponsors', body: `${body.join('\n\n')}\n` };
}
