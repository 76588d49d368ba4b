import { fromHex, toBigInt } from '~/crypto/hash';
import { useKeptKey } from '~/features/published/registers/components/kept-key';
import { Button } from '~/ui/button';
import { Card } from '~/ui/card';
import { DateText } from '~/ui/date-text';
import { Facts, type Fact } from '~/ui/facts';
import { Tag } from '~/ui/tag';
import type { EnrolledKeyView } from '../enrolment.queries.server';

/** Every key enrolled in a person's name, newest first: where it stands, whether it is on this device, and a way to dispute it. */
export function EnrolledKeys({ keys, today }: { keys: readonly EnrolledKeyView[]; today: string }) {
  const { state } = useKeptKey('member');
  const here = state.kind === 'open' ? state.publicName : state.kind === 'locked' ? state.key.publicName : null;
  const hereDecimal = here === null ? null : toBigInt(fromHex(here)).toString();
  return (
    <div className="stack">
      {[...keys].reverse().map((key, index) => (
        <Card key={key.generation} title={index === 0 ? 'Your key' : `Earlier key ${String(key.generation)}`}>
          <Facts facts={factsOf(key, today, hereDecimal === key.commitment)} />
          {key.revoked === null && <Dispute generation={key.generation} />}
        </Card>
      ))}
    </div>
  );
}

function factsOf(key: EnrolledKeyView, today: string, here: boolean): Fact[] {
  const facts: Fact[] = [
    { term: 'Enrolled', detail: <DateText day={key.day} now={today} relative="also" /> },
    { term: 'On this device', detail: here ? <Tag tone="accent">Yes</Tag> : 'No' },
  ];
  if (key.revoked !== null) {
    const why = key.revoked === 'stolen' ? 'Off the register: reported stolen' : 'Off the register: disputed by you';
    return [...facts, { term: 'State', detail: why }];
  }
  if (key.places.length === 0) return [...facts, { term: 'On the register', detail: 'From the next publication on' }];
  return [
    ...facts,
    ...key.places.map(({ register, leaf, live, sinceEdition }) => ({
      term: `Register ${String(register)}`,
      detail: !live
        ? 'Not counted among the living keys'
        : sinceEdition === null
          ? `Place ${String(leaf + 1)}, from the next publication on`
          : `Place ${String(leaf + 1)}, since edition ${String(sinceEdition)}`,
    })),
  ];
}

function Dispute({ generation }: { generation: number }) {
  return (
    <details>
      <summary>I did not enrol this key</summary>
      <div className="stack">
        <p>
          Dispute it, and it is taken off every register with the next publication. The dispute is public, without your
          name: that is how anybody can see whether keys are enrolled for people who did not ask for one. You can enrol
          anew at once.
        </p>
        <form method="post">
          <input type="hidden" name="generation" value={generation} />
          <Button tone="grave">Dispute this key</Button>
        </form>
      </div>
    </details>
  );
}
