import { Fingerprint } from '~/features/published/handlers/components/fingerprint';
import type { HandlerRecord } from '~/features/published/handlers/handler-record.schema';
import type { OpenHandlerKeys } from '~/features/published/handlers/open-handler-keys';
import { Button } from '~/ui/button';
import { Card } from '~/ui/card';
import { DateText } from '~/ui/date-text';
import { Notice } from '~/ui/notice';
import { Grid } from '~/ui/page';
import { retireInBrowser, type SigningPlace } from '../act-in-browser';
import { useSignedAct } from './signed-act';

interface KeysInForceProps {
  /** In force, in the order in which they were let in. */
  readonly records: readonly HandlerRecord[];
  readonly mine: readonly string[];
  readonly place: SigningPlace;
  /** The acting handler's keys, where they are open. */
  readonly keys: OpenHandlerKeys | null;
  readonly onRetired: (name: string) => void;
}

/** All keys in force; each can be retired by whoever holds one, but for the last. */
export function KeysInForce({ records, mine, place, keys, onRetired }: KeysInForceProps) {
  return (
    <Grid>
      {records.map((record) => (
        <Card key={record.fingerprint} title={mine.includes(record.fingerprint) ? `${record.name} (you)` : record.name}>
          <div className="stack">
            <p>
              In force since <DateText day={record.addedDay} now={place.day} relative="also" />
            </p>
            <Fingerprint fingerprint={record.fingerprint} size="narrow" />
            {records.length > 1 && keys && <Retire record={record} place={place} keys={keys} onRetired={onRetired} />}
          </div>
        </Card>
      ))}
    </Grid>
  );
}

function Retire({
  record,
  place,
  keys,
  onRetired,
}: Pick<KeysInForceProps, 'place' | 'onRetired'> & { record: HandlerRecord; keys: OpenHandlerKeys }) {
  const { busy, problem, run } = useSignedAct(() => {
    onRetired(record.name);
  });
  return (
    <details>
      <summary>Retire this key</summary>
      <div className="stack">
        <p>
          Nothing more is encrypted to it, and nothing more is accepted from it. It never comes back. What was encrypted
          to it before stays readable for whoever holds it and has a copy of the database. Your signature and your name
          stand in the public ledger.
        </p>
        {problem && <Notice tone="error">{problem}</Notice>}
        <div>
          <Button
            type="button"
            tone="grave"
            disabled={busy}
            onClick={() => void run(() => retireInBrowser(place, keys, record))}
          >
            {busy ? 'Signing …' : `Retire the key of ${record.name}`}
          </Button>
        </div>
      </div>
    </details>
  );
}
