import { fingerprintGroups } from '~/features/published/handlers/fingerprint-groups';

interface Mail {
  readonly subject: string;
  readonly body: string;
}

interface KeyFacts {
  readonly name: string;
  readonly fingerprint: string;
  readonly day: string;
}

/** What handlers are told when somebody asks to be let in. */
export function askedMail(key: KeyFacts & { readonly publicUrl: string }): Mail {
  return {
    subject: `${key.name} asks to handle concerns with you`,
    body: `${key.name} has made a handler’s key and asks to be let in.

${factsOf(key)}

Whoever is let in reads new concerns, and can let in others. So call them, or meet them, and have them read the fingerprint to you before you let them in. This mail is not enough: anybody could have written it.

${key.publicUrl}/in/desk/handlers
`,
  };
}

/** What handlers are told when a key was let in. */
export function addedMail(key: KeyFacts & { readonly byName: string }): Mail {
  return {
    subject: `A handler’s key was added: ${key.name}`,
    body: `From now on concerns are encrypted to a key of ${key.name} too. ${key.byName} let it in.

${factsOf(key)}

It stands in the public ledger and on the public page “Handlers”. If you know nothing of it, ask ${key.byName}, and retire the key until you know.
`,
  };
}

/** What handlers, and who held it, are told when a key was retired. @param byName null where role or employment ended */
export function retiredMail(key: KeyFacts & { readonly byName: string | null }): Mail {
  return {
    subject: `A handler’s key was retired: ${key.name}`,
    body: `Nothing more is encrypted to this key of ${key.name}, and nothing is accepted from it. ${
      key.byName === null ? 'The role or the employment ended.' : `${key.byName} retired it.`
    }

${factsOf(key)}

What was encrypted to it before can still be read with it, by whoever has it and a copy of the database.
`,
  };
}

function factsOf({ fingerprint, day }: KeyFacts): string {
  return `Fingerprint: ${fingerprintGroups(fingerprint).join(' ')}
Day: ${day}`;
}
