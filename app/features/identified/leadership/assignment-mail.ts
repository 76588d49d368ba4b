import type { AnswerSubject } from './assignment';

interface Assigned {
  readonly subject: AnswerSubject;
  readonly id: string;
  readonly title: string;
  /** The name of who answers for it from now on. */
  readonly ownerName: string;
  readonly delegateName: string | null;
  /** The name of who assigned it. */
  readonly byName: string;
  /** For links in mail, without a trailing slash. */
  readonly publicUrl: string;
}

interface Words {
  readonly subject: string;
  readonly body: string;
}

const what: Readonly<Record<AnswerSubject, string>> = { petition: 'petition', summary: 'summary of concerns' };

function mail(assigned: Assigned, subject: string, ...lines: readonly string[]): Words {
  const { title, id, publicUrl } = assigned;
  const page = assigned.subject === 'petition' ? id : `summaries/${id}`;
  const parts = [`“${title}”`, ...lines, `${publicUrl}/in/desk/leadership/${page}`];
  return { subject, body: `${parts.filter((part) => part !== '').join('\n\n')}\n` };
}

/** To whoever answers for it from now on. */
export function ownerMail(assigned: Assigned): Words {
  const { byName, delegateName } = assigned;
  return mail(
    assigned,
    'You answer for this',
    `${byName} noted that you answer for this ${what[assigned.subject]}. Your name stands on its page.`,
    delegateName === null ? '' : `${delegateName} writes the answer with you.`,
  );
}

/** To whoever writes the answer for the owner. */
export function delegateMail(assigned: Assigned): Words {
  const { byName, ownerName } = assigned;
  return mail(
    assigned,
    'You are asked to write an answer',
    `${byName} noted that you write the answer to this ${what[assigned.subject]} for ${ownerName}, who answers for it in public. Your name is not on its page.`,
  );
}

/** To whoever answered for it until now, or wrote the answer. */
export function relievedMail(assigned: Assigned): Words {
  const { byName, ownerName, delegateName } = assigned;
  const writer = delegateName === null ? '' : `, and ${delegateName} writes the answer`;
  return mail(
    assigned,
    'Somebody else answers for this now',
    `${byName} noted that ${ownerName} answers for this ${what[assigned.subject]} from now on${writer}.`,
  );
}
