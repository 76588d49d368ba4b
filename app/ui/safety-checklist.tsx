import { Check, CircleHelp, TriangleAlert, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

/** `good` is fine, `caution` deserves a thought before going on, `unknown` cannot be told from here. */
export type SafetyState = 'good' | 'caution' | 'unknown';

export interface SafetyItem {
  key: string;
  state: SafetyState;
  /** One sentence. */
  text: ReactNode;
}

const MARKS: Record<SafetyState, { icon: LucideIcon; words: string }> = {
  good: { icon: Check, words: 'Good: ' },
  caution: { icon: TriangleAlert, words: 'Careful: ' },
  unknown: { icon: CircleHelp, words: 'Cannot be told: ' },
};

/** How safe this device and network look, before signing. */
export function SafetyChecklist({ items }: { items: readonly SafetyItem[] }) {
  return (
    <ul className="safety">
      {items.map((item) => {
        const mark = MARKS[item.state];
        return (
          <li key={item.key} className={`safety__${item.state}`}>
            <mark.icon aria-hidden="true" />
            <span>
              <span className="visually-hidden">{mark.words}</span>
              {item.text}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
