import { useState } from 'react';
import { useHandlerKey } from '~/features/published/handlers/components/handler-key-here';
import { Link } from '~/ui/link';
import { NeedsJavaScript } from '~/ui/needs-javascript';
import { Notice } from '~/ui/notice';
import { Section, Stack } from '~/ui/page';
import type { SigningPlace } from '../act-in-browser';
import type { HandlerDesk, WaitingHandler } from '../handler-desk.queries.server';
import { BecomeHandler } from './become-handler';
import { KeysInForce } from './keys-in-force';
import { OwnKey } from './own-key';
import { WaitingHandlers } from './waiting-handlers';

interface HandlersDeskProps {
  readonly desk: HandlerDesk;
  readonly name: string;
  readonly place: SigningPlace;
  /** Something was signed: what the desk shows is to be read anew. */
  readonly onChanged: () => void;
}

/** All that handlers do with keys: their own, those that wait, those in force. */
export function HandlersDesk({ desk, name, place, onChanged }: HandlersDeskProps) {
  const { mine, asked, waiting, records } = desk;
  const [done, setDone] = useState<string | null>(null);
  const [letIn, setLetIn] = useState<WaitingHandler | null>(null);
  const { state, look } = useHandlerKey(place.organisation, mine);
  const keys = state.kind === 'open' ? state.keys : null;
  const inForce = records.filter(({ retiredDay }) => retiredDay === null);
  const isNew = mine.length === 0;
  const after = (words: string | null, who: WaitingHandler | null = null) => {
    setDone(words);
    setLetIn(who);
    onChanged();
  };
  return (
    <>
      <NeedsJavaScript what="Working with your key" />
      {done && (
        <Notice tone="success" live title={done}>
          {letIn && (
            <p>
              What was raised before stays closed to {letIn.name} until you{' '}
              <Link to={`/in/desk/concerns#access=${letIn.fingerprint}`}>give them access to it</Link>.
            </p>
          )}
        </Notice>
      )}
      {inForce.length === 1 && !isNew && (
        <Notice tone="warn" title="You are the only handler">
          <p>
            If your key and your words are lost, nobody can read what was sent, and nobody can be let in. Have a second
            handler as soon as you can: an administrator gives them the role, and you let them in here.
          </p>
        </Notice>
      )}
      <Section title="Your key">
        {isNew || asked ? (
          <BecomeHandler
            name={name}
            asked={asked}
            isFirst={records.length === 0}
            place={place}
            onChanged={() => after(null)}
          />
        ) : (
          <OwnKey
            first={records[0]?.fingerprint ?? null}
            name={name}
            mine={mine}
            place={place}
            state={state}
            look={look}
            onChanged={after}
          />
        )}
      </Section>
      {waiting.length > 0 && !isNew && (
        <Section title="Who asks to be let in">
          <WaitingHandlers
            waiting={waiting}
            place={place}
            keys={keys}
            onLetIn={(who) => after(`${who.name} is a handler now, and the ledger says so.`, who)}
          />
        </Section>
      )}
      {inForce.length > 0 && (
        <Section title="Keys in force">
          <Stack>
            <KeysInForce
              records={inForce}
              mine={mine}
              place={place}
              keys={keys}
              onRetired={(who) => after(`The key of ${who} is retired, and the ledger says so.`)}
            />
            <p>
              Everybody sees who handles concerns on the page <Link to="/handlers">Handlers</Link>.
            </p>
          </Stack>
        </Section>
      )}
    </>
  );
}
