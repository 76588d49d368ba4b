import { useState, type FormEvent } from 'react';
import { Button } from '~/ui/button';
import { Field } from '~/ui/field';
import { Notice } from '~/ui/notice';
import { plural } from '~/ui/count';
import { ProgressBar } from '~/ui/progress-bar';
import { hashOf } from '../desk-place';
import { concernsFor, giveAccess, type AccessGiven } from '../give-access';
import { useDesk } from './desk-context';
import { Refused, useAct } from './use-act';

/** Gives another handler, or one's own new key, access to everything on this desk. @param to fingerprint that a link named */
export function AccessPanel({ to }: { to: string | null }) {
  const { desk, view } = useDesk();
  const act = useAct();
  const others = desk.handlers.filter(({ fingerprint }) => fingerprint !== desk.me.fingerprint);
  const [chosen, setChosen] = useState(others.some(({ fingerprint }) => fingerprint === to) ? (to ?? '') : '');
  const [share, setShare] = useState(0);
  const [given, setGiven] = useState<AccessGiven | null>(null);
  const handler = others.find(({ fingerprint }) => fingerprint === chosen);
  const concerns = handler ? concernsFor(handler, view.concerns.values()) : [];
  const isFull = view.filling.kind === 'full';

  async function give(event: FormEvent) {
    event.preventDefault();
    if (!handler) return;
    setGiven(null);
    await act.run(async () => {
      setGiven(await giveAccess(desk, handler, concerns, setShare));
    });
  }

  return (
    <section className="desk-panel">
      <p>
        <a href={hashOf({ kind: 'inbox' })}>Back to all concerns</a>
      </p>
      <h2>Give a handler access to what came before</h2>
      <p>
        Whoever is let in can read what is written from then on. What came before stays closed to them until a handler
        who can read it gives them access: your device opens the keys of each concern and encrypts them to theirs.
        Concerns that are hidden from them are left out. It cannot be taken back.
      </p>
      {to !== null && !others.some(({ fingerprint }) => fingerprint === to) && (
        <Notice tone="warn" title="That key is not in force">
          <p>The link names a key that is no active handler’s. Perhaps it has been retired meanwhile.</p>
        </Notice>
      )}
      {others.length === 0 ? (
        <p className="soft">There is no other handler.</p>
      ) : (
        <form className="stack" onSubmit={(event) => void give(event)}>
          <Field
            label="To whom?"
            name="access-for"
            kind="select"
            placeholder="Choose"
            defaultValue={chosen}
            options={others.map(({ fingerprint, name }) => ({
              value: fingerprint,
              label: name === desk.me.name ? `${name} (another key)` : name,
            }))}
            onChange={setChosen}
          />
          {handler && isFull && <p>{plural(concerns.length, 'concern')} on your desk can be given.</p>}
          {act.busy && <ProgressBar label="Encrypting the keys of each concern" value={share} />}
          <Refused act={act} />
          {given && (
            <Notice
              tone="success"
              live
              title={`${handler?.name ?? 'They'} can read ${plural(given.given, 'concern')} now`}
            >
              {given.notWhole > 0 && (
                <p>
                  {plural(given.notWhole, 'concern')} left out: your own key cannot open all of them. Another handler
                  has to give access to those.
                </p>
              )}
            </Notice>
          )}
          <div>
            <Button disabled={act.busy || !handler || !isFull}>
              {isFull ? 'Give access' : 'Still opening the concerns …'}
            </Button>
          </div>
        </form>
      )}
    </section>
  );
}
