import { z } from 'zod';
import { endingReason } from '~/features/published/petitions/ending';
import { reasonLength } from '~/features/published/petitions/petition';
import { Button } from '~/ui/button';
import { Field } from '~/ui/field';
import { Link } from '~/ui/link';
import { Section, Stack } from '~/ui/page';
import { encodeMergeAnswer } from '../organizer-act.schema';
import type { OwnPetition } from '../own-petition.schema';
import { DeviceForm } from './device-form';
import type { Act } from './organizer-acts';
import { WordsAct } from './words-act';

interface MergeActsProps {
  readonly petition: OwnPetition;
  readonly sending: boolean;
  readonly onAct: Act;
}

const reasonSchema = z.object({ body: endingReason });

/** A petition is named by its address, or by what stands at its end. */
const other = z.object({
  other: z
    .string({ error: 'Please paste the address of the other petition.' })
    .transform((text) => /([a-z0-9_-]{1,64})\/?(?:[#?].*)?$/i.exec(text.trim())?.[1] ?? '')
    .refine((name) => name !== '', 'Please paste the address of the other petition.'),
});

/** Merging: answers to proposals of others, and a proposal of one's own. */
export function MergeActs({ petition, sending, onAct }: MergeActsProps) {
  const { proposals, proposedTo, possible } = petition;
  return (
    <>
      {possible.includes('agree-merge') &&
        proposals.map(({ petition: id, title }) => (
          <Section key={id} title="Others would like to join this petition">
            <Stack>
              <p>
                The organizers of <Link to={`/petitions/${id}`}>{title}</Link> propose to end theirs and to point to
                yours. Each keeps its own count: signatures are not carried over, and nobody is counted twice.
              </p>
              <WordsAct
                id={`agree-${id}`}
                label="If you agree: why they become one, in public"
                schema={reasonSchema}
                maxLength={reasonLength.max}
                action="Agree with the next publication"
                sending={sending}
                onSend={(reason) => {
                  onAct('agree-merge', encodeMergeAnswer({ petition: id, reason }));
                }}
              />
              <div>
                <Button
                  type="button"
                  tone="secondary"
                  disabled={sending}
                  onClick={() => {
                    onAct('decline-merge', encodeMergeAnswer({ petition: id, reason: '' }));
                  }}
                >
                  Decline
                </Button>
              </div>
            </Stack>
          </Section>
        ))}
      {proposedTo !== null && (
        <p>
          You proposed to merge it into <Link to={`/petitions/${proposedTo}`}>another petition</Link>, whose organizers
          have not answered yet.
        </p>
      )}
      {possible.includes('propose-merge') && (
        <details className="receipt">
          <summary>Merge it into another one</summary>
          <Stack>
            <p>
              Where another open petition asks for the same, yours can end and point to it, if its organizers agree.
              Each keeps its own count, and people sign the other one themselves.
            </p>
            <DeviceForm
              schema={other}
              action={sending ? 'Sending …' : 'Propose it with the next publication'}
              onParsed={({ other: name }) => {
                if (!sending) onAct('propose-merge', name);
              }}
            >
              {(errors) => (
                <Field
                  label="Address of the other petition"
                  name="other"
                  errors={errors['other']}
                  autoComplete="off"
                  hint="As it stands in the address bar of its page."
                />
              )}
            </DeviceForm>
          </Stack>
        </details>
      )}
    </>
  );
}
