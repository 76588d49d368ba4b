import { useState } from 'react';
import { z } from 'zod';
import { endingReason } from '~/features/published/petitions/ending';
import { appealLength, reasonLength, updateLength } from '~/features/published/petitions/petition';
import { appealSchema, updateSchema } from '~/features/published/petitions/petition.schema';
import { formatDay } from '~/ui/days';
import { Button } from '~/ui/button';
import { Notice } from '~/ui/notice';
import { Section, Stack } from '~/ui/page';
import type { Explanation } from '../../signatures/acting-words';
import { actAsOrganizer } from '../organize';
import type { OrganizerActKind } from '../organizer-acts';
import { explainOrganizing } from '../organizing-words';
import { MergeActs } from './merge-acts';
import type { OwnPetitionViewProps } from './own-petition-view';
import { SendAnew } from './send-anew';
import { WordsAct } from './words-act';

/** Signs an act with the words that are open and sends it. */
export type Act = (act: OrganizerActKind, body: string) => void;

const retireSchema = z.object({ body: endingReason });
const appealBody = z.object({ body: appealSchema.shape.words });

/** Everything that can be done now; each is signed by the petition's own key, and waits for the next publication. */
export function OrganizerActs(props: OwnPetitionViewProps) {
  const { organisation, words, petition, today, onReload } = props;
  const { possible, next, appealUntil } = petition;
  const [sending, setSending] = useState(false);
  const [refused, setRefused] = useState<{ readonly why: Explanation; readonly again: () => void } | null>(null);
  const can = (act: OrganizerActKind) => possible.includes(act);

  const send: Act = (act, body) => {
    setSending(true);
    setRefused(null);
    void actAsOrganizer(words, { organisation }, { number: next, act, body })
      .then(onReload)
      .catch((error: unknown) => {
        setRefused({
          why: explainOrganizing(error),
          again: () => {
            send(act, body);
          },
        });
      })
      .finally(() => {
        setSending(false);
      });
  };

  return (
    <>
      {refused && (
        <Notice tone="error" live title={refused.why.title}>
          <p>{refused.why.text}</p>
          <div className="cluster">
            {refused.why.again && (
              <Button type="button" tone="secondary" small onClick={refused.again}>
                Try again
              </Button>
            )}
            <Button type="button" tone="quiet" small onClick={() => void onReload()}>
              Look where it stands
            </Button>
          </div>
        </Notice>
      )}
      {can('resubmit') && <SendAnew petition={petition} today={today} sending={sending} onAct={send} />}
      {can('appeal') && (
        <Section title="Ask another moderator">
          <Stack>
            <p>
              Once, until {formatDay(appealUntil ?? today, today)}: somebody who has not decided on it decides anew.
              Your words are public.
            </p>
            <WordsAct
              id="appeal"
              label="Why it should be accepted"
              schema={appealBody}
              maxLength={appealLength.max}
              action="Appeal"
              {...{ sending }}
              onSend={(body) => {
                send('appeal', body);
              }}
            />
          </Stack>
        </Section>
      )}
      {can('update') && (
        <Section title="News">
          <WordsAct
            id="update"
            label="News for everybody who follows this petition"
            hint="Markdown works; HTML and pictures are not taken. What is published stands for good. Your words can give you away."
            schema={updateSchema}
            maxLength={updateLength.max}
            markdown
            action="Post it with the next publication"
            {...{ sending }}
            onSend={(body) => {
              send('update', body);
            }}
          />
        </Section>
      )}
      <MergeActs petition={petition} sending={sending} onAct={send} />
      {can('retire') && (
        <details className="receipt">
          <summary>End it before its day</summary>
          <Stack>
            <p>
              It closes before its day, with your reason in public, and for good. Until the publication after next it
              can still be signed, and what was counted stays.
            </p>
            <WordsAct
              id="retire"
              label="Why it ends"
              schema={retireSchema}
              maxLength={reasonLength.max}
              action="Retire it for good"
              grave
              {...{ sending }}
              onSend={(body) => {
                send('retire', body);
              }}
            />
          </Stack>
        </details>
      )}
    </>
  );
}
