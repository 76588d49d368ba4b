import type { ReactNode } from 'react';
import { Notice } from '~/ui/notice';
import { EnrolKey } from './enrol-key';

const ticketForm = /^[A-Za-z0-9_-]{43}$/;

/** Enrols with the ticket of a code. A missing or cut-off ticket is said at once, not after twelve words. */
export function EnrolByTicket({
  ticket,
  house,
  from,
}: {
  ticket: string;
  house: { readonly organisation: string; readonly depth: number };
  from: ReactNode;
}) {
  if (!ticketForm.test(ticket)) {
    return (
      <Notice tone="warn" title="There is no code in this address">
        <p>
          Sign in on another device, open “My enrolment” there, and point this one’s camera at the code. A code works
          once.
        </p>
      </Notice>
    );
  }
  return <EnrolKey gate={{ kind: 'ticket', ticket }} house={house} from={from} headingLevel={2} />;
}
