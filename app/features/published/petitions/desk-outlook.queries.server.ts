import type { Settings } from '~/platform/settings';
import type { Database } from '~db/database';
import { signerUnitFigures, type SignerUnitFigure } from '../figures/signer-unit-figures.queries.server';
import { forecast, type Forecast } from './forecast';
import { nextSteps, type NextStep } from './next-steps';
import type { DeskView } from './petition-page.queries.server';

/** What an organizer's desk adds to a petition's page: nothing that cannot be had from it. */
export interface Outlook {
  readonly forecast: Forecast;
  readonly steps: readonly NextStep[];
  readonly units: readonly SignerUnitFigure[];
}

/** @param days.today the UTC day @param days.companyDay the company's */
export async function deskOutlook(
  { db, settings }: { db: Database; settings: Settings },
  view: DeskView,
  { today, companyDay }: { today: string; companyDay: string },
): Promise<Outlook> {
  const history = view.history.flatMap(({ day, signers }) =>
    signers.kind === 'shown' ? [{ day, signers: signers.value }] : [],
  );
  const expected = forecast({
    history,
    threshold: view.threshold,
    isOpen: view.state === 'open',
    closesDay: view.closesDay,
    today,
  });
  return {
    forecast: expected,
    steps: nextSteps(view, { forecast: expected, today, companyDay }),
    units: (await signerUnitFigures(db, settings, [view.id])).get(view.id) ?? [],
  };
}
