import { useState, type ReactNode } from 'react';
import { RadioCards } from '~/ui/choices';
import { Notice } from '~/ui/notice';
import { plural } from '~/ui/count';
import type { EnrolmentReason } from '../enrolment';
import type { OpenPetitionView } from '../enrolment.queries.server';
import { reasonWords } from '../enrolment-words';
import { EnrolKey } from './enrol-key';
import { HandOff } from './hand-off';

interface NewKeyProps {
  readonly reasons: readonly EnrolmentReason[];
  readonly openPetitions: readonly OpenPetitionView[];
  readonly house: { readonly organisation: string; readonly depth: number };
  readonly publicUrl: string;
  /** When a new key can sign, in words. */
  readonly from: ReactNode;
  readonly onEnrolled: () => void;
}

/** A first key, or a replacement: on this device, or on a phone that the secret never leaves. */
export function NewKey({ reasons, openPetitions, house, publicUrl, from, onEnrolled }: NewKeyProps) {
  const replacements = reasons.filter((reason) => reason !== 'first');
  const [reason, setReason] = useState<EnrolmentReason | null>(reasons.length === 1 ? (reasons[0] ?? null) : null);
  const [enrolled, setEnrolled] = useState(false);
  return (
    <div className="stack needs-script">
      {replacements.length > 1 && !enrolled && (
        <RadioCards
          legend="What happened to your key?"
          name="reason"
          hint="If you only changed devices, bring your key there with its twelve words: nothing is replaced then."
          choices={replacements.map((value) => ({ value, ...reasonWords[value] }))}
          onChange={(value) => {
            setReason(replacements.find((known) => known === value) ?? null);
          }}
        />
      )}
      {reason !== null && reason !== 'first' && !enrolled && <Consequences openPetitions={openPetitions} />}
      {reason !== null && (
        <div className="grid grid--apart" key={reason}>
          {!enrolled && (
            <section className="stack" aria-labelledby="on-phone">
              <h3 id="on-phone">On your own phone</h3>
              <p>
                The safest: a work laptop may record what you type. The words are made on the phone and never exist
                here.
              </p>
              <HandOff reason={reason} publicUrl={publicUrl} />
            </section>
          )}
          <section className="stack" aria-labelledby="on-this-device">
            <h3 id="on-this-device">On this device</h3>
            {!enrolled && <p>If it is yours. You write down twelve words; have paper at hand.</p>}
            <EnrolKey
              gate={{ kind: 'session', reason }}
              house={house}
              from={from}
              headingLevel={4}
              onEnrolled={() => {
                // The page learns of the new key now; what is done here stays in sight.
                setEnrolled(true);
                onEnrolled();
              }}
            />
          </section>
        </div>
      )}
    </div>
  );
}

/** One person acts once on one thing, even with two keys: so a replacement waits for new petitions (protocol 2). */
function Consequences({ openPetitions }: { openPetitions: readonly OpenPetitionView[] }) {
  return (
    <Notice tone="warn" title="What a replacement means">
      <p>
        The new key signs petitions that open after it is on a register.{' '}
        {openPetitions.length > 0
          ? `It cannot act on ${plural(openPetitions.length, 'petition')} that are open now, so that nobody signs one twice:`
          : 'No petition that is open now is affected.'}
      </p>
      {openPetitions.length > 0 && (
        <ul>
          {openPetitions.map(({ id, title }) => (
            <li key={id}>{title}</li>
          ))}
        </ul>
      )}
    </Notice>
  );
}
