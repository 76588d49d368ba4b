import { Link } from '~/ui/link';
import type { Forecast } from '../forecast';
import { forecastWords } from '../forecast-words';
import type { NextStep } from '../next-steps';

/** What the pace lets one expect: first the day, then how sure it is, then what it rests on. */
export function ForecastText({ forecast, today }: { forecast: Forecast; today: string }) {
  const [first, ...rest] = forecastWords(forecast, today);
  return (
    <div className="outlook">
      <p className="outlook__first">{first}</p>
      {rest.map((sentence) => (
        <p key={sentence} className="soft small">
          {sentence}
        </p>
      ))}
    </div>
  );
}

/** What might be done next, the most pressing first. */
export function NextSteps({ steps }: { steps: readonly NextStep[] }) {
  if (steps.length === 0) return <p className="soft">Nothing presses. It grows by itself.</p>;
  return (
    <ol className="outlook__steps">
      {steps.map(({ title, why, href }) => (
        <li key={href}>
          {href.endsWith('.zip') ? <a href={href}>{title}</a> : <Link to={href}>{title}</Link>}
          <span className="soft small">{why}</span>
        </li>
      ))}
    </ol>
  );
}
