import { ItemAnswer } from '~/features/published/responses/components/published-response';
import { Difference } from '~/features/published/revisions/components/difference';
import { Card } from '~/ui/card';
import { Demands } from '~/ui/demands';
import { Stack } from '~/ui/page';
import { Prose } from '~/ui/prose';
import { Tag } from '~/ui/tag';
import type { DraftedSubject, DraftView } from '../draft-view.queries.server';

/** A draft as everybody would read it, and where it revises something, what would change. */
export function DraftedAnswer({ draft: { subjects, words } }: { draft: Pick<DraftView, 'subjects' | 'words'> }) {
  return (
    <Stack gap="loose">
      {subjects.map((subject) => (
        <Card key={subject.id} title={subjects.length > 1 ? subject.title : 'As everybody will read it'}>
          <AnswerWords subject={subject} />
        </Card>
      ))}
      {subjects.map(
        (subject) =>
          subject.changes && (
            <Card
              key={subject.id}
              title={subjects.length > 1 ? `What would change: ${subject.title}` : 'What would change, word by word'}
            >
              <Stack>
                <Changes subject={subject} />
                {words.reason !== '' && (
                  <div>
                    <h3 className="part-label">The reason for it</h3>
                    <p className="judged--lines">{words.reason}</p>
                  </div>
                )}
              </Stack>
            </Card>
          ),
      )}
    </Stack>
  );
}

function AnswerWords({ subject: { demands, text } }: { subject: DraftedSubject }) {
  return (
    <Stack>
      {text.body !== '' && <Prose>{text.body}</Prose>}
      {demands.length > 0 && (
        <Demands
          demands={demands.map((demand, index) => {
            const item = text.items[index];
            return {
              text: demand,
              answer: item ? <ItemAnswer item={item} /> : <Tag tone="outline">No answer yet</Tag>,
            };
          })}
        />
      )}
      {text.body === '' && demands.length === 0 && <p className="soft">Nothing is written yet.</p>}
    </Stack>
  );
}

function Changes({ subject: { changes } }: { subject: DraftedSubject }) {
  if (!changes || (changes.body === null && changes.items.length === 0)) {
    return <p className="soft">Nothing: it says the same as what is published.</p>;
  }
  return (
    <Stack>
      {changes.body && (
        <div>
          <h3 className="part-label">To the whole</h3>
          <Difference words={changes.body} />
        </div>
      )}
      {changes.items.map(({ demand, words }) => (
        <div key={demand}>
          <h3 className="part-label">{`Demand ${String(demand)}`}</h3>
          <Difference words={words} />
        </div>
      ))}
    </Stack>
  );
}
