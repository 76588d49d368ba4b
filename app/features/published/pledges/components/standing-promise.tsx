import { formatDay } from '~/ui/days';
import { Section, Stack } from '~/ui/page';
import type { PledgeDocument } from '../pledge';

/** The promise of a pledge that is over: read, no longer written. It is sent along as it stands. */
export function StandingPromise({ pledge }: { pledge: PledgeDocument }) {
  const { text, howSeen, witnessed, ownerName, dueDay, milestones } = pledge;
  const kept = { text, howSeen, witnessed, dueDay };
  return (
    <Section title="What was promised">
      <Stack>
        <p className="serif">{text}</p>
        <p className="soft small">
          {ownerName}, due on {formatDay(dueDay)}. The pledge is over, so the promise stands as it was: only what became
          of it can be judged anew, and evidence added.
        </p>
        {Object.entries(kept).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        {milestones.map((milestone, index) => (
          <span key={milestone.text}>
            <input type="hidden" name={`milestones[${String(index)}].text`} value={milestone.text} />
            <input type="hidden" name={`milestones[${String(index)}].day`} value={milestone.day} />
          </span>
        ))}
      </Stack>
    </Section>
  );
}
