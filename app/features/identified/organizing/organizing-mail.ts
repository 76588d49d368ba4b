interface Mail {
  readonly subject: string;
  readonly body: string;
}

interface About {
  readonly title: string;
  readonly publicUrl: string;
  readonly petitionId: string;
}

const mail = (subject: string, ...body: string[]): Mail => ({ subject, body: `${body.join('\n\n')}\n` });

/** What a colleague is told who is asked to organize a petition. Plain text. */
export function invitationMail({ title, invitedBy, publicUrl, petitionId }: About & { invitedBy: string }): Mail {
  return mail(
    'You are asked to organize a petition with others',
    `${invitedBy} asks you to organize this petition together:`,
    `“${title}”`,
    'If you agree, your name stands on it in public, and stays there as somebody who organized it even after you leave it. Who signs it, you will not know. If you do not agree, nothing of this is public.',
    'Read it and answer here:',
    `${publicUrl}/in/invitations/${petitionId}`,
  );
}

/** What organizers are told of a colleague whom they had asked. */
export function answeredMail(input: About & { name: string; agrees: boolean }): Mail {
  const { title, name, agrees, publicUrl, petitionId } = input;
  const what = agrees
    ? `${name} organizes this petition with you from now on.`
    : `${name} would rather not organize it.`;
  return mail(
    agrees ? 'Somebody joined your petition' : 'Somebody will not join your petition',
    `“${title}”`,
    what,
    `${publicUrl}/in/desk/organizer/${petitionId}/organizers`,
  );
}

/** What the other organizers are told of one who leaves. */
export function leftMail({ title, name, publicUrl, petitionId }: About & { name: string }): Mail {
  return mail(
    'Somebody left your petition to you',
    `“${title}”`,
    `${name} no longer organizes it. You still do.`,
    `${publicUrl}/in/desk/organizer/${petitionId}/organizers`,
  );
}

/** What organizers are told when others propose to merge a petition into theirs. `petitionId` is theirs. */
export function mergeProposedMail({ title, into, publicUrl, petitionId }: About & { into: string }): Mail {
  return mail(
    'Others propose to merge their petition into yours',
    'The organizers of',
    `“${title}”`,
    'propose to merge it into yours:',
    `“${into}”`,
    'If you agree, theirs closes with the next publication, and its page leads to yours. Each keeps its own count. Answer here:',
    `${publicUrl}/in/desk/organizer/${petitionId}/ending`,
  );
}

/** What organizers are told who proposed a merge. */
export function mergeAnsweredMail(input: About & { into: string; agrees: boolean }): Mail {
  const { title, into, agrees, publicUrl, petitionId } = input;
  return mail(
    agrees ? 'Your petition is merged' : 'Your petition is not merged',
    `“${title}”`,
    agrees
      ? 'The organizers of this petition agreed; yours closes with the next publication, and its page leads there:'
      : 'The organizers of this petition would rather not; yours goes on as it was:',
    `“${into}”`,
    `${publicUrl}/in/desk/organizer/${petitionId}/ending`,
  );
}
