import { pledgeStatuses, type PledgeStatus } from './pledge';

/** What the tracker may be narrowed to: what leadership says, and what the calendar says. */
export const pledgeFilters = ['all', 'open', 'overdue', 'over', ...pledgeStatuses] as const;
export type PledgeFilter = 'all' | 'open' | 'overdue' | 'over' | PledgeStatus;

export interface PledgeAddress {
  readonly filter: PledgeFilter;
  /** Random name of a leader's record; empty for everybody. */
  readonly owner: string;
  /** A unit as the roster writes it; what lies below it is meant too. Empty for all. */
  readonly unit: string;
  /** Id of a programme; empty for all. */
  readonly programme: string;
}

export const everyPledge: PledgeAddress = { filter: 'all', owner: '', unit: '', programme: '' };

const longestUnit = 300;
const lastPage = 10_000;

/** Reads an address. Everything in it is the visitor's to write: what is not understood is left out. */
export function parsePledgeAddress(params: URLSearchParams): PledgeAddress & { readonly page: number } {
  const name = (key: string) => /^[a-z2-7]{26}$/.exec(params.get(key) ?? '')?.[0] ?? '';
  const unit = (params.get('unit') ?? '').slice(0, longestUnit);
  const page = /^[1-9]\d{0,4}$/.exec(params.get('page') ?? '')?.[0] ?? '1';
  return {
    filter: pledgeFilters.find((known) => known === params.get('show')) ?? 'all',
    owner: name('owner'),
    unit: /[\p{Surrogate}\p{Cc}]/u.test(unit) ? '' : unit,
    programme: name('programme'),
    page: Math.min(Number(page), lastPage),
  };
}

/** The address of a list: what is as it would be anyway is left out. */
export function pledgesHref({ filter, owner, unit, programme }: PledgeAddress, page = 1): string {
  const params = new URLSearchParams();
  if (filter !== 'all') params.set('show', filter);
  if (owner !== '') params.set('owner', owner);
  if (unit !== '') params.set('unit', unit);
  if (programme !== '') params.set('programme', programme);
  if (page > 1) params.set('page', String(page));
  const query = params.toString();
  return query === '' ? '/pledges' : `/pledges?${query}`;
}
